"""What a change is called before it is made: by the labels of the forms, never by a field's name in the code."""

from typing import get_args

import pytest
from flask import Flask

from hall.site.changes import KINDS, Change, Detail
from hall.site.plan import Plan
from hall.web.admin.change_words import ChangeWords
from tests.world import a_plan

FIELDS = [
    (what, name)
    for section, (what, _) in KINDS.items()
    for name in get_args(Plan.model_fields[section].annotation)[0].model_fields
    if name not in ("id", "number", "retired")
]


@pytest.mark.parametrize(("what", "name"), FIELDS, ids=lambda word: str(word))
def test_every_field_that_can_differ_has_the_label_of_its_form(page_app: Flask, what: str, name: str) -> None:
    with page_app.test_request_context(headers={"Accept-Language": "en"}):
        said = ChangeWords(a_plan(), a_plan()).details(Change(what, "changed", "A1", (Detail(name),)))
    assert said[0][:1].isupper(), f"{said} is the name in the code"
