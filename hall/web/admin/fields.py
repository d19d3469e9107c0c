"""Fields of the forms that edit a hall's plan: how one stands in a hall file, and how it is typed.

A form edits one entry of a hall file (`hallfile_writer.values_of`), in the file's own words. So a form knows no
rule of its own: the reader of hall files judges what was typed, and its mistakes go back to the fields by path.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from werkzeug.datastructures import MultiDict

from hall.site.plan import Plan

Kind = Literal["text", "number", "date", "yes", "one", "many", "lines", "names", "rows", "group"]
Options = Callable[[Plan], Iterable[tuple[str, Any]]]
Entry = dict[str, Any]
BLANK_ROWS = 1
MOST_ROWS = 60
_INDEX = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Field:
    """One field: `key` is its dotted path in the entry, `usual` what holds where the entry is silent.

    `names` are two texts, zh and en. `rows` are a list of smaller entries of `parts`: of scalars if the only part
    has the key "", or a mapping by the part named `keyed`. A `group` shows `parts` under one heading.
    """

    key: str
    label: Any
    kind: Kind = "text"
    hint: Any = ""
    required: bool | None = True  # None: may be blank, and the label does not say so
    usual: Any = ""
    options: Options | None = None
    parts: tuple["Field", ...] = field(default=())
    keyed: str = ""

    def triples(self, plan: Plan) -> list[tuple[str, Any, str]]:
        """Its options as boxes to tick take them: value, words, no note."""
        return [(value, text, "") for value, text in (self.options(plan) if self.options else ())]


def fixed(pairs: Iterable[tuple[str, Any]]) -> Options:
    """Options that are the same in every hall."""
    kept = tuple(pairs)
    return lambda plan: kept


def get(entry: Any, key: str) -> Any:
    """What stands at a dotted key, or None."""
    for word in key.split("."):
        if not isinstance(entry, Mapping):
            return None
        entry = entry.get(word)
    return entry


def put(entry: Entry, key: str, value: Any) -> None:
    """Writes at a dotted key; None takes it out, and with it whatever is empty then."""
    *above, last = key.split(".")
    at = [entry]
    for word in above:
        inner = at[-1].get(word)
        at.append(dict(inner) if isinstance(inner, Mapping) else {})
    if value is None:
        at[-1].pop(last, None)
    else:
        at[-1][last] = value
    for n in range(len(above), 0, -1):
        if at[n]:
            at[n - 1][above[n - 1]] = at[n]
        else:
            at[n - 1].pop(above[n - 1], None)


def typed_of(entry: Entry, fields: Iterable[Field], *, more: Mapping[str, int] | None = None) -> dict[str, Any]:
    """What a form shows of an entry, by the names of its inputs; `more` blank rows for some fields."""
    found: dict[str, Any] = {}
    for each in fields:
        if each.kind == "group":
            found |= typed_of(entry, each.parts, more=more)
        elif each.kind == "rows":
            rows = rows_of(entry, each)
            found[f"{each.key}#"] = len(rows) + BLANK_ROWS + (more or {}).get(each.key, 0)
            for n, row in enumerate(rows):
                inner = typed_of(row, each.parts)
                found |= {f"{each.key}.{n}.{name}": value for name, value in inner.items()}
        elif each.kind == "names":
            found |= {f"{each.key}.{tag}": get(entry, f"{each.key}.{tag}") or "" for tag in ("zh", "en")}
        else:
            found[each.key] = _shown(get(entry, each.key), each)
    return found


def rows_of(entry: Entry, each: Field) -> list[Entry]:
    """The rows of a field, each as an entry of its parts."""
    value = get(entry, each.key)
    if isinstance(value, Mapping):
        return [_keyed_row(each, key, inner) for key, inner in value.items()]
    rows = value if isinstance(value, list) else []
    return [row if isinstance(row, dict) else {"": row} for row in rows]


def entry_of(form: MultiDict[str, str], before: Entry, fields: Iterable[Field], prefix: str = "") -> Entry:
    """`before` with what was typed; nonsense stays as it was typed, for the reader of hall files to refuse."""
    entry = dict(before)
    for each in fields:
        name = prefix + each.key
        if each.kind == "group":
            entry = entry_of(form, entry, each.parts, prefix)
        elif each.kind == "rows":
            put(entry, each.key, _rows(form, each, name))
        elif each.kind == "names":
            texts = {tag: form.get(f"{name}.{tag}", "").strip() for tag in ("zh", "en")}
            put(entry, each.key, texts if each.required or any(texts.values()) else None)
        elif each.kind == "yes":
            put(entry, each.key, name in form)
        elif each.kind == "many":
            put(entry, each.key, form.getlist(name) or (None if not each.required else []))
        elif each.kind == "lines":
            lines = [line.strip() for line in form.get(name, "").splitlines()]
            put(entry, each.key, [line for line in lines if line] or None)
        else:
            put(entry, each.key, form.get(name, "").strip() or None)
    return entry


def name_at(path: str, entry: Entry, fields: Iterable[Field]) -> str | None:
    """The input that a mistake's path within the entry belongs to, or None: `quotas[1].to` is `quotas.1.to`."""
    wanted = _INDEX.sub(r".\1", path)
    for each in _flat(fields):
        if each.kind == "rows" and each.keyed and wanted.startswith(f"{each.key}."):
            keys = list(get(entry, each.key) or ())
            row, _, rest = wanted.removeprefix(f"{each.key}.").partition(".")
            if row in keys:
                wanted = f"{each.key}.{keys.index(row)}.{rest or each.keyed}"
        if wanted == each.key or wanted.startswith(f"{each.key}."):
            return _input(each, wanted)
    return None


