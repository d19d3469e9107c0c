"""notices."""

import sqlalchemy as sa
from alembic import op

from hall.kernel.database import Instant
from hall.kernel.sealing import Sealed

revision = '0006'
down_revision = '0005'


def upgrade() -> None:
    op.create_table(
        'consent',
        sa.Column('number_hash', sa.String(length=64), nullable=False),
        sa.Column('stopped', sa.Boolean(), nullable=False),
        sa.Column('at', Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('number_hash', name=op.f('pk_consent')),
    )
    op.create_table(
        'notice',
        sa.Column('hall_id', sa.String(length=40), nullable=False),
        sa.Column('channel', sa.String(length=8), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('recipient', Sealed(), nullable=False),
        sa.Column('language', sa.String(length=10), nullable=False),
        sa.Column('text', Sealed(), nullable=False),
        sa.Column('parts', sa.Integer(), nullable=False),
        sa.Column('made_at', Instant(timezone=True), nullable=False),
        sa.Column('due', Instant(timezone=True), nullable=False),
        sa.Column('valid_until', Instant(timezone=True), nullable=False),
        sa.Column('dedupe', sa.String(length=120), nullable=False),
        sa.Column('about_kind', sa.String(length=10), nullable=True),
        sa.Column('about', sa.String(length=26), nullable=True),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('reason', sa.String(length=30), nullable=True),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('epoch', sa.Integer(), nullable=False),
        sa.Column('lease_until', Instant(timezone=True), nullable=True),
        sa.Column('attempted_at', Instant(timezone=True), nullable=True),
        sa.Column('asked', sa.Integer(), nullable=False),
        sa.Column('reference', sa.String(length=64), nullable=True),
        sa.Column('sent_at', Instant(timezone=True), nullable=True),
        sa.Column('delivered_at', Instant(timezone=True), nullable=True),
        sa.Column('recipient_hash', sa.String(length=64), nullable=False),
        sa.Column('id', sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
        sa.UniqueConstraint('dedupe', name=op.f('uq_notice_dedupe')),
    )
    op.create_index('notice_about', 'notice', ['about'], unique=False)
    op.create_index('notice_due', 'notice', ['state', 'due'], unique=False)
    op.create_index('notice_in_state', 'notice', ['hall_id', 'state', 'id'], unique=False)
    op.create_index('notice_newest', 'notice', ['hall_id', 'id'], unique=False)
    op.create_index('notice_reference', 'notice', ['reference'], unique=False)
    op.create_index('notice_to', 'notice', ['recipient_hash', 'made_at'], unique=False)
    op.create_table(
        'ticket_contact',
        sa.Column('ticket_id', sa.String(length=26), nullable=False),
        sa.Column('hall_id', sa.String(length=40), nullable=False),
        sa.Column('phone', Sealed(), nullable=False),
        sa.Column('language', sa.String(length=10), nullable=False),
        sa.Column('told', sa.Boolean(), nullable=False),
        sa.Column('phone_hash', sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id']),
        sa.PrimaryKeyConstraint('ticket_id', name=op.f('pk_ticket_contact')),
    )
    op.create_index('ticket_contact_of', 'ticket_contact', ['hall_id'], unique=False)
    op.create_index('ticket_contact_phone', 'ticket_contact', ['phone_hash'], unique=False)
