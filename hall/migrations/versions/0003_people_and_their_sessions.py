"""people and their sessions."""

import sqlalchemy as sa
from alembic import op

from hall.kernel.database import Instant

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    op.add_column('member', sa.Column('password_until', Instant(timezone=True), nullable=True))
    op.add_column('member', sa.Column('language', sa.String(length=10), nullable=True))
    op.add_column('sign_in', sa.Column('seen_at', Instant(timezone=True), nullable=True))
    # What kind of browser a session of before began in was not kept.
    op.add_column('sign_in', sa.Column('client', sa.String(length=40), nullable=False, server_default=''))
