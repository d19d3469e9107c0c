"""Typefaces that have both Chinese and Latin letters, found on this machine."""

import functools
import subprocess
from pathlib import Path

from PIL import ImageFont

WANTED = "Noto Sans CJK SC"
SIMPLIFIED = "SC"


class NoTypeface(Exception):
    """No typeface with Chinese letters is installed; its text says what to install."""


@functools.cache
def typeface(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The typeface in a size (dots), or NoTypeface."""
    file, index = _found(bold)
    return ImageFont.truetype(file, size, index=index)


@functools.cache
def _found(bold: bool) -> tuple[str, int]:
    style = "Bold" if bold else "Regular"
    asked = ["fc-match", "-f", "%{file}\n%{index}\n%{lang}", f"{WANTED}:style={style}"]
    try:
        file, index, languages = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split(
            "\n"
        )
    except (OSError, ValueError, subprocess.CalledProcessError):
        file, index, languages = "", "0", ""
    if "zh-cn" not in languages or not Path(file).exists():
        raise NoTypeface(f"No typeface with Chinese letters is installed; on Debian: apt-get install {PACKAGE}")
    return file, int(index) & 0xFFFF  # the upper half names a variation, which these files have none of


PACKAGE = "fonts-noto-cjk"
