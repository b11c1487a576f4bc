"""What every verb of this app needs: the person's row locked, and values that fit their fields."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from customers.errors import CustomerError
from customers.models import Customer
from team.models import Distributor


def lock_person(person: Customer) -> Customer:
    """Return the person's row as it is now, held until the transaction ends.

    Whatever is decided from a person's evidence is decided behind this lock: of two orders
    at once the second sees the first.
    """
    return Customer.objects.select_for_update().get(pk=person.pk)


def lock_people(*people: Customer | None) -> dict[UUID, Customer]:
    """Return several people's rows by id, held until the transaction ends.

    Always taken in the same order, so that two of us never wait for each other.
    """
    ids = {person.pk for person in people if person is not None}
    rows = Customer.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows}


def hold_people(owner: Distributor, ids: Iterable[UUID]) -> None:
    """Hold people of an owner, and those who introduced them, in the order of `lock_people`."""
    mine, ids = Customer.objects.filter(owner=owner), set(ids)
    introduced = mine.filter(pk__in=ids, introduced_by__isnull=False)
    ids.update(introduced.values_list("introduced_by", flat=True))
    list(mine.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def save_fields(row: models.Model, values: dict, *rows_beside: models.Model) -> None:
    """Write these fields of a row alone, and show them on other instances of the same row."""
    type(row).objects.filter(pk=row.pk).update(**values)
    for instance in (row, *rows_beside):
        for name, value in values.items():
            setattr(instance, name, value)


def refuse_misfits(row: models.Model, names: Iterable[str]) -> None:
    """Raise CustomerError, naming the field, if a value does not fit its field of the model."""
    for name in names:
        field = row._meta.get_field(name)
        value = getattr(row, name)
        try:
            field.clean(value, row)
        except ValidationError as problem:
            raise CustomerError(problem.messages[0], field=name) from None
        if isinstance(value, str) and field.max_length and len(value) > field.max_length:
            raise CustomerError(_("At most %(most)d signs, please.") % {"most": field.max_length}, field=name)
