"""Nothing is sent twice and nothing too late, whoever sends, wherever it breaks (line.md 5.3)."""

import threading
from datetime import timedelta

import pytest

from hall.kernel.database import Database
from hall.kernel.work import Works
from hall.notices import actions
from hall.notices.ports import CarrierRefused, Carriers, CarrierUnsure, Found, Letter
from hall.notices.sending import Sender
from hall.notices.states import Kind, NoticeState
from tests.notices.outbox import PHONE, Post, Told
from tests.world import HALL

S = NoticeState


@pytest.fixture
def database(any_database: Database) -> Database:
    """Who sends what is decided by rows, on both databases."""
    return any_database


def raising(error: Exception, times: int = 10**6) -> object:
    left = [times]

    def fail(letter: Letter) -> None:
        if left[0]:
            left[0] -= 1
            raise error

    return fail


def test_what_is_due_is_sent_once_and_the_provider_s_id_is_kept(told: Told) -> None:
    told.queue()
    assert (told.sender.send_due(), told.sender.send_due()) == (1, 0)
    (row,) = told.rows()
    assert (row.state, row.reference, row.attempts, row.sent_at) == (S.SENT, "SM1", 1, told.clock.hall)
    (letter,) = told.post.letters
    assert (letter.to, letter.text) == (PHONE, row.text)


def test_the_same_thing_is_written_once(told: Told) -> None:
    assert told.queue().id == told.queue().id
    assert len(told.rows()) == 1


def test_two_senders_at_once_send_each_notice_once(told: Told) -> None:
    for n in range(30):
        told.queue(key=f"n{n}", to=f"+861380013{n:04d}")
    gate, posts = threading.Barrier(4), [Post() for _ in range(4)]

    def send(post: Post) -> None:
        works = Works(told.works.database, told.clock, told.works.reactions)
        sender = Sender(works, Carriers(sms=post, email=post))
        gate.wait(timeout=30)
        while sender.send_due():
            pass

    threads = [threading.Thread(target=send, args=[post]) for post in posts]
    [t.start() for t in threads]
    [t.join(timeout=60) for t in threads]
    sent = [letter.notice for post in posts for letter in post.letters]
    assert len(sent) == 30 and len(set(sent)) == 30
    assert {row.state for row in told.rows()} == {S.SENT}


def test_a_code_goes_before_thirty_reminders(told: Told) -> None:
    for n in range(7):
        told.queue(Kind.REMINDER_DAY, key=f"n{n}", to=f"+861380013{n:04d}")
    told.queue(Kind.CODE, key="code")
    told.sender.send_due()
    assert told.post.letters[0].kind == Kind.CODE


def test_quiet_hours_hold_back_what_can_wait(told: Told) -> None:
    told.clock.pass_(hours=12)  # 21:40
    told.queue()
    told.queue(Kind.CODE, key="code")
    assert told.sender.send_due() == 1 and told.post.letters[0].kind == Kind.CODE
    told.clock.pass_(hours=10, minutes=20)
    assert told.sender.send_due() == 1


def test_what_nobody_sent_in_time_is_not_sent_later(told: Told) -> None:
    told.queue(Kind.CODE)
    told.clock.pass_(minutes=11)
    assert told.sender.send_due() == 0
    assert told.do(actions.expire_overdue) == 1
    assert [(r.state, r.reason) for r in told.rows()] == [(S.EXPIRED, "too_late")]


def test_a_refusal_for_the_moment_is_tried_again_later_and_not_at_once(told: Told) -> None:
    told.queue()
    told.post.fails = raising(CarrierRefused("busy", permanent=False), times=2)  # type: ignore[assignment]
    assert [told.sender.send_due() for _ in range(3)] == [0, 0, 0]
    assert told.rows()[0].attempts == 1
    told.clock.pass_(seconds=15)
    assert told.sender.send_due() == 0 and told.rows()[0].attempts == 2
    told.clock.pass_(seconds=60)
    assert told.sender.send_due() == 1


