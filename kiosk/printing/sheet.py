"""A piece of paper that grows while things are put on it: black dots on white, as wide as the printer's head."""

from collections.abc import Sequence
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw

from kiosk.printing.fonts import typeface
from kiosk.printing.wrapping import wrapped

MARGIN = 8
LEADING = 1.22
TALLEST = 12_000  # dots: a metre and a half


class Sheet:
    """`width` in dots: 576 for 80 mm paper, 384 for 58 mm."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._image = Image.new("L", (width, TALLEST), 255)
        self._draw = ImageDraw.Draw(self._image)
        self.y = MARGIN
        self.said: list[str] = []  # everything that was written, line by line

    def text(self, text: str, size: int, *, bold: bool = False, centred: bool = True, after: int = 0) -> None:
        """A paragraph; never cut off."""
        font = typeface(size, bold=bold)
        for line in wrapped(text, self.width - 2 * MARGIN, font.getlength):
            self.said.append(line)
            x = (self.width - font.getlength(line)) / 2 if centred else MARGIN
            self._draw.text((x, self.y), line, font=font, fill=0)
            self.y += round(size * LEADING)
        self.y += after

    def big(self, text: str, size: int) -> None:
        """A number as large as asked for, or as the paper allows; drawn by its ink, without white above."""
        font = typeface(size, bold=True)
        while font.getlength(text) > self.width - 2 * MARGIN:
            size -= 4
            font = typeface(size, bold=True)
        left, top, right, bottom = font.getbbox(text)
        self.said.append(text)
        self._draw.text(((self.width - right - left) / 2, self.y - top), text, font=font, fill=0)
        self.y += round(bottom - top) + MARGIN

    def mark(self, text: str, size: int) -> None:
        """White on black: a mark that cannot be overlooked."""
        font = typeface(size, bold=True)
        wide = font.getlength(text) + 2 * size
        left, high = (self.width - wide) / 2, round(size * 1.5)
        self._draw.rounded_rectangle((left, self.y, left + wide, self.y + high), radius=size // 3, fill=0)
        self._draw.text((self.width / 2, self.y + high / 2), text, font=font, fill=255, anchor="mm")
        self.said.append(text)
        self.y += high + MARGIN

    def line(self) -> None:
        """A thin rule across."""
        self.y += MARGIN // 2
        self._draw.line((MARGIN, self.y, self.width - MARGIN, self.y), fill=0, width=2)
        self.y += MARGIN

    def space(self, dots: int) -> None:
        self.y += dots

    def qr(self, content: str, module: int) -> None:
        """A code with its quiet zone; `module` in dots, at least three to be read from worn paper."""
        code = qrcode.QRCode(border=4, box_size=module, error_correction=qrcode.constants.ERROR_CORRECT_M)
        code.add_data(content)
        drawn = code.make_image().get_image().convert("L")
        if drawn.width > self.width:
            return self.qr(content, module - 1)
        self._image.paste(drawn, ((self.width - drawn.width) // 2, self.y))
        self.y += drawn.height
        return None

    def picture(self, file: Path, tallest: int = 120) -> None:
        """A logo, no wider than the paper."""
        logo = Image.open(file).convert("LA")
        on_white = Image.new("L", logo.size, 255)
        on_white.paste(logo.getchannel("L"), mask=logo.getchannel("A"))
        on_white.thumbnail((self.width - 2 * MARGIN, tallest))
        self._image.paste(on_white, ((self.width - on_white.width) // 2, self.y))
        self.y += on_white.height + MARGIN

    def row(self, cells: Sequence[tuple[str, int]], size: int, *, until: int | None = None) -> None:
        """Cells side by side, each at its left edge; what is too long for its place is cut, at `until` at last."""
        font = typeface(size)
        ends = [*(x for _, x in cells[1:]), until if until is not None else self.width]
        for (text, x), end in zip(cells, ends, strict=True):
            fits = next((n for n in range(len(text), 0, -1) if font.getlength(text[:n]) <= end - x - MARGIN), 1)
            self._draw.text((MARGIN + x, self.y), text[:fits], font=font, fill=0)
        self.said.append(" ".join(text for text, _ in cells))
        self.y += round(size * LEADING)

    def box(self, side: int, x: int) -> None:
        """An empty box to tick, in the row that comes next."""
        self._draw.rectangle((x, self.y + 4, x + side, self.y + 4 + side), outline=0, width=3)

    def finished(self) -> Image.Image:
        """The paper, cut below what stands on it; one bit a dot."""
        cut = self._image.crop((0, 0, self.width, min(TALLEST, self.y + MARGIN)))
        return cut.point(lambda dot: 255 if dot > 140 else 0).convert("1")
