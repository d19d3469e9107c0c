"""The parts of plain forms: mistakes in a summary and at the field, what was typed stays, passwords do not."""

import re

from flask import Flask, render_template_string

from hall.staff.errors import LoginTaken
from hall.web.forms import Filled

PAGE = """{% import "shared/forms.html" as forms %}{{ forms.summary(form) }}
{{ forms.text(form, "login", "Login", hint="Short.") }}{{ forms.text(form, "secret", "Secret", type="password") }}
{{ forms.choices(form, "roles", "Roles", (("desk", "Desk", ""), ("lead", "Lead", ""))) }}
{{ forms.select(form, "place", "Place", (("", "-"), ("2", "Two"))) }}"""
SENT = {"login": ' <b>"x" ', "secret": "hush", "roles": ["lead"], "place": "2"}


def test_a_mistake_stands_in_the_summary_and_at_its_field(page_app: Flask) -> None:
    with page_app.test_request_context("/?language=en", method="POST", data=SENT):
        form = Filled.sent("login", "secret", "place", many=("roles",))
        form.refuse(LoginTaken(), at={"login_taken": "login"})
        form.say("roles", "Choose others.")
        text = render_template_string(PAGE, form=form)
    assert form.status == 422 and re.search(r'class="error-summary" role="alert" tabindex="-1" autofocus', text)
    assert '<a href="#field-login">This login exists already.</a>' in text
    assert 'aria-invalid="true" aria-describedby="field-login-hint field-login-error"' in text
    assert 'id="field-roles"' in text and 'href="#field-roles"' in text


def test_what_was_typed_stays_but_no_password(page_app: Flask) -> None:
    with page_app.test_request_context("/?language=en", method="POST", data=SENT):
        text = render_template_string(PAGE, form=Filled.sent("login", "secret", "place", many=("roles",)))
    assert 'value="&lt;b&gt;&#34;x&#34;"' in text and "hush" not in text and "error-summary" not in text
    assert re.search(r'value="lead"[^>]* checked', text) and not re.search(r'value="desk"[^>]* checked', text)
    assert '<option value="2" selected>' in text
