"""The OpenAPI 3.1 document, made from the endpoints themselves: `python -m hall.web.api.openapi` writes it."""

import functools
import json
import re
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from hall.web import api
from hall.web.api import examples
from hall.web.api.endpoint import ENDPOINTS, Endpoint
from hall.web.errors import status_of

FILE = Path(__file__).parents[3] / "docs" / "api" / "openapi.json"
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence a person can act on."},
        "code": {"type": "string", "description": "Stable, snake_case."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message", "code"],
                "properties": {k: {"type": "string"} for k in ("field", "message", "code")},
            },
        },
    },
}

_RUNNING = {
    path: {
        "get": {
            "operationId": f"get_{path[1:]}",
            "summary": summary,
            "responses": {
                "200": {"description": summary, "content": {kind: {"example": example}}},
                **({"503": {"description": "Not ready."}} if path == "/readyz" else {}),
            },
        }
    }
    for path, kind, summary, example in (
        ("/healthz", "text/plain", "Alive: the process answers.", "ok\n"),
        (
            "/readyz",
            "application/json",
            "Ready: database, broker, the clock's jobs, the line, and where each hall's line of facts stands.",
            {"database": "ok", "broker": "none", "ticker": "ok", "line": "none", "halls": {"qingtong": 42}},
        ),
        ("/metrics", "text/plain", "Prometheus figures; no secrets, no personal data.", "hall_waiting 3\n"),
    )
}


@functools.cache
def document() -> dict[str, Any]:
    """The whole contract as one JSON value; made once, as making it takes a second."""
    api.blueprint()
    models = {m for e in ENDPOINTS for m in (e.takes, e.gives) if m is not None}
    modes = [(m, "validation") for m in models] + [(m, "serialization") for m in models]
    ordered = sorted(modes, key=lambda pair: (pair[0].__name__, pair[1]))
    refs, shared = models_json_schema(ordered, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in sorted(ENDPOINTS, key=lambda e: (e.path, e.method)):
        path = re.sub(r"<(\w+)>", r"{\1}", f"{api.PREFIX}{endpoint.path}")
        paths.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "hall",
            "version": "1",
            "description": "Tickets, counters and screens of public service halls.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths | _RUNNING,
        "components": {
            "schemas": dict(sorted(shared.get("$defs", {}).items())) | {"Problem": PROBLEM},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(endpoint: Endpoint, refs: Any) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": _parameters(endpoint),
        "responses": _responses(endpoint, refs),
    }
    if endpoint.guard != "public":
        # A holder's code is a right in itself, so a token is one way among two there.
        operation["security"] = [{"bearer": []}] + ([{}] if endpoint.guard == "holder" else [])
    if endpoint.takes is not None:
        schema = refs[(endpoint.takes, "validation")]
        required = any(f.is_required() for f in endpoint.takes.model_fields.values())
        content = {"application/json": {"schema": schema, "example": examples.of(endpoint.takes)}}
        operation["requestBody"] = {"required": required, "content": content}
    return operation


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"<(\w+)>", endpoint.path)
    ]
    found += [{"name": n, "in": "query", "schema": schema} for n, schema in endpoint.query.items()]
    if endpoint.method == "GET" and endpoint.gives is not None:
        found.append({"name": "If-None-Match", "in": "header", "schema": {"type": "string"}})
    if endpoint.idempotent:
        schema = {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[ -~]*$"}
        found.append({"name": "Idempotency-Key", "in": "header", "schema": schema})
    return found


def _responses(endpoint: Endpoint, refs: Any) -> dict[str, Any]:
    statuses = {status_of(_stand_in(kind)) for kind in endpoint.refusals}
    statuses |= {401, 403, 404, 422} | ({400, 413, 415, 429} if endpoint.method in ("POST", "PUT") else set())
    answers: dict[str, Any] = {}
    if endpoint.gives is not None:
        schema = refs[(endpoint.gives, "serialization")]
        content = {"application/json": {"schema": schema, "example": examples.of(endpoint.gives)}}
        answers[str(endpoint.status)] = {"description": endpoint.summary, "content": content}
    elif endpoint.path.endswith(".ics"):
        answers["200"] = {"description": endpoint.summary, "content": {"text/calendar": {}}}
    elif endpoint.method == "GET":
        answers["200"] = {"description": endpoint.summary, "content": {"application/json": {}}}
    else:
        answers["204"] = {"description": endpoint.summary}
    if endpoint.method == "GET":
        answers["304"] = {"description": "Nothing has changed."}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in sorted(statuses):
        codes = sorted({k.code for k in endpoint.refusals if status_of(_stand_in(k)) == status})
        answers[str(status)] = {"description": ", ".join(codes) or "Refused.", "content": problem}
    return answers


def _stand_in(kind: Any) -> Any:
    """An instance to ask for its status; refusals differ in what they need to be made."""
    return kind.__new__(kind)


def main() -> None:
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(document(), ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
