"""Statements that Django writes once and that run often, where the writing costs more than the running."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connections, router
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

Written = tuple[str, list[tuple[str, int | None] | Any]]
_written: dict[tuple, Written] = {}
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


def update(write: Callable[..., tuple[QuerySet, dict]], **values) -> set[UUID]:
    """Run an UPDATE the same way; `write` returns the rows and what to set. Returns the ids of what changed.

    The model's primary key must be a UUID.
    """
    return {id if isinstance(id, UUID) else UUID(id) for (id,) in _run(write, values, _update)}


def _run(write, values: dict, compile) -> list[tuple]:
    shape = tuple((name, len(value)) for name, value in values.items() if isinstance(value, (list, tuple)))
    key = (write, shape)
    if key not in _written:
        _written[key] = _write(write, values, compile)
    alias, statement, places = _written[key]
    connection = connections[alias]
    params = [_adapted(p.of(values), connection) if isinstance(p, Place) else p for p in places]
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def _write(write, values: dict, compile) -> tuple[str, str, list]:
    numbers, places = count(1), {}
    standing_in = {name: _stand_in(name, value, numbers, places) for name, value in values.items()}
    alias, statement, params = compile(write(**standing_in))
    connection = connections[alias]
    known = {_adapted(sign, connection): place for sign, place in places.items()}
    found = [known.get(param, param) if param.__hash__ else param for param in params]
    return alias, statement, found


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


def _adapted(value, connection):
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _select(rows: QuerySet) -> tuple[str, str, tuple]:
    alias = rows.db
    return alias, *rows.query.get_compiler(alias).as_sql()


def _update(found: tuple[QuerySet, dict]) -> tuple[str, str, tuple]:
    rows, changes = found
    alias = router.db_for_write(rows.model)
    query = rows.order_by().query.chain(UpdateQuery)
    query.add_update_values(changes)
    statement, params = query.get_compiler(alias).as_sql()
    quote = connections[alias].ops.quote_name
    key = f"{quote(rows.model._meta.db_table)}.{quote(rows.model._meta.pk.column)}"
    return alias, f"{statement} RETURNING {key}", params
