"""devices as programs: reports, voices, blocks of numbers, tickets made while cut off."""

import sqlalchemy as sa
from alembic import op

from hall.kernel.database import Instant
from hall.kernel.sealing import Sealed

revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    op.add_column('device', sa.Column('kiosk_number', sa.Integer(), nullable=True))
    op.add_column('device', sa.Column('staff_code', Sealed(), nullable=True))
    # The zone whose voice this screen is, "*" for the whole hall; unique: said once per zone.
    op.add_column('device', sa.Column('voice_of', sa.String(length=40), nullable=True))
    op.add_column('device', sa.Column('volume', sa.Integer(), nullable=False, server_default='80'))
    op.add_column('device', sa.Column('quiet_from', sa.String(length=5), nullable=True))
    op.add_column('device', sa.Column('quiet_until', sa.String(length=5), nullable=True))
    op.create_index('device_kiosk_number', 'device', ['hall_id', 'kiosk_number'], unique=True)
    op.create_index('device_one_voice_per_zone', 'device', ['hall_id', 'voice_of'], unique=True)
    op.create_table(
        'device_report',
        sa.Column('device_id', sa.String(length=26), sa.ForeignKey('device.id'), primary_key=True),
        sa.Column('hall_id', sa.String(length=40), nullable=False),
        sa.Column('at', Instant(timezone=True), nullable=False),
        sa.Column('content', sa.JSON(), nullable=False),
    )
    op.create_table(
        'number_block',
        sa.Column('hall_id', sa.String(length=40), primary_key=True),
        sa.Column('day', sa.Date(), primary_key=True),
        sa.Column('series', sa.String(length=2), primary_key=True),
        sa.Column('first', sa.Integer(), primary_key=True),
        sa.Column('last', sa.Integer(), nullable=False),
        sa.Column('used', sa.Integer(), nullable=False),
        sa.Column('device_id', sa.String(length=26), nullable=False),
    )
    op.create_index('number_block_of', 'number_block', ['device_id', 'day'])
    op.add_column('ticket', sa.Column('unconfirmed', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('ticket', sa.Column('uncertain', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('call', sa.Column('not_said', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('ticket', sa.Column('person_hash', sa.String(length=64), nullable=True))
    op.create_index('ticket_of_person', 'ticket', ['person_hash'])
    op.add_column('ticket', sa.Column('paper', sa.String(length=10), nullable=True))
