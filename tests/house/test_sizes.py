"""Budgets on the tail: a file or function that outgrows them is two."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.house.test_rooms import ROOT, python_files

LINES_PER_FILE, LINES_PER_FUNCTION = 300, 40
MEDIAN_FILE, P90_FILE, MEDIAN_FUNCTION, P90_FUNCTION = 90, 250, 8, 24
OURS = ("hall", "kiosk", "display", "device", "voice")
NAME = re.compile(r"[\w.]+,$")  # a line of a list of names


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    for folder in (*OURS, "tools", "benchmarks", "tests"):
        for kind in ("py", "js", "css", "html"):
            for path in (ROOT / folder).rglob(f"*.{kind}"):
                if "vendor" in path.parts or "versions" in path.parts:
                    continue
                assert len(path.read_text().splitlines()) <= LINES_PER_FILE, path


def test_no_function_is_longer_than_forty_lines() -> None:
    long = [(n, size) for p in python_files(*OURS) for n, size in functions(p) if size > LINES_PER_FUNCTION]
    assert long == []


def test_files_and_functions_stay_small_on_the_whole() -> None:
    files = sorted(len(p.read_text().splitlines()) for p in python_files(*OURS))
    sizes = sorted(size for p in python_files(*OURS) for _, size in functions(p))
    figures = {
        "file median": statistics.median(files),
        "file p90": files[int(len(files) * 0.9)],
        "function median": statistics.median(sizes),
        "function p90": sizes[int(len(sizes) * 0.9)],
    }
    assert figures["file median"] <= MEDIAN_FILE and figures["file p90"] <= P90_FILE, figures
    assert figures["function median"] <= MEDIAN_FUNCTION and figures["function p90"] <= P90_FUNCTION, figures


def test_no_two_places_share_ten_identical_lines() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for path in [
        *python_files(*OURS),
        *(p for f in OURS for p in (ROOT / f).rglob("*.js") if "vendor" not in p.parts),
    ]:
        lines = [line.strip() for line in path.read_text().splitlines()]
        kept = [
            line
            for line in lines
            if len(line) > 3 and not line.startswith(("#", "//", "import", "from", '"')) and not NAME.match(line)
        ]
        for n in range(len(kept) - 9):
            run = tuple(kept[n : n + 10])
            where = f"{path.relative_to(ROOT)}"
            assert seen.setdefault(run, where) == where, f"{where} repeats {seen[run]}:\n" + "\n".join(run)
