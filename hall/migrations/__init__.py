"""The database's shape over time: numbered steps, the same on SQLite and PostgreSQL."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from hall.kernel.database import Database


class NewerDatabase(Exception):
    """The database was made by a newer version of hall; this one would not understand it."""


def upgrade(database: Database) -> None:
    """Brings the database to the newest shape; raises NewerDatabase when it is already beyond."""
    config = _config()
    with database.writing.connect() as connection:
        # SQLite refuses to change foreign keys inside a transaction, and tables are copied during a step.
        known = MigrationContext.configure(connection).get_current_heads()
        script = ScriptDirectory.from_config(config)
        revisions = {revision.revision for revision in script.walk_revisions()}
        if set(known) - revisions:
            raise NewerDatabase()
        if set(known) != set(script.get_heads()):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        connection.commit()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
