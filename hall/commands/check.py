"""`hall check FILE`: every mistake with its line."""

import sys
from pathlib import Path

from hall.settings import BadSetting
from hall.site.hallfile import check as problems_of


def text_of(file: str) -> str:
    """The text of a hall file, or a sentence about why it cannot be read."""
    try:
        return Path(file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadSetting(f"{file} is not a text file in UTF-8.") from None
    except OSError as error:
        raise BadSetting(f"{file} cannot be read: {error.strerror}.") from None


def check(file: str) -> int:
    """Prints every mistake as `file:line: sentence`; 0 for a good file, 1 for one with mistakes."""
    problems = problems_of(text_of(file))
    for problem in problems:
        where = f" ({problem.path})" if problem.path else ""
        print(f"{file}:{problem.line}: {problem.sentence}{where}")
    if problems:
        print(f"{len(problems)} mistakes.", file=sys.stderr)
        return 1
    print(f"{file}: no mistakes.")
    return 0