def test_a_provider_that_is_away_is_asked_once_a_tick_and_costs_nobody_a_text(told: Told) -> None:
    for n in range(7):
        told.queue(key=f"n{n}", to=f"+861380013{n:04d}")
    tried: list[str] = []

    def away(letter: Letter) -> None:
        tried.append(letter.notice)
        raise CarrierRefused("no_connection", permanent=False, away=True)

    told.post.fails = away
    for _ in range(3):
        told.sender.send_due()
    assert len(tried) == 3 and sorted(r.attempts for r in told.rows()) == [0, 0, 0, 0, 1, 1, 1]
    told.clock.pass_(hours=1)
    told.post.fails = lambda letter: None
    assert told.sender.send_due() == 7


def test_a_refusal_for_good_is_not_tried_again(told: Told) -> None:
    told.queue()
    told.post.fails = raising(CarrierRefused("number_unknown", permanent=True))  # type: ignore[assignment]
    told.sender.send_due()
    told.clock.pass_(hours=1)
    told.sender.send_due()
    (row,) = told.rows()
    assert (row.state, row.reason, row.attempts) == (S.FAILED, "number_unknown", 1)


def test_a_number_that_the_provider_knows_as_stopped_is_stopped_here_too(told: Told) -> None:
    told.queue()
    told.post.fails = raising(CarrierRefused("stop", permanent=True, stop=True))  # type: ignore[assignment]
    told.sender.send_due()
    told.queue(key="two")
    assert [r.state for r in told.rows()] == [S.FAILED, S.STOPPED]


def break_off(told: Told) -> Letter:
    """A program that ends between sending and writing it down."""
    told.queue()
    clock = told.clock
    (letter,) = told.works.database.write(lambda s: actions.claim_due(s, clock.hall, clock.real, most=5))
    told.post.send(letter)
    return letter


def test_a_crash_after_sending_is_settled_by_asking_and_never_repeated(told: Told) -> None:
    letter = break_off(told)
    assert told.sender.settle_sending() == 0, "its lease still runs"
    told.clock.pass_(minutes=3)
    told.post.has = lambda asked: Found("SM1", S.DELIVERED) if asked.text == letter.text else None
    assert (told.sender.send_due(), told.sender.settle_sending()) == (0, 1)
    (row,) = told.rows()
    assert (row.state, row.reference, len(told.post.letters)) == (S.DELIVERED, "SM1", 1)


def test_what_the_provider_surely_never_had_is_sent_again_while_it_is_of_use(told: Told) -> None:
    break_off(told)
    told.clock.pass_(minutes=3)
    told.sender.settle_sending()
    told.clock.pass_(seconds=15)
    assert told.sender.send_due() == 1 and len(told.post.letters) == 2


def test_what_nobody_can_tell_is_listed_for_a_person_and_not_repeated(told: Told) -> None:
    break_off(told)

    def cannot_say(letter: Letter) -> Found | None:
        raise CarrierUnsure("cannot_say")

    told.post.has = cannot_say
    for _ in range(8):
        told.clock.pass_(minutes=40)
        told.sender.settle_sending()
        told.sender.send_due()
    (row,) = told.rows()
    assert (row.state, row.reason, row.lease_until) == (S.UNKNOWN, "nobody_can_say", None)
    assert len(told.post.letters) == 1


def test_a_line_that_broke_while_sending_is_asked_after_and_not_tried_blindly(told: Told) -> None:
    told.queue()
    told.post.fails = raising(CarrierUnsure("line_broke"), times=1)  # type: ignore[assignment]
    assert [told.sender.send_due() for _ in range(2)] == [0, 0]
    assert told.rows()[0].state == S.UNKNOWN
    told.clock.pass_(minutes=3)
    told.post.has = lambda letter: Found("SM9", S.SENT)
    told.sender.settle_sending()
    assert [(r.state, r.reference) for r in told.rows()] == [(S.SENT, "SM9")] and told.post.letters == []


