"""The published contract is the code's: neither can change without the other."""

import json

from hall.web.api.openapi import FILE, document
from hall.web.live.catalogue import FILE as WIRE
from hall.web.live.catalogue import page


def test_openapi_has_not_drifted() -> None:
    assert json.loads(FILE.read_text()) == json.loads(json.dumps(document())), "run make openapi"


def test_the_list_of_live_messages_has_not_drifted() -> None:
    assert WIRE.read_text() == page(), "run make openapi"
