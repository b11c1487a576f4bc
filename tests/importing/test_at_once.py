"""Two imports of one file at once: everybody is added once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

import pytest
from django.db import connection, transaction

from customers.actions import add_person
from customers.actions.rows import lock_people
from customers.models import Customer
from kit.events import Actor, Door
from mlmcrm.importing import runs
from mlmcrm.importing.people import PeopleImport
from mlmcrm.models import Import

pytestmark = pytest.mark.django_db(transaction=True)


class Meeting(PeopleImport):
    """Waits between deciding and writing until the other run has decided as well."""

    barrier: Barrier

    def _close(self, batch):
        self.barrier.wait(timeout=10)
        super()._close(batch)


def import_twice_at_once(path, ben, kind=PeopleImport):
    start = Barrier(2)

    def one_run(_number):
        by = Actor(ben, Door.COMMAND)
        try:
            importer = kind(owner=ben, by=by, setting=runs.setting_of(ben), dry_run=False)
            start.wait(timeout=10)
            runs.run(importer, path, owner=ben, by=by, dry_run=False, tell=lambda *_told: None)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one_run, range(2), timeout=60))


def test_everybody_is_added_once(write, ben, monkeypatch):
    monkeypatch.setattr(runs, "BATCH", 10)
    path = write("name,email\n" + "".join(f"P {n},p{n}@post.example\n" for n in range(100)))
    import_twice_at_once(path, ben)
    assert Customer.objects.count() == 100
    assert sorted(sum(counts) for counts in Import.objects.values_list("new", "same")) == [100, 100]
    assert sum(Import.objects.values_list("new", flat=True)) == 100


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_nobody_is_held_while_waiting_for_another(write, ben):
    """A file adds Gus, whom Fay introduced, and changes Eva, while another hand holds Eva, then Fay."""
    by = Actor(ben, Door.WEB)
    eva, fay = (add_person(owner=ben, by=by, name=name) for name in ("Eva", "Fay"))
    path = write("name,introduced_by,address\nGus,Fay,\nEva,,12 Mill Lane\n")
    held = Event()

    def run_file():
        held.wait(timeout=10)
        importer = PeopleImport(owner=ben, by=by, setting=runs.setting_of(ben), dry_run=False)
        runs.run(importer, path, owner=ben, by=by, dry_run=False, tell=lambda *_told: None)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        file = pool.submit(run_file)
        with transaction.atomic():
            lock_people(eva)
            held.set()
            sleep(1)
            lock_people(fay)
        file.result(timeout=30)
    assert list(Customer.objects.order_by("name").values_list("name", "address", "introduced_by__name")) == [
        ("Eva", "12 Mill Lane", None),
        ("Fay", "", None),
        ("Gus", "", "Fay"),
    ]


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_without_the_hold_they_would_be_added_twice(write, ben, monkeypatch):
    """The twin of the test above."""
    monkeypatch.setattr(runs, "_hold", lambda owner: None)
    Meeting.barrier = Barrier(2)
    import_twice_at_once(write("name,email\nEva,eva@post.example\n"), ben, Meeting)
    assert Customer.objects.count() == 2
