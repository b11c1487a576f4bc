"""Statements that Django writes once and that run often, where the writing costs more than the running.

PostgreSQL plans such a statement once for a connection, too: for most of them that takes three
quarters of their time. Behind a pooler, where a connection has no server of its own, it does not.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connections, router
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

Written = tuple[str, str, list, Callable[[list[tuple]], Iterable]]
_written: dict[tuple, Written] = {}
OFTEN = 3  # a statement that runs so often is worth being kept by the server
PLACES = re.compile(r"%s|%%")
EARLY = datetime(1, 1, 2, tzinfo=UTC)


class Place:
    """Where a value goes in a statement: its name, and which one where it is a list."""

    def __init__(self, name: str, index: int | None = None):
        self.name, self.index = name, index

    def of(self, values: dict) -> Any:
        return values[self.name] if self.index is None else values[self.name][self.index]


def select(write: Callable[..., QuerySet], **values) -> list[tuple]:
    """Run the query that `write` makes of these values and return its rows, as the database gives them.

    `write` runs once for each length of the lists among the values, with others in their places: it
    must not look at them. Values are ids, moments, whole numbers, words, and lists of one kind.
    """
    return _run(write, values, _select)


def read(write: Callable[..., QuerySet], **values) -> list[Sequence]:
    """Run a query of `values_list` the same way and return its rows as Django would, without what it annotates."""
    return list(_run(write, values, _read))


def update(write: Callable[..., tuple[QuerySet, dict]], **values) -> set[UUID]:
    """Run an UPDATE the same way; `write` returns the rows and what to set. Returns the ids of what changed.

    The model's primary key must be a UUID.
    """
    return {id if isinstance(id, UUID) else UUID(id) for (id,) in _run(write, values, _update)}


def _run(write, values: dict, compile) -> Iterable:
    shape = tuple((name, len(value)) for name, value in values.items() if isinstance(value, (list, tuple)))
    key = (write, compile, shape)
    if key not in _written:
        _written[key] = _write(write, values, compile)
    alias, statement, places, convert = _written[key]
    connection = connections[alias]
    params = [_adapted(p.of(values), connection) if isinstance(p, Place) else p for p in places]
    with connection.cursor() as cursor:
        cursor.execute(_kept(connection, statement, len(params)), params)
        return convert(cursor.fetchall())


class Server:
    """What the server at the other end of a connection keeps of us; `runs` counts what it does not yet keep."""

    def __init__(self, connection):
        self.line = connection.connection
        self.runs: Counter[str] = Counter()
        self.names: dict[str, str] = {}
        self.is_ours = False
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.is_ours = cursor.fetchone()[0] == self.line.info.backend_pid


def _kept(connection, statement: str, places: int) -> str:
    """Return the statement, or the one that runs it where the server keeps it."""
    server = connection.__dict__.get("_kept_server")
    if server is None or server.line is not connection.connection:
        connection.ensure_connection()
        server = connection._kept_server = Server(connection)
    if not server.is_ours:
        return statement
    if known := server.names.get(statement):
        return known
    server.runs[statement] += 1
    if server.runs[statement] < OFTEN:
        return statement
    name, numbers = f"kept_{len(server.names)}", count(1)
    with connection.cursor() as cursor:
        numbered = PLACES.sub(lambda at: f"${next(numbers)}" if at[0] == "%s" else "%", statement)
        cursor.execute(f"PREPARE {name} AS {numbered}")
    server.names[statement] = f"EXECUTE {name} ({', '.join(['%s'] * places)})"
    return server.names[statement]


def _write(write, values: dict, compile) -> Written:
    numbers, places = count(1), {}
    standing_in = {name: _stand_in(name, value, numbers, places) for name, value in values.items()}
    alias, statement, params, convert = compile(write(**standing_in))
    connection = connections[alias]
    known = {_in_django(sign, connection): place for sign, place in places.items()}
    found = [known.get(param, param) if param.__hash__ else param for param in params]
    return alias, statement, found, convert


def _stand_in(name: str, value, numbers, places: dict):
    if isinstance(value, (list, tuple)):
        return [_sign(one, numbers, places, Place(name, index)) for index, one in enumerate(value)]
    return _sign(value, numbers, places, Place(name))


def _sign(value, numbers, places: dict, place: Place):
    """A value of the same kind that stands nowhere else."""
    number = next(numbers)
    kinds = {
        UUID: partial(UUID, int=number),
        datetime: lambda: EARLY + timedelta(microseconds=number),
        int: lambda: -(2**62) - number,
        str: lambda: f"place {number} of {id(places)}",
    }
    sign = kinds[type(value)]()
    places[sign] = place
    return sign


def _in_django(value, connection):
    """A value as Django hands it to the cursor."""
    if isinstance(value, UUID) and connection.features.has_native_uuid_field:
        return value
    return _adapted(value, connection)


def _adapted(value, connection):
    if isinstance(value, UUID):
        return value.hex  # any database reads it so, and writing it costs a tenth
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _select(rows: QuerySet) -> tuple:
    alias = rows.db
    return alias, *rows.query.get_compiler(alias).as_sql(), _as_they_are


def _read(rows: QuerySet) -> tuple:
    alias = rows.db
    compiler = rows.query.get_compiler(alias)
    statement, params = compiler.as_sql()
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(columns)
    convert = partial(compiler.apply_converters, converters=converters) if converters else _as_they_are
    return alias, statement, params, convert


def _as_they_are(rows: list[tuple]) -> list[tuple]:
    return rows


def _update(found: tuple[QuerySet, dict]) -> tuple:
    rows, changes = found
    alias = router.db_for_write(rows.model)
    query = rows.order_by().query.chain(UpdateQuery)
    query.add_update_values(changes)
    statement, params = query.get_compiler(alias).as_sql()
    quote = connections[alias].ops.quote_name
    key = f"{quote(rows.model._meta.db_table)}.{quote(rows.model._meta.pk.column)}"
    return alias, f"{statement} RETURNING {key}", params, _as_they_are
