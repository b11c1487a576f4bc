from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from customers.models import Customer
from kit.disk import is_full
from kit.models import Event


@contextmanager
def full_disk():
    """SQLite itself refuses to grow; afterwards there is room again."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL has no switch for a full disk; its code is tested below"
)
def test_a_full_disk_is_said_in_words_and_nothing_is_half_written(as_ben):
    with full_disk():
        for n in range(300):
            name = f"Nora {n}"
            answer = as_ben.post(
                reverse("person-add"), {"name": name, "warmth": "warm", "address": "x" * 900}
            )
            if answer.status_code == 507:
                break
    assert (answer.status_code, Customer.objects.filter(name=name).count()) == (507, 0)
    assert "The disk is full" in answer.content.decode()
    assert Event.objects.filter(kind="customer.added").count() == n


class NoSpace(Exception):
    pgcode = "53100"


def test_the_code_of_postgresql_is_known():
    error = OperationalError("could not extend file")
    error.__cause__ = NoSpace()
    assert is_full(error)


def test_another_trouble_is_not_a_full_disk():
    assert not is_full(OperationalError("connection refused"))
