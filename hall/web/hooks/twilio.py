"""`/hooks/twilio/messages/…`: what became of texts, and what people answer to them.

Every request is signed over the address as the provider knows it, so the public address decides, not what a proxy
made of it. Receipts come in any order and more than once; rows decide what is news.
"""

import functools
import logging
import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request
from twilio.request_validator import RequestValidator

from hall.adapters.twilio_codes import found
from hall.kernel import idempotency
from hall.kernel.errors import HallError, NotAllowed
from hall.kernel.phones import usable_phone
from hall.kernel.sealing import keyed_hash
from hall.kernel.work import SYSTEM, Work
from hall.notices.actions import record_receipt
from hall.notices.answers import on_answer
from hall.notices.queries import hall_of_number, place_of_notice
from hall.notices.rules import meaning_of
from hall.notices.states import Meaning
from hall.site.queries import halls
from hall.web.house import house

blueprint = Blueprint("hooks", __name__, url_prefix="/hooks/twilio/messages")
_NAME = re.compile(r"[0-9A-Z]{26}-[0-9]{1,4}")
log = logging.getLogger(__name__)
_NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def signed(view: Callable[[], Response]) -> Callable[[], Response]:
    """Only the provider itself, with a signature of the account's token; 403 for anybody else."""

    @functools.wraps(view)
    def checked() -> Response:
        settings = house().settings
        signature = request.headers.get("X-Twilio-Signature", "")
        if settings.twilio is None or settings.public_url is None or not signature:
            raise NotAllowed()
        address = settings.public_url + request.full_path.rstrip("?")
        if not RequestValidator(settings.twilio.token).validate(address, request.form, signature):
            raise NotAllowed()
        return view()

    checked.__guard__ = "twilio"  # type: ignore[attr-defined]
    return checked


@blueprint.post("/status")
@signed
def status() -> Response:
    """What became of a text."""
    reference, name = _said("MessageSid")[:64], request.args.get("notice", "")
    told, permanent = found(reference, _said("MessageStatus"), _number(_said("ErrorCode")))
    attempt = name if _NAME.fullmatch(name) else None
    with house().database.read() as session:
        hall_id = place_of_notice(session, attempt.partition("-")[0] if attempt else None, reference)
    if hall_id is not None and reference:
        _do(hall_id, lambda work: record_receipt(work, attempt, told, permanent=permanent))
    return Response(status=204)


@blueprint.post("/inbound")
@signed
def inbound() -> Response:
    """What somebody answered: STOP and START, "cannot come", "late", "yes"."""
    meaning, number = meaning_of(_said("Body")), _from()
    hall_id = _hall_of(number)
    if number is not None and hall_id is not None and meaning != Meaning.UNKNOWN:
        key = idempotency.Key.of(caller="twilio", address=request.path, key=_said("MessageSid"), body=b"")

        def once(work: Work) -> None:
            if idempotency.recall(work.session, key, work.real_now) is None:
                on_answer(work, keyed_hash(number), meaning)
                idempotency.remember(work.session, key, meaning, work.real_now)

        try:
            _do(hall_id, once)
        except HallError as refusal:  # the offer is over, the booking moved on: then nothing happened
            log.info("an answer came too late: %s", refusal.code)
    return Response(_NOTHING, mimetype="text/xml")


def _do(hall_id: str, verb: Callable[[Work], Any]) -> None:
    house().works.perform(hall_id, SYSTEM, verb)


def _hall_of(number: str | None) -> str | None:
    """The hall that wrote to this number last, or the first one: STOP is obeyed whoever wrote."""
    if number is None:
        return None
    with house().database.read() as session:
        found_hall = hall_of_number(session, keyed_hash(number))
        return found_hall or next((hall.id for hall in halls(session)), None)


def _from() -> str | None:
    try:
        return usable_phone(_said("From"), "ZZ")
    except ValueError:
        return None


def _said(name: str) -> str:
    return request.form.get(name, "")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 9 else None
