"""Expressions of the database that know this house."""

import json
from collections.abc import Collection
from uuid import UUID

from django.db.models import Aggregate, DateTimeField, Expression, JSONField, UUIDField, Value

from kit import clock

FEW = 10


class Listed(Expression):
    """Ids in one parameter, however many: where each is one, writing the statement costs more than running it."""

    def __init__(self, ids: Collection[UUID]):
        super().__init__(output_field=UUIDField())
        self.ids = [id.hex for id in ids]

    def as_sql(self, compiler, connection):
        return "(SELECT unnest(%s::uuid[]))", [f"{{{','.join(self.ids)}}}"]

    def as_sqlite(self, compiler, connection):
        return "(SELECT value FROM json_each(%s))", [json.dumps(self.ids)]


def among(ids: Collection[UUID]) -> Collection[UUID] | Listed:
    """Return ids for a lookup `__in`: as they are where they are few, else as one parameter."""
    return ids if len(ids) <= FEW else Listed(ids)


class PresentMoment(Value):
    """The clock's now at the time when a query runs, for queries that are built once and run often."""

    def __init__(self):
        super().__init__(None, output_field=DateTimeField())

    def as_sql(self, compiler, connection):
        return "%s", [self.output_field.get_db_prep_value(clock.now(), connection)]


class Gathered(Aggregate):
    """The values of many rows as one list."""

    function = "jsonb_agg"
    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="json_group_array", **context)
