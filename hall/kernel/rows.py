"""Rows by the short way: statements compiled once and handed to the driver, entities made of what it gives back.

SQLAlchemy's own way to a mapped object, and back from it at a flush, costs 100 to 200 µs of CPU a row; SQLite
answers in 5. A request touches a dozen rows. So `RowSession` fetches by key and writes what has changed by
itself. Verbs see an ordinary `Session` and need not know. It can do this because our entities are flat: one
table each, a key that is known before the insert, no relationships, nothing computed by the database.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Select, bindparam, insert, inspect, select, update
from sqlalchemy.orm import InstanceState, Mapper, Session, make_transient_to_detached
from sqlalchemy.sql.base import Executable
from sqlalchemy.types import TypeEngine

E = TypeVar("E")
Convert = Callable[[Any], Any]


class Prepared:
    """A statement without variable parts (no expanding `IN`), compiled once per kind of database.

    `columns`: the values an insert or update sets, by name.
    """

    def __init__(self, statement: Executable, columns: Iterable[str] | None = None) -> None:
        self._statement, self._columns = statement, list(columns) if columns is not None else None
        self._compiled: dict[str, tuple[str, dict[str, Any], list[tuple[str, Convert]]]] = {}

    def run(self, session: Session, values: dict[str, Any]) -> Any:
        """The driver's cursor. `values` may hold more than the statement asks for."""
        connection = connection_of(session)
        dialect = connection.dialect
        text, fixed, convert = self._compiled.get(dialect.name) or self._compile(dialect)
        given = {name: values.get(name, value) for name, value in fixed.items()}
        for name, to_database in convert:
            given[name] = to_database(given[name])
        if dialect.name == "sqlite":
            return connection.connection.driver_connection.execute(text, given)  # type: ignore[union-attr]
        return connection.exec_driver_sql(text, given)  # notices a server that has gone

    def _compile(self, dialect: Dialect) -> tuple[str, dict[str, Any], list[tuple[str, Convert]]]:
        compiled = self._statement.compile(dialect=dialect, column_keys=self._columns)  # type: ignore[attr-defined]
        types = {name: bind.type for name, bind in compiled.binds.items()}
        convert = [(n, c) for n, t in types.items() if (c := t.dialect_impl(dialect).bind_processor(dialect))]
        self._compiled[dialect.name] = str(compiled), dict(compiled.params), convert
        return self._compiled[dialect.name]


class Question(Prepared):
    """A prepared select of columns."""

    def __init__(self, statement: Select[Any]) -> None:
        super().__init__(statement)
        columns = list(statement.selected_columns)
        self._types: list[TypeEngine[Any]] = [column.type for column in columns]
        self._row = namedtuple("Row", [c.key for c in columns], rename=True)  # type: ignore[misc]
        self._results: dict[str, list[tuple[int, Convert]]] = {}

    def rows(self, session: Session, **values: Any) -> list[Any]:
        """Every row, as a tuple whose parts have the columns' names."""
        return [self._row._make(row) for row in self._converted(session, values)]

    def _converted(self, session: Session, values: dict[str, Any]) -> list[list[Any]]:
        if isinstance(session, RowSession) and session.autoflush:
            session.flush()
        found = [list(row) for row in self.run(session, values).fetchall()]
        if found:
            for place, from_database in self._processors(connection_of(session).dialect):
                for row in found:
                    row[place] = from_database(row[place])
        return found

    def _processors(self, dialect: Dialect) -> list[tuple[int, Convert]]:
        if dialect.name not in self._results:
            made = [t.dialect_impl(dialect).result_processor(dialect, None) for t in self._types]
            self._results[dialect.name] = [(place, p) for place, p in enumerate(made) if p]
        return self._results[dialect.name]


class Fetch(Question):
    """A prepared select of whole entities, one or several side by side."""

    def __init__(self, statement: Select[Any]) -> None:
        super().__init__(statement)
        self._kinds = [_Kind.of(wanted["type"]) for wanted in statement.column_descriptions]

    def entities(self, session: Session, **values: Any) -> list[tuple[Any, ...]]:
        """Every row as its entities; None where an outer join found none. Each row is one object in a session."""
        return [tuple(self._made(session, row)) for row in self._converted(session, values)]

    def first(self, session: Session, **values: Any) -> Any | None:
        """The first entity of the first row, or None."""
        found = self.entities(session, **values)
        return found[0][0] if found else None

    def _made(self, session: Session, row: Sequence[Any]) -> Iterable[Any | None]:
        start = 0
        for kind in self._kinds:
            yield kind.attached(session, row[start : start + len(kind.names)])
            start += len(kind.names)