def test_whoever_was_slow_finds_another_epoch_and_writes_nothing(told: Told) -> None:
    letter = break_off(told)
    told.clock.pass_(minutes=3)
    told.sender.settle_sending()  # the provider had nothing: due again
    assert told.do(actions.record_sent, letter.notice, letter.epoch, "SM1") is False
    assert told.rows()[0].state == S.DUE


def receipt(told: Told, state: NoticeState, reason: str | None = None, *, permanent: bool = True) -> bool:
    row = told.rows()[0]
    found = Found("SM1", state, reason)
    return bool(told.do(actions.record_receipt, f"{row.id}-{row.attempts}", found, permanent=permanent))


def test_receipts_come_in_any_order_and_more_than_once(told: Told) -> None:
    told.queue()
    told.sender.send_due()
    assert [receipt(told, s) for s in (S.DELIVERED, S.SENT, S.DELIVERED, S.FAILED)] == [True, False, False, False]
    assert told.rows()[0].state == S.DELIVERED


def test_a_receipt_that_is_quicker_than_our_own_note_is_not_lost(told: Told) -> None:
    letter = break_off(told)
    assert receipt(told, S.DELIVERED)
    assert told.do(actions.record_sent, letter.notice, letter.epoch, "SM1") is True
    assert told.rows()[0].state == S.DELIVERED


def test_undelivered_is_tried_again_where_that_may_help_and_the_old_receipt_says_nothing_then(told: Told) -> None:
    told.queue()
    told.sender.send_due()
    assert receipt(told, S.FAILED, "unreachable", permanent=False)
    first = told.rows()[0]
    assert first.state == S.DUE
    told.clock.pass_(seconds=15)
    told.sender.send_due()
    late = Found("SM1", S.FAILED, "unreachable")
    assert told.do(actions.record_receipt, f"{first.id}-1", late, permanent=True) is False
    assert told.rows()[0].state == S.SENT


def test_stop_is_obeyed_at_once_and_start_takes_it_back(told: Told) -> None:
    row = told.queue()
    assert told.do(actions.stop, row.recipient_hash) and not told.do(actions.stop, row.recipient_hash)
    told.queue(key="two")
    assert [r.state for r in told.rows()] == [S.STOPPED, S.STOPPED] and told.sender.send_due() == 0
    assert told.do(actions.start, row.recipient_hash)
    told.queue(key="three")
    assert told.sender.send_due() == 1


def test_a_number_gets_ten_texts_a_day_and_what_it_must_know_beside_them(told: Told) -> None:
    for n in range(11):
        told.queue(key=f"n{n}")
    told.queue(Kind.DISPLACED, key="must")
    assert [r.state for r in told.rows()][9:] == [S.DUE, S.STOPPED, S.DUE]
    told.clock.pass_(days=1)
    assert told.queue(key="tomorrow").state == S.DUE


def test_what_was_told_long_ago_is_forgotten(told: Told) -> None:
    told.queue()
    told.clock.pass_(days=91)
    told.works.database.write(lambda s: actions.forget_old(s, told.clock.hall))
    assert told.rows() == []


def test_a_woken_sender_sends_within_a_second(told: Told) -> None:
    left = threading.Event()
    told.post.fails = lambda letter: left.set()
    told.sender.start()
    told.queue(Kind.CODE)
    told.sender.wake()
    assert left.wait(timeout=1)
    told.sender.stop()


@pytest.mark.parametrize("kind", [Kind.CODE, Kind.BOOKED])
def test_a_provider_is_told_how_long_it_may_try(told: Told, kind: Kind) -> None:
    told.queue(kind, over=told.clock.hall + timedelta(minutes=10))
    told.sender.send_due()
    assert told.post.letters[0].valid_seconds == 600


def test_facts_hold_no_number_and_no_text(told: Told) -> None:
    told.queue()
    told.sender.send_due()
    with told.works.database.read() as session:
        from hall.kernel.journal import facts_after

        said = str([row.data for row in facts_after(session, HALL, 0)])
    assert "notice" in said and "138" not in said and "社保" not in said
