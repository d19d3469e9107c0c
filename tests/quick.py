"""What keeps a run of thousands of applications quick: nothing is compiled twice, and none outlives its test.

A test with an application of its own would spend half a second on addresses and templates alone. What werkzeug
compiles for an address depends on the rule's text and defaults alone; two methods take the rule itself. An
application that somebody still holds makes every collection of garbage after it slower.
"""

from types import MethodType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from hall.web.house import House

COMPILED = ("_parts", "_trace", "_converters", "arguments", "_build", "_build_unknown")


def compile_once() -> None:
    """From now on, in this process."""
    Flask.jinja_options = {"bytecode_cache": _Templates()}
    compile_, made = Rule.compile, dict[tuple[Any, ...], dict[str, Any]]()

    def remembered(rule: Rule) -> None:
        key = (rule.rule, rule.subdomain, rule.merge_slashes, repr(sorted((rule.defaults or {}).items())))
        if key not in made:
            compile_(rule)
            made[key] = {name: getattr(rule, name) for name in COMPILED}
        for name, value in made[key].items():
            setattr(rule, name, MethodType(value.__func__, rule) if isinstance(value, MethodType) else value)

    Rule.compile = remembered  # type: ignore[method-assign]


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
