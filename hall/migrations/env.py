"""Run by Alembic: the connection comes from `hall.migrations.upgrade`, or from the command that writes a step."""

from alembic import context

from hall.kernel.database import Entity
from hall.migrations import tables  # noqa: F401  (every room's tables, so that a new step sees them)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Entity.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
