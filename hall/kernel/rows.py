"""Rows by the short way: statements compiled once and handed to the driver, entities made of what it gives back.

SQLAlchemy's own way to a mapped object, and back from it at a flush, costs 100 to 200 µs of CPU a row; SQLite
answers in 5. A request touches a dozen rows. So `RowSession` fetches by key and writes what has changed by
itself. Verbs see an ordinary `Session` and need not know. It can do this because our entities are flat: one
table each, a key that is known before the insert, no relationships, nothing computed by the database.
Why and what it brought: `docs/decisions/0010-rows-by-the-short-way.md`.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    Connection,
    Dialect,
    Executable,
    Float,
    Select,
    Table,
    bindparam,
    delete,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.orm import InstanceState, Mapper, Session
from sqlalchemy.orm.attributes import instance_state

Convert = Callable[[Any], Any]
Key = tuple[type[Any], tuple[Any, ...], None]  # as SQLAlchemy keeps it: the class and the primary key
AnySelect = Select[*tuple[Any, ...]]


class Wire:
    """A connection as prepared statements use it: `run(text, values)` gives the driver's cursor."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.dialect = connection, connection.dialect
        # SQLAlchemy's way to PostgreSQL notices a server that has gone; a file does not go.
        straight = self.dialect.name == "sqlite"
        self.run: Any = driver_of(connection).execute if straight else connection.exec_driver_sql


class RowSession(Session):
    """A session on one connection, whose transaction begins and ends outside. It keeps what it has loaded."""

    def __init__(self, wire: Wire, *, autoflush: bool) -> None:
        super().__init__(wire.connection, expire_on_commit=False, autoflush=autoflush)
        self.wire = wire
        self._held: list[Any] = []  # or the session would forget what nobody else holds
        self._added: list[Any] = []

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        if any(options.values()):
            return super().get(entity, ident, **options)
        key = ident if isinstance(ident, tuple) else (ident,)
        found = self.seen((entity, key, None))
        return found if found is not None else _kind(entity).fetch(self, key)

    def add(self, instance: object, **_options: Any) -> None:
        self._added.append(instance)

    def add_all(self, instances: Iterable[object]) -> None:
        self._added += instances

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Writes row by row: first what has changed, then what is new in the order of `add`, then what goes."""
        for entity in self.dirty:
            _kind(type(entity)).write_changes(self, entity)
        added, self._added = self._added, []
        for entity in added:
            _kind(type(entity)).write_new(self, entity)
        for entity in self.deleted:
            _kind(type(entity)).write_off(self, entity)

    def seen(self, key: Key) -> Any | None:
        """The one object of a row that this session has fetched or written."""
        return self.identity_map.get(key)

    def keep(self, entity: Any, key: Key) -> None:
        """An object that is as its row becomes the session's own, as if the session had loaded it."""
        state = instance_state(entity)
        state.key = key
        state._commit_all(state.dict)
        self.identity_map.add(state)
        self.hold(entity)

    def hold(self, entity: Any) -> None:
        self._held.append(entity)


event.listen(RowSession, "loaded_as_persistent", RowSession.hold)


class Prepared:
    """A statement without variable parts (no expanding `IN`), compiled once per kind of database.

    `columns`: what an insert or update sets, by name.
    """

    def __init__(self, statement: Executable, columns: Iterable[str] | None = None) -> None:
        self._statement, self._columns = statement, list(columns) if columns is not None else None
        self._compiled: dict[str, tuple[str, dict[str, Any], list[tuple[str, Convert]]]] = {}

    def run(self, session: Session, values: dict[str, Any]) -> Any:
        """The driver's cursor. `values` may hold more than the statement asks for."""
        return self.run_on(wire_of(session), values)

    def run_on(self, wire: Wire, values: dict[str, Any]) -> Any:
        """The same without a session."""
        dialect = wire.dialect
        text, fixed, converts = self._compiled.get(dialect.name) or self._compile(dialect)
        given = fixed | values
        for name, convert in converts:
            given[name] = convert(given[name])
        return wire.run(text, given)

    def _compile(self, dialect: Dialect) -> tuple[str, dict[str, Any], list[tuple[str, Convert]]]:
        compiled: Any = cast(Any, self._statement).compile(dialect=dialect, column_keys=self._columns)
        made = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()
        }
        converts = [(name, convert) for name, convert in made.items() if convert]
        self._compiled[dialect.name] = str(compiled), dict(compiled.params), converts
        return self._compiled[dialect.name]


