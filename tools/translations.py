"""Compiles every translation file that is newer than what was compiled from it.

Babel looks a language up under its full name (zh_CN is zh_Hans_CN there), so that is where the result goes.
"""

from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Writes a `.mo` beside each `.po` of hall, kiosk and display."""
    for source in sorted(ROOT.glob("*/translations/*/LC_MESSAGES/messages.po")):
        full_name = str(Locale.parse(source.parts[-3]))
        target = source.parents[2] / full_name / "LC_MESSAGES" / "messages.mo"
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, catalogue)
        print(f"· compiled {source.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
