"""An example of every shape, made from the shape itself and a small world of values by name.

A test reads each example back with its model, so none can grow old.
"""

from typing import Any

from pydantic import BaseModel

NOW = "2026-11-23T09:40:00+08:00"
ID = "01JDB0000000000000000000AA"
VALUES: dict[str, Any] = {
    "id": ID,
    "announcement": f"{ID}:42",
    "person": "0f" * 32,
    "quiet_from": "12:00",
    "quiet_until": "13:00",
    "code": "q3VYt0mB2nXcE5sWkLr8Aw",
    "short_code": "NC43AMT4",
    "pairing_code": "K4FTQ7MD",
    "token": "a token is told once",
    "login": "wang.li",
    "phone": "13800138000",
    "password": "correct horse battery",
    "hall": "qingtong",
    "service": "B01",
    "services": ["B01"],
    "queue": "B",
    "queues": ["B"],
    "zone": "B",
    "zones": ["B"],
    "number": "B031",
    "names": {"zh-CN": "居民身份证换领补领", "en": "Resident ID card renewal"},
    "text": "Lift 2 is being repaired",
    "timezone": "Asia/Shanghai",
    "language": "zh-CN",
    "state": "waiting",
    "lane": "ordinary",
    "rule": "key",
    "kind": "kiosk",
    "name": "Kiosk by the door",
    "counter": 6,
    "counters": [5, 6, 7, 8, 20],
    "current_number": "B031",
    "group": "older",
    "minutes": 10,
    "outcome": "done",
    "issuing": "open",
    "wait_unknown_reason": None,
    "speed": 10.0,
    "seq": 42,
    "series": "B",
    "start": "09:00",
    "end": "12:00",
    "reason": "other",
    "next": None,
    "email": "li.lei@example.org",
    "document": "1234",
    "tail": "8000",
    "otp": "482913",
    "presence": "4829",
    "booking": "q3VYt0mB2nXcE5sWkLr8Aw",
    "session": "qingtong-20261128-0900",
    "session_kind": "off_hours",
    "phone_masked": "138****8000",
    "document_tail": "1234",
    "needs": ["wheelchair"],
    "channel": "web",
    "verified": "code",
    "qr": "https://hall.example.org/t/q3VYt0mB2nXcE5sWkLr8Aw",
}
_KINDS = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array", dict: "object"}


def of(model: type[BaseModel]) -> Any:
    """One value of a shape as JSON would carry it."""
    schema = model.model_json_schema(mode="serialization")
    return _value("", schema, schema.get("$defs", {}))


def _value(name: str, schema: dict[str, Any], shapes: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(name, shapes[schema["$ref"].rpartition("/")[2]], shapes)
    if "anyOf" in schema:
        return _choice(name, schema["anyOf"], shapes)
    if "properties" in schema:
        return {key: _value(key, part, shapes) for key, part in schema["properties"].items()}
    if name in VALUES and _fits(VALUES[name], schema):
        return VALUES[name]
    return _plain(name, schema, shapes)


def _choice(name: str, options: list[dict[str, Any]], shapes: dict[str, Any]) -> Any:
    if name in VALUES and (VALUES[name] is None or any(_fits(VALUES[name], o) for o in options)):
        return VALUES[name]
    return _value(name, next(o for o in options if o.get("type") != "null"), shapes)


def _plain(name: str, schema: dict[str, Any], shapes: dict[str, Any]) -> Any:
    kind = schema.get("type")
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if kind == "array" and "prefixItems" in schema:
        return [_value(name, part, shapes) for part in schema["prefixItems"]]
    if kind == "array":
        return [_value(name, schema["items"], shapes)] if schema.get("items") else []
    if kind == "object":
        return _mapping(name, schema.get("additionalProperties"), shapes)
    if kind == "string":
        return {"date-time": NOW, "date": "2026-11-23"}.get(schema.get("format", ""), name or "text")
    return {"integer": max(1, schema.get("minimum", 1)), "number": 1.0, "boolean": False}.get(str(kind))


def _mapping(name: str, inner: Any, shapes: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(inner, dict) or not inner:
        return {}
    if inner.get("type") == "string":
        return {"zh-CN": "青桐", "en": "Qingtong"}
    return {"6" if name == "counters" else "B": _value("", inner, shapes)}


def _fits(value: Any, schema: dict[str, Any]) -> bool:
    if schema.get("type") != _KINDS.get(type(value)) or "properties" in schema or "format" in schema:
        return False
    if isinstance(value, list):
        return _fits(value[0], schema.get("items", {}))
    if isinstance(value, dict):
        return _fits(next(iter(value.values())), schema.get("additionalProperties") or {})
    return value in schema.get("enum", [value])