def label_at(name: str, fields: Iterable[Field]) -> str:
    """The label of an input: "Papers 2, In English"."""
    each = next(f for f in _flat(fields) if name == f.key or name.startswith(f"{f.key}."))
    if each.kind == "names":
        return str(each.label)
    if each.kind == "rows":
        row, _, rest = name.removeprefix(f"{each.key}.").partition(".")
        return f"{each.label} {int(row) + 1}, {label_at(rest, each.parts)}"
    return str(each.label)


def _input(each: Field, wanted: str) -> str:
    """The name of the input at or nearest to a path that begins with the field's key."""
    if each.kind == "names":
        return wanted if wanted != each.key else f"{each.key}.zh"
    if each.kind == "rows":
        row, _, rest = wanted.removeprefix(each.key).lstrip(".").partition(".")
        row = row if row.isdigit() else "0"
        part = next((p for p in _flat(each.parts) if rest == p.key or rest.startswith(f"{p.key}.")), each.parts[0])
        return f"{each.key}.{row}.{_input(part, rest if rest.startswith(part.key) and rest else part.key)}"
    return each.key


def _flat(fields: Iterable[Field]) -> Iterable[Field]:
    for each in fields:
        if each.kind == "group":
            yield from _flat(each.parts)
        else:
            yield each


def _rows(form: MultiDict[str, str], each: Field, name: str) -> Any:
    """The rows that were typed, blank ones left out; None when there is none."""
    rows = [entry_of(form, {}, each.parts, f"{name}.{n}.") for n in range(MOST_ROWS)]
    kept = [row for row in rows if _said(row)]
    if not kept and not each.required:
        return None
    if each.keyed:
        return {str(row.get(each.keyed, "")): _without(each, row) for row in kept} or None
    if len(each.parts) == 1 and each.parts[0].key == "":
        return [row[""] for row in kept]
    return kept


def _said(value: Any) -> bool:
    """True if anything was typed into a row; an unticked box is nothing."""
    if isinstance(value, Mapping):
        return any(_said(inner) for inner in value.values())
    return bool(value)


def _without(each: Field, row: Entry) -> Any:
    rest = {key: value for key, value in row.items() if key != each.keyed}
    return rest.get("value") if [p.key for p in each.parts] == [each.keyed, "value"] else rest


def _keyed_row(each: Field, key: str, inner: Any) -> Entry:
    return {each.keyed: key, **(inner if isinstance(inner, Mapping) else {"value": inner})}


def _shown(value: Any, each: Field) -> Any:
    if each.kind == "many":
        return [str(v) for v in (value or ())]
    if each.kind == "lines":
        return "\n".join(str(v) for v in (value or ()))
    if value is None:
        value = each.usual
    if each.kind == "yes":
        return bool(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
