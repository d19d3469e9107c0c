"""The checks see what they are for: a page with each fault in it, and one with none."""

import pytest

from tests.surfaces import checks
from tools.surfaces.visit import Visitor

LONG = "a sentence that is much longer than the room it is given here"
FAULTS = {
    "cut off": f'<p style="width:5rem;overflow:hidden;white-space:nowrap">{LONG}</p>',
    "over the edge": f'<p style="position:fixed;left:90%;white-space:nowrap">{LONG}</p>',
    "px wide": '<p style="width:200vw">wide</p>',
    "smaller than 24 px": '<button style="width:8px;height:8px;padding:0">x</button>',
    "cannot be reached": '<button>below</button><div style="position:fixed;inset:0;background:red"></div>',
}
WELL = f"""<p>{LONG}</p><button style="min-height:24px">all right</button>
<div style="width:5rem;overflow:auto;white-space:nowrap">{LONG}</div>"""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(visitor: Visitor, fault: str) -> None:
    visitor.page.set_content(FAULTS[fault])
    assert any(fault in line for line in checks.layout(visitor.page, touch=24))


def test_a_page_without_faults_has_none(visitor: Visitor) -> None:
    visitor.page.set_content(WELL)
    assert checks.layout(visitor.page, touch=24) == []


def test_what_moves_for_long_is_seen(visitor: Visitor) -> None:
    style = "@keyframes turn { to { opacity: 0 } } p { animation: turn 2s infinite }"
    visitor.page.set_content(f"<style>{style}</style><p>turning</p>")
    assert checks.motion(visitor.page) == ["moves: turn of "]


def test_what_is_asked_elsewhere_is_seen() -> None:
    own = "http://127.0.0.1:5000"
    asked = [f"{own}/static/a.css", "data:image/svg+xml;base64,AA", "https://fonts.example.com/a.woff2"]
    assert checks.elsewhere(asked, own) == ["asked elsewhere: https://fonts.example.com/a.woff2"]
