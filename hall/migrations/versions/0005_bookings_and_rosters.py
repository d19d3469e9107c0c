"""bookings and rosters."""

import sqlalchemy as sa
from alembic import op

from hall.kernel.database import Instant
from hall.kernel.sealing import Sealed

revision = '0005'
down_revision = '0004'


def upgrade() -> None:
    op.create_table(
        'suspension',
        sa.Column('hall_id', sa.String(length=40), nullable=False),
        sa.Column('identity_hash', sa.String(length=64), nullable=False),
        sa.Column('since', Instant(timezone=True), nullable=False),
        sa.Column('until', Instant(timezone=True), nullable=False),
        sa.Column('booking_id', sa.String(length=26), nullable=False),
        sa.Column('lifted_at', Instant(timezone=True), nullable=True),
        sa.Column('lifted_by', sa.String(length=26), nullable=True),
        sa.Column('id', sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_suspension')),
    )
    op.create_index('suspension_of', 'suspension', ['hall_id', 'identity_hash'], unique=False)
    op.create_table(
        'waitlist_entry',
        sa.Column('hall_id', sa.String(length=40), nullable=False),
        sa.Column('service_id', sa.String(length=40), nullable=False),
        sa.Column('first_day', sa.Date(), nullable=False),
        sa.Column('last_day', sa.Date(), nullable=False),
        sa.Column('at', Instant(timezone=True), nullable=False),
        sa.Column('name', Sealed(), nullable=False),
        sa.Column('phone', Sealed(), nullable=False),
        sa.Column('language', sa.String(length=10), nullable=False),
        sa.Column('booking_id', sa.String(length=26), nullable=True),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('offer_id', sa.String(length=26), nullable=True),
        sa.Column('passed', sa.Integer(), nullable=False),
        sa.Column('verified', sa.String(length=10), nullable=True),
        sa.Column('phone_hash', sa.String(length=64), nullable=False),
        sa.Column('code', Sealed(), nullable=False),
        sa.Column('code_hash', sa.String(length=64), nullable=False),
        sa.Column('id', sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_waitlist_entry')),
        sa.UniqueConstraint('code_hash', name=op.f('uq_waitlist_entry_code_hash')),
    )
    op.create_index('waitlist_of', 'waitlist_entry', ['hall_id', 'service_id', 'state'], unique=False)
    op.create_index('waitlist_of_booking', 'waitlist_entry', ['booking_id'], unique=False)
    op.create_table(
        'hall_session',
        sa.Column('id', sa.String(length=60), nullable=False),
        sa.Column('hall_id', sa.String(length=40), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('start', Instant(timezone=True), nullable=False),
        sa.Column('end', Instant(timezone=True), nullable=False),
        sa.Column('kind', sa.String(length=12), nullable=False),
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('state', sa.String(length=12), nullable=False),
        sa.Column('services', sa.JSON(), nullable=True),
        sa.Column('goal', sa.Double(), nullable=True),
        sa.Column('decide_by', Instant(timezone=True), nullable=True),
        sa.Column('published_at', Instant(timezone=True), nullable=True),
        sa.Column('closed_at', Instant(timezone=True), nullable=True),
        sa.Column('closed_for', sa.String(length=20), nullable=True),
        sa.Column('released', sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(['hall_id'], ['hall.id']),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_hall_session')),
    )
    op.create_index('hall_session_of_day', 'hall_session', ['hall_id', 'day'], unique=False)
    op.create_table(
        'booking',
        sa.Column('hall_id', sa.String(length=40), nullable=False),
        sa.Column('session_id', sa.String(length=60), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('start', Instant(timezone=True), nullable=False),
        sa.Column('end', Instant(timezone=True), nullable=False),
        sa.Column('services', sa.JSON(), nullable=False),
        sa.Column('name', Sealed(), nullable=False),
        sa.Column('made_at', Instant(timezone=True), nullable=False),
        sa.Column('package_id', sa.String(length=40), nullable=True),
        sa.Column('state', sa.String(length=12), nullable=False),
        sa.Column('why', sa.String(length=12), nullable=False),
        sa.Column('held_until', Instant(timezone=True), nullable=True),
        sa.Column('channel', sa.String(length=10), nullable=False),
        sa.Column('language', sa.String(length=10), nullable=False),
        sa.Column('phone', Sealed(), nullable=True),
        sa.Column('phone_hash', sa.String(length=64), nullable=True),
        sa.Column('email', Sealed(), nullable=True),
        sa.Column('tail_hash', sa.String(length=64), nullable=True),
        sa.Column('person_hash', sa.String(length=64), nullable=True),
        sa.Column('document_tail', Sealed(), nullable=True),
        sa.Column('verified', sa.String(length=10), nullable=True),
        sa.Column('client_hash', sa.String(length=64), nullable=True),
        sa.Column('for_someone_else', sa.Boolean(), nullable=False),
        sa.Column('people', sa.Integer(), nullable=False),
        sa.Column('needs', sa.JSON(), nullable=False),
        sa.Column('large_type', sa.Boolean(), nullable=False),
        sa.Column('note', Sealed(), nullable=True),
        sa.Column('booked_at', Instant(timezone=True), nullable=True),
        sa.Column('ended_at', Instant(timezone=True), nullable=True),
        sa.Column('ended_for', sa.String(length=20), nullable=True),
        sa.Column('in_time', sa.Boolean(), nullable=False),
        sa.Column('excused', sa.String(length=20), nullable=True),
        sa.Column('delays', sa.Integer(), nullable=False),
        sa.Column('expected_at', Instant(timezone=True), nullable=True),
        sa.Column('moves', sa.Integer(), nullable=False),
        sa.Column('overbooked', sa.Boolean(), nullable=False),
        sa.Column('offer_for', sa.String(length=26), nullable=True),
        sa.Column('call_wanted', sa.String(length=20), nullable=True),
        sa.Column('ticket_id', sa.String(length=26), nullable=True),
        sa.Column('checked_in_at', Instant(timezone=True), nullable=True),
        sa.Column('code', Sealed(), nullable=False),
        sa.Column('short_code', Sealed(), nullable=False),
        sa.Column('code_hash', sa.String(length=64), nullable=False),
        sa.Column('short_code_hash', sa.String(length=64), nullable=False),
        sa.Column('id', sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(['session_id'], ['hall_session.id']),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_booking')),
        sa.UniqueConstraint('code_hash', name=op.f('uq_booking_code_hash')),
    )
    op.create_index('booking_of_day', 'booking', ['hall_id', 'day', 'state'], unique=False)
    op.create_index('booking_of_person', 'booking', ['person_hash'], unique=False)
    op.create_index('booking_of_phone', 'booking', ['phone_hash'], unique=False)
    op.create_index('booking_of_session', 'booking', ['session_id', 'state'], unique=False)
    op.create_index('booking_open', 'booking', ['hall_id', 'state', 'start'], unique=False)
    op.create_index('booking_short_code', 'booking', ['hall_id', 'day', 'short_code_hash'], unique=True)
    op.create_index('booking_tail', 'booking', ['tail_hash'], unique=False)
    op.create_table(
        'shift',
        sa.Column('session_id', sa.String(length=60), nullable=False),
        sa.Column('hall_id', sa.String(length=40), nullable=False),
        sa.Column('counter_number', sa.Integer(), nullable=False),
        sa.Column('member_id', sa.String(length=26), nullable=True),
        sa.Column('state', sa.String(length=12), nullable=False),
        sa.Column('id', sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(['session_id'], ['hall_session.id']),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_shift')),
    )
    op.create_index('shift_counter_once', 'shift', ['session_id', 'counter_number'], unique=True)
    op.create_index('shift_member_once', 'shift', ['session_id', 'member_id'], unique=True)
    op.create_index('shift_of_member', 'shift', ['member_id'], unique=False)
    op.create_table(
        'slot_unit',
        sa.Column('session_id', sa.String(length=60), nullable=False),
        sa.Column('counter_number', sa.Integer(), nullable=False),
        sa.Column('start', Instant(timezone=True), nullable=False),
        sa.Column('layer', sa.Integer(), nullable=False),
        sa.Column('booking_id', sa.String(length=26), nullable=True),
        sa.Column('free_at', Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['session_id'], ['hall_session.id']),
        sa.PrimaryKeyConstraint('session_id', 'counter_number', 'start', 'layer', name=op.f('pk_slot_unit')),
    )
    op.create_index('slot_unit_of_booking', 'slot_unit', ['booking_id'], unique=False)
    op.create_table(
        'booking_step',
        sa.Column('booking_id', sa.String(length=26), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('service_id', sa.String(length=40), nullable=False),
        sa.Column('counter_number', sa.Integer(), nullable=False),
        sa.Column('start', Instant(timezone=True), nullable=False),
        sa.Column('end', Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['booking_id'], ['booking.id']),
        sa.PrimaryKeyConstraint('booking_id', 'position', name=op.f('pk_booking_step')),
    )
    op.create_table(
        'one_time_code',
        sa.Column('booking_id', sa.String(length=26), nullable=False),
        sa.Column('code_hash', sa.String(length=64), nullable=False),
        sa.Column('expires_at', Instant(timezone=True), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['booking_id'], ['booking.id']),
        sa.PrimaryKeyConstraint('booking_id', name=op.f('pk_one_time_code')),
    )
    op.create_table(
        'shift_swap',
        sa.Column('hall_id', sa.String(length=40), nullable=False),
        sa.Column('shift_id', sa.String(length=26), nullable=False),
        sa.Column('from_member', sa.String(length=26), nullable=False),
        sa.Column('to_member', sa.String(length=26), nullable=False),
        sa.Column('at', Instant(timezone=True), nullable=False),
        sa.Column('other_id', sa.String(length=26), nullable=True),
        sa.Column('state', sa.String(length=12), nullable=False),
        sa.Column('ended_at', Instant(timezone=True), nullable=True),
        sa.Column('id', sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(['shift_id'], ['shift.id']),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_shift_swap')),
    )
    op.create_index('shift_swap_of', 'shift_swap', ['hall_id', 'state'], unique=False)
    op.add_column('ticket', sa.Column('booking_id', sa.String(length=26), nullable=True))
    op.add_column('ticket', sa.Column('step_slots', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('ticket', sa.Column('to_arrive', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index('ticket_of_booking', 'ticket', ['booking_id'], unique=False)
    op.create_table(
        'learned_pace',
        sa.Column('hall_id', sa.String(length=40), nullable=False),
        sa.Column('at', Instant(timezone=True), nullable=False),
        sa.Column('show_rate', sa.Double(), nullable=True),
        sa.Column('spread', sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint('hall_id', name=op.f('pk_learned_pace')),
    )
