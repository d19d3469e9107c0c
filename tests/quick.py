"""What keeps a run of thousands of applications quick: nothing is compiled twice, and none outlives its test.

A test with an application of its own would spend half a second on addresses and templates alone. What werkzeug
compiles for an address depends on the rule, its parts and its defaults alone, and takes the rule itself as its
first argument. An application that somebody still holds makes every collection of garbage after it slower.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from hall.web.house import House


def compile_once() -> None:
    """From now on, in this process."""
    Flask.jinja_options = {"bytecode_cache": _Templates()}
    compile_builder: Callable[[Rule, bool], Any] = Rule._compile_builder
    made: dict[tuple[Any, ...], Any] = {}

    def remembered(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, tuple(rule._trace), repr(sorted((rule.defaults or {}).items())), append_unknown)
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign, assignment]


def end(app: Flask) -> None:
    """Stops what an application runs beside its requests."""
    house: House = app.extensions["hall"]
    house.socketio.server.shutdown()
    house.database.close()


class _Templates(BytecodeCache):
    """In memory; a template that has changed is known by its checksum."""

    def __init__(self) -> None:
        self._made: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._made:
            bucket.bytecode_from_string(self._made[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._made[bucket.key] = bucket.bytecode_to_string()
