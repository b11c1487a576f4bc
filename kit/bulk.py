"""Writes many rows at once, where the usual ways cost more than everything else together."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from uuid import UUID

from django.db import connections, models, router, transaction

AT_ONCE = 500  # rows of one INSERT on a server


def insert_rows(rows: Iterable[models.Model]) -> None:
    """Insert new rows as `bulk_create` does; ids that the database gives are not learned.

    `bulk_create` asks each value of each row whether it is an expression, and SQLite allows it
    some thirty rows a statement, each compiled anew. What is written here are plain values.
    """
    rows = list(rows)
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "
    values = [
        [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        for row in rows
    ]
    with transaction.atomic(using=connection.alias, savepoint=False), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(insert + places, values)
        else:
            for batch in batches(values):
                cursor.execute(insert + ", ".join([places] * len(batch)), list(chain.from_iterable(batch)))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_values(model: type[models.Model], names: Sequence[str], rows: Collection[Sequence]) -> None:
    """Insert rows given as values of the named attributes, for those that are written by the thousand.

    Values are None, ids, moments, words, numbers, and dicts for JSON; each must be what its column
    holds: nothing is looked at. Columns that are not named must have a default in the database.
    """
    if not rows:
        return
    connection = connections[router.db_for_write(model)]
    quote, ops = connection.ops.quote_name, connection.ops
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in names)
    places = f"({', '.join(['%s'] * len(names))})"
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "
    adapt = {UUID: lambda id: id.hex, datetime: ops.adapt_datetimefield_value, dict: json.dumps}
    plain = [
        [adapt[value.__class__](value) if value.__class__ in adapt else value for value in row]
        for row in rows
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(insert + places, plain)
        else:
            cursor.execute(insert + ", ".join([places] * len(plain)), list(chain.from_iterable(plain)))


def save_columns(rows: Collection[models.Model], names: Iterable[str]) -> None:
    """Write these fields of rows that differ in their values.

    `bulk_update` builds one large CASE per column, which costs more than all else in an
    import; the same UPDATE again for each row takes a tenth of that.
    """
    rows = list(rows)
    if not rows:
        return
    meta = rows[0]._meta
    fields = [meta.get_field(name) for name in names]
    connection = connections[router.db_for_write(rows[0].__class__)]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {quote(meta.pk.column)} = %s"
    with transaction.atomic(using=connection.alias, savepoint=False), connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [
                    field.get_db_prep_save(getattr(row, field.attname), connection)
                    for field in (*fields, meta.pk)
                ]
                for row in rows
            ],
        )


def batches(rows: Iterable, size: int = AT_ONCE) -> Iterator[list]:
    """Yield rows in lists of at most `size`, so that no statement names too many."""
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch
