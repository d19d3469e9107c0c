"""YAML as plain values that remember their lines, with the mistakes YAML itself lets pass.

The reader knows numbers, true, false and null, and nothing else: `08:30` stays a time, `no` stays a word.
"""

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

import yaml

Path = tuple[str | int, ...]
MAX_CHARACTERS = 1_000_000  # twenty times the demo hall; reading one takes seconds
MAX_DEPTH = 12
MAX_VALUES = 200_000  # a few aliases of aliases would otherwise be billions
MAX_PROBLEMS = 500  # nobody reads more, and a file with more is something else


@dataclass(frozen=True)
class Problem:
    """One mistake: its line (from 1), where it is, a stable code, and a sentence that says what to do.

    `sentence` is an English message id with {named} values, so that a page can say it in the reader's language.
    """

    line: int
    path: str
    code: str
    sentence: str
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def said(self) -> str:
        """The whole sentence in English."""
        return self.sentence.format(**dict(self.values))


@dataclass
class Source:
    """The values of a file, and the line of every one of them."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    count: int = 0

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest part above it that the file has."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def add(self, path: Path, code: str, sentence: str, /, **values: Any) -> None:
        """Notes a mistake, once; `values` are those that its sentence names."""
        problem = Problem(self.line(path), dotted(path), code, sentence, tuple(values.items()))
        if problem not in self.problems and len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)

    def has_named(self, path: Path) -> bool:
        """True if there is a mistake at a path or below it."""
        here = dotted(path)
        return any(p.path == here or p.path.startswith((f"{here}.", f"{here}[")) for p in self.problems)

    def warn(self, path: Path, code: str, sentence: str, /, **values: Any) -> None:
        """Something that is allowed and still worth a second look."""
        self.warnings.append(Problem(self.line(path), dotted(path), code, sentence, tuple(values.items())))

    def at_line(self, line: int, path: Path, code: str, sentence: str, /, **values: Any) -> None:
        """A mistake of the text itself, whose place is not that of a value."""
        self.problems.append(Problem(line, dotted(path), code, sentence, tuple(values.items())))


class _Reader(yaml.SafeLoader):
    """The safe reader with the short list of plain values."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]


_Reader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Reader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789")
)
_Reader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789")
)
_Reader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])


def read(text: str) -> Source:
    """The values of a YAML text with their lines; what cannot be read is a problem, never an exception."""
    source = Source()
    if len(text) > MAX_CHARACTERS or "\x00" in text:
        source.add((), "unreadable", "This is not a text file of a sensible size.")
        return source
    reader = None
    try:
        reader = _Reader(text)
        node = reader.get_single_node()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
        line = mark.line + 1 if mark else 1
        source.at_line(line, (), "not_yaml", "This is not valid YAML: {what}.", what=what)
        return source
    finally:
        if reader is not None:
            reader.dispose()
    if not isinstance(node, yaml.MappingNode):
        source.add((), "not_a_hall", "A hall file is a list of named sections such as hall:, queues:, services:.")
        return source
    source.values = _value(source, node, (), ())
    return source


def dotted(path: Path) -> str:
    """A path as people write it: services[3].mean"""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _value(source: Source, node: yaml.Node, path: Path, above: tuple[int, ...]) -> Any:
    source.lines.setdefault(path, node.start_mark.line + 1)
    source.count += 1
    if source.count > MAX_VALUES:
        if source.count == MAX_VALUES + 1:
            source.add((), "too_large", "This is too large for a hall file, perhaps by aliases (*) of aliases.")
        return None
    if id(node) in above or len(path) > MAX_DEPTH:
        source.add(path, "too_deep", "This refers to itself, or is nested too deeply.")
        return None
    above = (*above, id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(source, node, path, above)
    if isinstance(node, yaml.SequenceNode):
        return [_value(source, item, (*path, n), above) for n, item in enumerate(node.value)]
    return _scalar(source, node, path)


def _mapping(source: Source, node: yaml.MappingNode, path: Path, above: tuple[int, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            source.add(path, "bad_key", "A key must be a single word.")
            continue
        key = str(key_node.value)
        inner = (*path, key)
        if key in found:
            line = key_node.start_mark.line + 1
            source.at_line(line, inner, "double_key", "“{key}” stands here twice.", key=key)
            continue
        source.lines[inner] = key_node.start_mark.line + 1
        found[key] = _value(source, value_node, inner, above)
        if _is_stray(value_node) and found[key] is None:
            source.add(
                inner,
                "stray_word",
                "“{key}” has no value. A text with a comma in it needs quotes around the whole text.",
                key=key,
            )
    return found


def _is_stray(node: yaml.Node) -> bool:
    """In {a: b, c} the c is a key without a value: nearly always the second half of an unquoted text."""
    return isinstance(node, yaml.ScalarNode) and node.value == "" and node.style is None


def _scalar(source: Source, node: yaml.Node, path: Path) -> Any:
    kind = node.tag.rpartition(":")[2]
    try:
        if kind == "int":
            return int(node.value)
        if kind == "float":
            return float(node.value)
    except ValueError:
        source.add(path, "bad_number", "This number cannot be read.")
        return None
    if kind == "bool":
        return node.value == "true"
    if kind == "null":
        return None
    if kind != "str":
        source.add(path, "bad_tag", "The tag {tag} cannot be used in a hall file.", tag=node.tag)
        return None
    return str(node.value)
