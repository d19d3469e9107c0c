"""Writes the next numbered migration from what the models say: `python -m tools.new_migration "words"`."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from hall import migrations
from hall.kernel.database import Database

FOLDER = Path(migrations.__file__).parent


def main(words: str) -> None:
    """Compares a database at the newest step with the models and writes the difference as a new step."""
    number = f"{len(list((FOLDER / 'versions').glob('0*.py'))) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+pysqlite:///{folder}/shape.db")
        migrations.upgrade(database)
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        with database.writing.connect() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message=words, autogenerate=True, rev_id=number)
        database.close()


if __name__ == "__main__":
    main(sys.argv[1])
