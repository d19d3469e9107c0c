"""Places that people take, give up and exchange; nobody gets or loses one without having said yes."""

from sqlalchemy import select

from hall.kernel.database import CONFLICTS
from hall.kernel.work import Work
from hall.roster.errors import BusyThen, NotYourShift, ShiftTaken, UnknownPerson, UnknownSwap
from hall.roster.events import ShiftClaimed, ShiftGivenUp, SwapAsked, SwapEnded
from hall.roster.lookups import the_shift
from hall.roster.models import Shift, ShiftSwap
from hall.roster.rules import SwapState
from hall.staff.models import Member
from hall.staff.queries import roles_in


def claim(work: Work, shift_id: str, member_id: str) -> Shift:
    """Takes a place that is open. Two at once: one gets it, and the database says so."""
    shift = the_shift(work, shift_id)
    if shift.member_id == member_id:
        return shift
    if shift.member_id is not None:
        raise ShiftTaken()
    _works_here(work, member_id)
    _free_then(work, shift.session_id, member_id)
    shift.member_id = member_id
    _seat(work, member_id)
    work.record(ShiftClaimed(session=shift.session_id, shift=shift.id, member=member_id))
    return shift


def give_up(work: Work, shift_id: str, member_id: str) -> Shift:
    """Leave: the place is open to claim again, and what it carried is settled by what follows (R-67)."""
    shift = the_shift(work, shift_id)
    if shift.member_id != member_id:
        raise NotYourShift()
    shift.member_id = None
    for swap in _open_swaps(work, shift.id):
        _end(work, swap, SwapState.WITHDRAWN)
    work.session.flush()
    work.record(ShiftGivenUp(session=shift.session_id, shift=shift.id, member=member_id))
    return shift


def ask_swap(
    work: Work, shift_id: str, member_id: str, to_member: str, *, other_id: str | None = None
) -> ShiftSwap:
    """Asks a colleague to take a shift, or to exchange it for one of theirs. Nothing changes before they agree."""
    shift = the_shift(work, shift_id)
    if shift.member_id != member_id:
        raise NotYourShift()
    if to_member == member_id:
        raise UnknownPerson("to")
    _works_here(work, to_member)
    other = the_shift(work, other_id) if other_id else None
    if other is not None and other.member_id != to_member:
        raise NotYourShift()
    swap = ShiftSwap(
        hall_id=work.hall_id,
        shift_id=shift.id,
        from_member=member_id,
        to_member=to_member,
        other_id=other.id if other else None,
        at=work.now,
    )
    work.session.add(swap)
    work.record(SwapAsked(session=shift.session_id, swap=swap.id))
    return swap


def answer_swap(work: Work, swap_id: str, member_id: str, *, agreed: bool) -> ShiftSwap:
    """The colleague says yes or no. At a yes both shifts change hands at once, if both are still as they were."""
    swap = _the_swap(work, swap_id)
    if swap.to_member != member_id:
        raise NotYourShift()
    if swap.state != SwapState.ASKED:
        raise UnknownSwap()
    if not agreed:
        return _end(work, swap, SwapState.DECLINED)
    shift = the_shift(work, swap.shift_id)
    other = the_shift(work, swap.other_id) if swap.other_id else None
    if shift.member_id != swap.from_member or (other is not None and other.member_id != member_id):
        raise UnknownSwap()
    _exchange(work, swap, shift, other)
    return _end(work, swap, SwapState.AGREED)


def withdraw_swap(work: Work, swap_id: str, member_id: str) -> ShiftSwap:
    """Whoever asked takes the question back."""
    swap = _the_swap(work, swap_id)
    if swap.from_member != member_id:
        raise NotYourShift()
    return _end(work, swap, SwapState.WITHDRAWN) if swap.state == SwapState.ASKED else swap


def _exchange(work: Work, swap: ShiftSwap, shift: Shift, other: Shift | None) -> None:
    same = other is not None and other.session_id == shift.session_id
    shift.member_id = None
    if other is not None:
        other.member_id = None
    work.session.flush()
    if not same:
        _free_then(work, shift.session_id, swap.to_member)
    shift.member_id = swap.to_member
    if other is not None:
        if not same:
            _free_then(work, other.session_id, swap.from_member)
        other.member_id = swap.from_member
    _seat(work, swap.to_member)
    work.record(ShiftClaimed(session=shift.session_id, shift=shift.id, member=swap.to_member))
    if other is not None:
        work.record(ShiftClaimed(session=other.session_id, shift=other.id, member=swap.from_member))


def _seat(work: Work, member_id: str) -> None:
    try:
        work.session.flush()
    except CONFLICTS:
        raise BusyThen(name=_name(work, member_id)) from None


def _free_then(work: Work, session_id: str, member_id: str) -> None:
    wanted = select(Shift.id).where(Shift.session_id == session_id, Shift.member_id == member_id)
    if work.session.scalar(wanted.limit(1)) is not None:
        raise BusyThen(name=_name(work, member_id))


def _works_here(work: Work, member_id: str) -> None:
    if member_id not in roles_in(work.session, work.hall_id):
        raise UnknownPerson("to")


def _name(work: Work, member_id: str) -> str:
    found: Member | None = work.session.get(Member, member_id)
    return found.login if found else member_id


def _the_swap(work: Work, swap_id: str) -> ShiftSwap:
    found: ShiftSwap | None = work.session.get(ShiftSwap, swap_id)
    if found is None or found.hall_id != work.hall_id:
        raise UnknownSwap()
    return found


def _open_swaps(work: Work, shift_id: str) -> list[ShiftSwap]:
    wanted = select(ShiftSwap).where(ShiftSwap.shift_id == shift_id, ShiftSwap.state == SwapState.ASKED)
    return list(work.session.scalars(wanted))


def _end(work: Work, swap: ShiftSwap, state: SwapState) -> ShiftSwap:
    swap.state, swap.ended_at = state, work.now
    shift = work.session.get_one(Shift, swap.shift_id)
    work.record(SwapEnded(session=shift.session_id, swap=swap.id, state=state))
    return swap
