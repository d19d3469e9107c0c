"""What stands on a ticket (R-29, R-46): the same on paper and on the screen."""

import re
from typing import Any

import zxingcpp

from hall.wire.queue import TicketView, WaitShape
from kiosk.slip import qr_svg, slip
from tests.kiosk.answers import ticket
from tests.kiosk.conftest import Visitor

WISH = {"service": "B01", "language": "en", "large_type": False, "help_requested": False, "visual_alert": False}


def a_ticket(**more: Any) -> TicketView:
    return TicketView.model_validate(ticket(12, WISH) | more)


def test_a_slip_has_number_place_rules_and_a_code_one_can_say() -> None:
    made = slip(a_ticket(), copier={"en": "1F east"})
    assert (made.number, made.zone, made.counters, made.ahead) == ("B012", "B", (5, 6), 7)
    assert made.short_code == "YT7A N9FF"
    assert (made.rejoin_after, made.rejoin_minutes) == ("3", 60)
    assert made.copies == ({"zh-CN": "居民户口簿", "en": "Household register"},)


def test_the_range_of_the_service_stands_in_until_the_ticket_has_its_own() -> None:
    told = WaitShape(low_minutes=10, high_minutes=20)
    own = {"low_minutes": 15, "high_minutes": 25, "soon": False}
    assert (slip(a_ticket(), wait=told).low_minutes, slip(a_ticket(wait=own), wait=told).low_minutes) == (10, 15)
    assert slip(a_ticket()).high_minutes is None


def test_the_rule_of_missed_turns_is_the_hall_s_own() -> None:
    """R-25 to R-27 are settings: none, or at the end of the queue."""
    rules = {"rejoin_times": 2, "rejoin_after": "end", "rejoin_within_minutes": 30}
    made = slip(a_ticket(rules=rules))
    assert (made.rejoin_times, made.rejoin_after, made.rejoin_minutes) == (2, "end", 30)
    assert slip(a_ticket(rules={})).rejoin_times == 0


def test_without_a_public_address_there_is_no_code_to_scan() -> None:
    assert slip(a_ticket(qr=None)).qr_svg is None


def test_a_phone_reads_the_address_from_the_code() -> None:
    address = "https://hall.example.org/t/" + "k" * 22
    assert [found.text for found in zxingcpp.read_barcodes(drawn(qr_svg(address)))] == [address]


def test_the_result_speaks_both_languages_and_tells_the_rules(visitor: Visitor) -> None:
    """R-29: what happens after a missed turn stands beside the number."""
    address = visitor.presses(visitor.chooses()[1], papers_ready="no").location
    english, chinese = visitor.opens(address), visitor.opens(f"{address}?language=zh-CN")
    for told in ("B001", "7 people ahead", "rejoin once within 60 minutes, behind 3", "YT7A N9FF", "1F east"):
        assert told in english, told
    for told in ("B001", "前面还有 7 人", "60 分钟内重新排队 1 次", "5、6号窗口", "一楼东侧"):
        assert told in chinese, told


def test_the_lines_stand_in_their_order(visitor: Visitor) -> None:
    """Words 5.2: hall, service, number, wait, place, issued, listen, rules, copies, QR, help. Without paper the
    short code stands with the number: both are photographed at once."""
    page = visitor.opens(visitor.presses(visitor.chooses()[1]).location)
    page = page[page.index("<article") : page.index("</article>")]
    lines = (
        *(
            "Willow Hall",
            "Resident ID card",
            "B001",
            "YT7A N9FF",
            "7 people ahead",
            "second floor",
            "Issued at 12:00, Monday, 23 Nov",
        ),
        *("Please listen", "Missed your turn", "Copies needed", "<svg", "enquiry desk"),
    )
    places = [page.index(line) for line in lines]
    assert places == sorted(places)


def test_a_second_showing_is_marked() -> None:
    assert (slip(a_ticket()).reprint, slip(a_ticket(), reprint=True).reprint) == (False, True)


def test_whoever_has_all_copies_is_not_told_to_make_some(visitor: Visitor) -> None:
    address = visitor.presses(visitor.chooses()[1], papers_ready="yes").location
    assert "1F east" not in visitor.opens(address)


def drawn(svg: str, cell: int = 6) -> memoryview:
    """The squares of a QR code as grey pixels."""
    size = re.search(r'viewBox="0 0 (\d+) ', svg)
    assert size
    side = int(size[1]) * cell
    pixels = bytearray(b"\xff" * side * side)
    for x, y in re.findall(r"M(\d+),(\d+)H", svg):
        for row in range(int(y) * cell, (int(y) + 1) * cell):
            start = row * side + int(x) * cell
            pixels[start : start + cell] = bytes(cell)
    return memoryview(pixels).cast("B", shape=[side, side])


def test_a_number_of_several_services_names_the_package_and_its_step() -> None:
    made = slip(a_ticket(package="P", package_names={"en": "New baby"}, steps=["B01", "H01"], step=1))
    assert (made.package, made.step, made.steps) == ({"en": "New baby"}, 2, 2)
