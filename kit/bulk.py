"""Writes many rows at once, where the usual ways cost more than everything else together."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.db import connections, models, router, transaction

from kit.columns import columns_for_copy, columns_for_sqlite, for_sqlite, in_words

AT_ONCE = 500  # rows of one INSERT on a server
MANY = 50  # rows from which on PostgreSQL reads them faster as one COPY


def insert_rows(rows: Iterable[models.Model]) -> None:
    """Insert new rows as `bulk_create` does; ids that the database gives are not learned.

    `bulk_create` asks each value of each row whether it is an expression, and SQLite allows it
    some thirty rows a statement, each compiled anew. What is written here are plain values.
    """
    rows = list(rows)
    if not rows:
        return
    model = type(rows[0])
    alias = router.db_for_write(model)
    connection = connections[alias]
    with transaction.atomic(using=alias, savepoint=False):
        if connection.vendor == "sqlite":
            columns = columns_for_sqlite(model, alias)
            _insert_each(columns.table, columns.names, list(columns.of_rows(rows)), connection)
        elif len(rows) >= MANY and (columns := columns_for_copy(model, alias)).in_words:
            _copy(columns.table, columns.names, columns.of_rows(rows), connection)
        else:
            _insert_together(rows, model, connection)
    for row in rows:
        row._state.adding, row._state.db = False, alias


def insert_values(model: type[models.Model], names: Sequence[str], rows: Collection[Sequence]) -> None:
    """Insert rows given as values of the named attributes, for those that are written by the thousand.

    Values are None, ids, moments, words, numbers, and dicts for JSON; each must be what its column
    holds: nothing is looked at. Columns that are not named must have a default in the database.
    """
    if not rows:
        return
    alias = router.db_for_write(model)
    connection = connections[alias]
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in names)
    if connection.vendor == "sqlite":
        _insert_each(table, columns, [list(map(for_sqlite, row)) for row in rows], connection)
    elif len(rows) >= MANY:
        _copy(table, columns, (map(in_words, row) for row in rows), connection)
    else:
        places = ", ".join([f"({', '.join(['%s'] * len(names))})"] * len(rows))
        values = [_adapted(value) for row in rows for value in row]
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({columns}) VALUES {places}", values)


def insert_numbers(model: type[models.Model], names: Sequence[str], rows: Collection[Sequence[int]]) -> None:
    """Insert rows of whole numbers alone, by the hundred thousand: they are to every database what they are."""
    if not rows:
        return
    connection = connections[router.db_for_write(model)]
    if connection.vendor != "sqlite":
        insert_values(model, names, rows)
        return
    quote = connection.ops.quote_name
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in names)
    _insert_each(quote(model._meta.db_table), columns, rows, connection)


def save_columns(rows: Collection[models.Model], names: Iterable[str]) -> None:
    """Write these fields of rows that differ in their values.

    `bulk_update` builds one large CASE per column, which costs more than all else in an
    import; the same UPDATE again for each row, or of a list of values, takes a tenth of that.
    """
    rows = list(rows)
    if not rows:
        return
    meta = rows[0]._meta
    fields = [meta.get_field(name) for name in names]
    connection = connections[router.db_for_write(rows[0].__class__)]
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in (*fields, meta.pk)]
        for row in rows
    ]
    with transaction.atomic(using=connection.alias, savepoint=False), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(_update_each(meta, fields, connection), values)
            return
        for batch in batches(values):
            cursor.execute(
                _update_together(meta, fields, len(batch), connection), list(chain.from_iterable(batch))
            )


def batches(rows: Iterable, size: int = AT_ONCE) -> Iterator[list]:
    """Yield rows in lists of at most `size`, so that no statement names too many."""
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def _adapted(value: Any) -> Any:
    kind = value.__class__
    return value.hex if kind is UUID else json.dumps(value) if kind is dict else value


def _insert_each(table: str, columns: str, values: Sequence[Sequence], connection) -> None:
    places = ", ".join(["%s"] * len(values[0]))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)


def _copy(table: str, columns: str, values: Iterable[Iterable[str]], connection) -> None:
    lines = StringIO("".join("\t".join(words) + "\n" for words in values))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", lines)


def _insert_together(rows: list, model: type[models.Model], connection) -> None:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    values = [
        [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        for batch in batches(values):
            insert = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES "
            cursor.execute(insert + ", ".join([places] * len(batch)), list(chain.from_iterable(batch)))


def _update_each(meta, fields: list[models.Field], connection) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    return f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {quote(meta.pk.column)} = %s"


def _update_together(meta, fields: list[models.Field], count: int, connection) -> str:
    """One statement for many rows: a server is asked once, not once for each."""
    quote = connection.ops.quote_name
    table, key = quote(meta.db_table), meta.pk
    # Without its length a type never cuts what is too long: the column then refuses it.
    typed = {f"new_{field.column}": field.db_type(connection).partition("(")[0] for field in fields}
    columns = ", ".join(
        f"{quote(field.column)} = new.{quote(name)}::{kind}"
        for field, (name, kind) in zip(fields, typed.items(), strict=True)
    )
    places = ", ".join([f"({', '.join(['%s'] * (len(fields) + 1))})"] * count)
    names = ", ".join(map(quote, [*typed, "key"]))
    return (
        f"UPDATE {table} SET {columns} FROM (VALUES {places}) AS new ({names}) "
        f"WHERE {table}.{quote(key.column)} = new.{quote('key')}::{key.db_type(connection)}"
    )