class Question(Prepared):
    """A prepared select of columns."""

    def __init__(self, statement: AnySelect) -> None:
        super().__init__(statement)
        columns = list(statement.selected_columns)
        self._types = [column.type for column in columns]
        self._row: Any = namedtuple("Row", [str(c.key) for c in columns], rename=True)  # type: ignore[misc]
        self._converts: dict[str, list[tuple[int, Convert]]] = {}

    def rows(self, session: Session, **values: Any) -> list[Any]:
        """Every row, as a tuple whose parts have the columns' names."""
        if session.autoflush:
            session.flush()
        return self.rows_on(wire_of(session), values)

    def rows_on(self, wire: Wire, values: dict[str, Any]) -> list[Any]:
        """The same without a session."""
        return [self._row._make(row) for row in self.lists(wire, values)]

    def lists(self, wire: Wire, values: dict[str, Any]) -> list[list[Any]]:
        """The same as plain lists."""
        found = [list(row) for row in self.run_on(wire, values).fetchall()]
        if found:
            for place, convert in self._from_database(wire.dialect):
                for row in found:
                    row[place] = convert(row[place])
        return found

    def _from_database(self, dialect: Dialect) -> list[tuple[int, Convert]]:
        if dialect.name not in self._converts:
            # A number comes as what it is; only its own processor would want to know the wire's name of its type.
            made = [
                None if isinstance(type_, Float) else type_.dialect_impl(dialect).result_processor(dialect, None)
                for type_ in self._types
            ]
            self._converts[dialect.name] = [(place, convert) for place, convert in enumerate(made) if convert]
        return self._converts[dialect.name]


class Fetch:
    """A prepared select of whole entities, one or several side by side."""

    def __init__(self, statement: AnySelect) -> None:
        self._question = Question(statement)
        self._kinds = [_kind(wanted["type"]) for wanted in statement.column_descriptions]

    def entities(self, session: Session, **values: Any) -> list[tuple[Any, ...]]:
        """Every row as its entities; None where an outer join found none."""
        assert isinstance(session, RowSession)
        if session.autoflush:
            session.flush()
        return [tuple(self._made(session, row)) for row in self._question.lists(session.wire, values)]

    def first(self, session: Session, **values: Any) -> Any | None:
        """The first entity of the first row, or None."""
        found = self.entities(session, **values)
        return found[0][0] if found else None

    def _made(self, session: RowSession, row: Sequence[Any]) -> Iterator[Any | None]:
        start = 0
        for kind in self._kinds:
            end = start + len(kind.names)
            yield kind.made(session, row[start:end])
            start = end


class _Kind:
    """A mapped class with its statements. A column's attribute has the column's name."""

    def __init__(self, entity: type[Any]) -> None:
        mapper: Mapper[Any] = inspect(entity)
        self._entity, self._table = entity, cast(Table, mapper.local_table)
        self._blank = mapper.class_manager.new_instance
        self.names = tuple(mapper.columns.keys())
        self._key = tuple(str(column.key) for column in mapper.primary_key)
        self._places = [self.names.index(name) for name in self._key]
        self._insert = Prepared(insert(self._table), self.names)
        self._delete = Prepared(delete(self._table).where(*self._with_key()))
        self._updates: dict[tuple[str, ...], Prepared] = {}
        self._by_key: Fetch | None = None

    def fetch(self, session: RowSession, key: tuple[Any, ...]) -> Any | None:
        """The row with this key as the session's object, or None."""
        if self._by_key is None:
            self._by_key = Fetch(select(self._entity).where(*self._with_key()))
        return self._by_key.first(session, **self._key_values(key))

    def made(self, session: RowSession, values: Sequence[Any]) -> Any | None:
        """The session's object of a row with these values; the one it has already stays as it is."""
        key = (self._entity, tuple(values[place] for place in self._places), None)
        if key[1][0] is None:
            return None
        found = session.seen(key)
        if found is None:
            found = self._blank()
            vars(found).update(zip(self.names, values, strict=True))
            session.keep(found, key)
        return found

    def write_new(self, session: RowSession, entity: object) -> None:
        known = vars(entity)  # what was not said is not there; the attribute knows its default
        values = {name: known[name] if name in known else getattr(entity, name) for name in self.names}
        self._insert.run(session, values)
        known.update(values)
        session.keep(entity, (self._entity, tuple(values[name] for name in self._key), None))

    def write_changes(self, session: RowSession, entity: object) -> None:
        state: InstanceState[Any] = instance_state(entity)
        now, before = state.dict, state.committed_state
        changed = tuple(name for name, value in before.items() if now[name] != value)
        if changed:
            if changed not in self._updates:
                self._updates[changed] = Prepared(update(self._table).where(*self._with_key()), changed)
            values = {name: now[name] for name in changed} | self._key_values([now[n] for n in self._key])
            written = self._updates[changed].run(session, values).rowcount
            assert written == 1, f"a row of {self._table} has gone"
        state._commit_all(now, session.identity_map)

    def write_off(self, session: RowSession, entity: object) -> None:
        key = self._key_values([getattr(entity, name) for name in self._key])
        self._delete.run(session, key)
        session.expunge(entity)

    def _with_key(self) -> list[Any]:
        return [self._table.c[name] == bindparam(f"key_{name}") for name in self._key]

    def _key_values(self, key: Sequence[Any]) -> dict[str, Any]:
        return {f"key_{name}": value for name, value in zip(self._key, key, strict=True)}


_kind: Callable[[Any], _Kind] = cache(_Kind)


def wire_of(session: Session) -> Wire:
    assert isinstance(session, RowSession), "sessions are made by Database"
    return session.wire


def driver_of(connection: Connection) -> Any:
    return connection.connection.driver_connection
