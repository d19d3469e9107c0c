"""A bounded run of generated requests against the published contract: no 5xx, no breach of it."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig as Config

from hall.web.api.openapi import document
from tests.conftest import an_app
from tests.world import HALL, FrozenClock, a_staff

CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_schema_conformance,
]
LONG = bool(os.environ.get("HALL_LONG"))
EXAMPLES = 60 if LONG else 8
# Reading the constants of our source anew for every path costs more than the requests.
CONFIG = {"analysis": {"constants": {"enabled": LONG}}}
PATHS = sorted(document()["paths"])


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[Flask, schemathesis.schemas.BaseSchema]]:
    """One hall for all paths: whatever came before must not make it break its word either."""
    with TemporaryDirectory() as folder, an_app(Path(folder), FrozenClock()) as app:
        yield app, schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=Config.from_dict(CONFIG))


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("path", PATHS)
def test_generated_requests_meet_the_contract(
    shared: tuple[Flask, schemathesis.schemas.BaseSchema], path: str
) -> None:
    app, schema = shared
    tokens = a_staff(app.extensions["hall"])  # anew: one of the paths signs out
    values = {"hall": HALL, "counter": f"{HALL}-1", "service": "A1"}
    for method in document()["paths"][path]:
        operation = schema[path][method.upper()]

        @given(case=operation.as_strategy(), real=st.booleans(), who=st.sampled_from(["lead", "manager", "kiosk"]))
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def meets(case: schemathesis.Case, real: bool, who: str) -> None:
            if real:  # half of the time the address is one that exists, or nothing behind it would be tried
                case.path_parameters = {k: values.get(k, v) for k, v in (case.path_parameters or {}).items()}
            case.call_and_validate(headers={"Authorization": f"Bearer {tokens[who]}"}, checks=CHECKS)

        meets()
