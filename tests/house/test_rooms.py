"""The house keeps its plan: import contracts, the same furniture in every room, one commit at the edge."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("site", "staff", "roster", "queue", "guides", "appointments", "notices")
FURNITURE = ("models", "rules", "actions", "queries", "events", "errors")
WITHOUT = {
    "guides": {
        "models": "a guide is part of the plan",
        "actions": "guides change with the plan",
        "events": "nothing happens to a guide by itself",
        "errors": "a search that finds nothing is no refusal",
    },
}
"""Furniture a room does without, each with its reason."""


def python_files(*folders: str) -> list[Path]:
    return [p for f in folders for p in sorted((ROOT / f).rglob("*.py")) if "versions" not in p.parts]


def test_import_contracts_hold() -> None:
    run = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_the_same_furniture(room: str) -> None:
    missing = set(FURNITURE) - set(WITHOUT.get(room, ()))
    for name in missing:
        folder = ROOT / "hall" / room
        assert (folder / f"{name}.py").exists() or (folder / name / "__init__.py").exists(), f"{room} lacks {name}"
    opening = ast.get_docstring(ast.parse((ROOT / "hall" / room / "__init__.py").read_text()))
    assert opening and len(opening) > 80, "a room begins with a paragraph about itself"


def test_only_the_edge_commits() -> None:
    """Units of work commit in kernel/database.py; a commit elsewhere would let half a verb be seen."""
    for path in python_files("hall"):
        if path.name in ("database.py",) or "migrations" in path.parts:
            continue
        assert ".commit()" not in path.read_text(), path


def test_nobody_asks_the_clock_but_clocks() -> None:
    """Time is a value: rules, verbs and looks are handed their moment."""
    for path in python_files(*(f"hall/{room}" for room in ROOMS), "display/board.py"):
        text = path.read_text()
        assert "datetime.now(" not in text and "time.time(" not in text and "utcnow" not in text, path


def test_the_environment_is_read_in_one_place() -> None:
    # The child process of the estimator is started with the environment it stands in.
    # Whether there is a screen to draw a browser on is known there alone.
    allowed = {"settings.py", "dispatch.py", "estimator.py", "browser.py"}
    for path in python_files("hall", "kiosk", "display", "device", "voice"):
        assert "os.environ" not in path.read_text() or path.name in allowed, path


def test_flask_lives_in_the_web_room_only() -> None:
    for path in python_files("hall"):
        if "web" in path.parts or path.name in ("app.py", "serve.py"):
            continue
        assert "import flask" not in path.read_text() and "from flask" not in path.read_text(), path


def test_migrations_and_models_agree(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from hall import migrations
    from hall.kernel.database import Database, Entity
    from hall.migrations import tables  # noqa: F401

    database = Database(f"sqlite+pysqlite:///{tmp_path}/shape.db")
    migrations.upgrade(database)
    with database.writing.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Entity.metadata)
    database.close()
    assert differences == []