class RowSession(Session):
    """A session on one connection, whose transaction begins and ends outside; it keeps what it has loaded."""

    def __init__(self, connection: Connection, *, autoflush: bool) -> None:
        super().__init__(connection, expire_on_commit=False, autoflush=autoflush)
        self.on, self.kept = connection, list[object]()

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        if options:
            return super().get(entity, ident, **options)
        key = ident if isinstance(ident, tuple) else (ident,)
        kind = _Kind.of(entity)
        found = self.identity_map.get((entity, key, None))
        return found if found is not None else kind.fetch.first(self, **dict(zip(kind.key, key, strict=True)))

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Writes what has changed, row by row: first the changed ones, then the new in the order of `add`."""
        for entity in self.dirty:
            _Kind.of(type(entity)).write_changes(self, entity)
        for entity in self.new:
            _Kind.of(type(entity)).write_new(self, entity)


class _Kind:
    """A mapped class with its statements. A column's attribute has the column's name."""

    def __init__(self, entity: type[Any]) -> None:
        mapper: Mapper[Any] = inspect(entity)
        self._entity, self._table = entity, mapper.local_table
        self._blank = mapper.class_manager.new_instance
        self.names = tuple(mapper.columns.keys())
        self.key = tuple(column.key for column in mapper.primary_key)
        self._places = [self.names.index(name) for name in self.key]
        self._insert = Prepared(insert(self._table), self.names)  # type: ignore[arg-type]
        self._updates: dict[tuple[str, ...], Prepared] = {}

    @staticmethod
    @cache
    def of(entity: type[Any]) -> "_Kind":
        return _Kind(entity)

    @property
    def fetch(self) -> Fetch:
        return _by_key(self._entity)

    def attached(self, session: Session, values: Sequence[Any]) -> Any | None:
        """The session's object with these values; the one it has already stays as it is."""
        key = tuple(values[place] for place in self._places)
        if key[0] is None:
            return None
        found = session.identity_map.get((self._entity, key, None))
        if found is None:
            found = self._blank()
            vars(found).update(zip(self.names, values, strict=True))
            _keep(session, found)
        return found

    def write_new(self, session: RowSession, entity: object) -> None:
        values = {name: getattr(entity, name) for name in self.names}
        self._insert.run(session, values)
        session.expunge(entity)
        vars(entity).update(values)
        _keep(session, entity)

    def write_changes(self, session: RowSession, entity: object) -> None:
        state: InstanceState[Any] = inspect(entity)  # type: ignore[assignment]
        now, before = state.dict, state.committed_state
        changed = tuple(name for name, value in before.items() if now[name] != value)
        if changed:
            if changed not in self._updates:
                self._updates[changed] = self._update(changed)
            values = {name: now[name] for name in changed}
            values |= {f"key_{name}": now[name] for name in self.key}
            written = self._updates[changed].run(session, values).rowcount
            assert written == 1, f"a row of {self._table} has gone"
        state._commit_all(now, session.identity_map)

    def _update(self, changed: tuple[str, ...]) -> Prepared:
        of_key = [self._table.c[name] == bindparam(f"key_{name}") for name in self.key]
        return Prepared(update(self._table).where(*of_key), changed)  # type: ignore[arg-type]


@cache
def _by_key(entity: type[Any]) -> Fetch:
    columns = inspect(entity).primary_key
    return Fetch(select(entity).where(*(column == bindparam(column.key) for column in columns)))


def connection_of(session: Session) -> Connection:
    """The connection a session works on, without asking its transaction."""
    return session.on if isinstance(session, RowSession) else session.connection()


def _keep(session: Session, entity: object) -> None:
    """What was just written, or read, as if the session had loaded it; held, or the session would forget it."""
    make_transient_to_detached(entity)
    session.add(entity)
    if isinstance(session, RowSession):
        session.kept.append(entity)
