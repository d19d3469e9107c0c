"""`hall check FILE`: every mistake with its line, and what to look at again."""

import sys
from pathlib import Path

from hall.settings import BadSetting
from hall.site.hallfile import review

LARGEST = 4_000_000  # bytes


def text_of(file: str) -> str:
    """The text of a hall file, or a sentence about why it cannot be read."""
    try:
        if Path(file).is_file() and Path(file).stat().st_size > LARGEST:
            raise BadSetting(f"{file} is too large to be a hall file.")
        return Path(file).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadSetting(f"{file} is not a text file in UTF-8.") from None
    except OSError as error:
        raise BadSetting(f"{file} cannot be read: {error.strerror}.") from None


def check(file: str) -> int:
    """Prints every mistake and warning as `file:line: sentence`; 1 for a file with mistakes, else 0."""
    found = review(text_of(file))
    lines = [("", p) for p in found.mistakes] + [("warning: ", p) for p in found.warnings]
    for kind, problem in sorted(lines, key=lambda line: line[1].line):
        where = f" ({problem.path})" if problem.path else ""
        print(f"{file}:{problem.line}: {kind}{problem.said}{where}")
    if found.mistakes:
        print(_count(len(found.mistakes), "mistake"), file=sys.stderr)
        return 1
    print(f"{file}: no mistakes{', ' + _count(len(found.warnings), 'warning') if found.warnings else ''}.")
    return 0


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
