"""Copies a distributor's people with everything about them to others, by one INSERT for each table.

A hundred thousand people through the actions would take an hour. The copies differ in their owner
and their ids: an id of a copy keeps the time of the old one, the rest is a hash of both.
"""

from django.db import connection, models

from customers.models import Consent, Customer, Email, LadderStep, Note, Phone, Touch
from followups.models import Letter, Message, Task
from kit.models import Event
from sales.models import Order, OrderLine

# Each table with the way from its rows to the person.
TABLES = {
    Customer: "{t}.id",
    Email: "{t}.customer_id",
    Phone: "{t}.customer_id",
    Consent: "{t}.customer_id",
    LadderStep: "{t}.customer_id",
    Touch: "{t}.customer_id",
    Note: "{t}.customer_id",
    Order: "{t}.customer_id",
    OrderLine: "(SELECT o.customer_id FROM sales_order o WHERE o.id = {t}.order_id)",
    Task: "{t}.customer_id",
    Message: "{t}.customer_id",
    Letter: "(SELECT m.customer_id FROM followups_message m WHERE m.id = {t}.message_id)",
    Event: "{t}.person_id",
}
OWNERS = ("owner", "actor", "by")
HASHED = "overlay(md5({column}::text || new_owner.id) placing left(replace({column}::text, '-', ''), 12) from 1)::uuid"


def copy_people(*, of, to: dict[int, int]) -> None:
    """Copy the newest people of a distributor to others; `to` says by id how many each one gets."""
    if not to:
        return
    if connection.vendor != "postgresql":
        raise NotImplementedError("Copies are made on PostgreSQL only.")
    with connection.cursor() as cursor:
        # The rows are right by construction; looking at each reference again takes as long as writing.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("CREATE TEMPORARY TABLE new_owner (id bigint, people int) ON COMMIT DROP")
        cursor.executemany("INSERT INTO new_owner VALUES (%s, %s)", list(to.items()))
        cursor.execute(
            "CREATE TEMPORARY TABLE model_person ON COMMIT DROP AS SELECT id, row_number() OVER (ORDER BY id DESC) AS number"
            " FROM customers_customer WHERE owner_id = %s ORDER BY id DESC LIMIT %s",
            [of.pk, max(to.values())],
        )
        cursor.execute("CREATE UNIQUE INDEX ON model_person (id)")
        cursor.execute("ANALYZE model_person")
        for model, person in TABLES.items():
            cursor.execute(_statement(model, person))


def _statement(model: type[models.Model], person: str) -> str:
    table = model._meta.db_table
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field, f'{table}."{field.column}"') for field in fields)
    return (
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table}"
        f" JOIN model_person ON model_person.id = {person.format(t=table)}"
        " JOIN new_owner ON model_person.number <= new_owner.people"
    )


def _value(field: models.Field, column: str) -> str:
    """What stands in a column of a copy."""
    hashed = HASHED.format(column=column)
    if field.name in OWNERS:
        return f"CASE WHEN {column} IS NULL THEN NULL ELSE new_owner.id END"
    if field.name == "introduced_by":
        return f"CASE WHEN {column} IN (SELECT id FROM model_person) THEN {hashed} END"
    if field.name == "subject_id":
        return f"{hashed}::text"
    if field.name == "undoes":
        return "NULL"
    return hashed if _is_copied(field) else column


def _is_copied(field: models.Field) -> bool:
    """Is this the id of a copied row, its own or another's?"""
    return field.related_model in TABLES if field.is_relation else isinstance(field, models.UUIDField)
