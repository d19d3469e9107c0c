"""second passes, returns and wrap-ups."""

import sqlalchemy as sa
from alembic import op

from hall.kernel.database import Instant
from hall.kernel.sealing import Sealed

revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    op.add_column('call', sa.Column('wrapped_at', Instant(timezone=True), nullable=True))
    op.add_column('counter', sa.Column('tidal_since', Instant(timezone=True), nullable=True))
    op.add_column('ticket', sa.Column('issued_for', sa.String(length=40), nullable=False, server_default=''))
    op.add_column('ticket', sa.Column('returned_at', Instant(timezone=True), nullable=True))
    op.add_column('ticket', sa.Column('kept_at', Instant(timezone=True), nullable=True))
    op.add_column('ticket', sa.Column('second_pass_of', sa.String(length=26), nullable=True))
    # Answers remembered for retries carry their own end now; those kept so far live minutes and are let go.
    op.drop_table('remembered')
    op.create_table(
        'remembered',
        sa.Column('scope', sa.String(length=64), nullable=False),
        sa.Column('body_hash', sa.String(length=64), nullable=False),
        sa.Column('answer', Sealed(), nullable=False),
        sa.Column('until', Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('scope', name=op.f('pk_remembered')),
    )
    op.create_index(op.f('ix_remembered_until'), 'remembered', ['until'])
    # Older tickets were not asked what they were issued for; without a transfer it is what they are for.
    op.execute("UPDATE ticket SET issued_for = service_id")
