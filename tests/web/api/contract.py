"""Holds every JSON answer of these tests against the published contract."""

from typing import Any

import jsonschema
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hall.web.api.openapi import document

Client = FlaskClient


def valid(answer: TestResponse, status: int) -> Any:
    """The JSON of an answer that has this status and the shape that the contract promises for it."""
    assert answer.status_code == status, answer.text
    request = answer.request
    operation = _operation(request.method.lower(), request.path)
    promised = operation["responses"].get(str(status))
    assert promised is not None, f"{request.method} {request.path} does not promise {status}"
    content = promised["content"][answer.mimetype]
    schema = {"$defs": {}, **content["schema"], "components": document()["components"]}
    jsonschema.Draft202012Validator(schema).validate(answer.json)
    return answer.json


def _operation(method: str, path: str) -> Any:
    parts = path.split("/")
    for template, operations in document()["paths"].items():
        names = template.split("/")
        fits = len(names) == len(parts) and all(n[:1] == "{" or n == p for n, p in zip(names, parts, strict=True))
        if fits and method in operations:
            return operations[method]
    raise AssertionError(f"{method} {path} stands in no contract")
