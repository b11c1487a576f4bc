"""Expressions of the database that know this house."""

from django.db.models import DateTimeField, Value

from kit import clock


class PresentMoment(Value):
    """The clock's now at the time when a query runs, for queries that are built once and run often."""

    def __init__(self):
        super().__init__(None, output_field=DateTimeField())

    def as_sql(self, compiler, connection):
        return "%s", [self.output_field.get_db_prep_value(clock.now(), connection)]
