"""If-Match holds until the deed is done: of two that read the same state and write at once, one is told so."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection, connections

from customers.actions import change_person
from customers.models import Customer
from kit import clock
from tests.api.conftest import Phone

API = "/api/v1/"
DEEDS = {
    "people": ("patch", "", {"name": "Rose"}),
    "people away": ("delete", "", ""),
    "touches": ("post", "revoke/", {}),
    "products": ("patch", "", {"name": "Present"}),
    "orders": ("post", "void/", {"reason": "So"}),
    "tasks": ("post", "later/", {}),
    "messages": ("post", "cancel/", {}),
    "devices": ("delete", "", ""),
}
OF = {"people away": "people"}

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(token: str, deeds: list) -> list:
    """Do deeds in threads that meet, where locks let them, just before each writes for the first time."""
    meeting, answers = Barrier(len(deeds)), []

    def run(deed):
        waited = []

        def meet(execute, sql, params, many, context):
            if not waited and sql.startswith(("UPDATE", "INSERT", "delete")):
                waited.append(sql)
                with suppress(BrokenBarrierError):  # the other one waits for a lock that this one holds
                    meeting.wait(timeout=0.5)
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(meet):
                answers.append(deed(Phone(token)))
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(answer.status_code for answer in answers)


@pytest.mark.parametrize("keyed", [False, True], ids=["plain", "keyed"])
@pytest.mark.parametrize("name", DEEDS)
def test_of_two_that_read_the_same_state_one_writes(phone, things, name, keyed):
    resource, (method, verb, said) = OF.get(name, name), DEEDS[name]
    address = f"{API}{resource}/{things[resource]}/"
    etag = phone.get(address)["ETag"]

    def deed(number):
        headers = {"If-Match": etag} | ({"Idempotency-Key": f"key-{number}"} if keyed else {})
        return lambda phone: getattr(phone, method)(address + verb, said, headers=headers)

    done, late = at_once(phone.token, [deed(1), deed(2)])
    assert (done, late) == ((204, 404) if method == "delete" else (200, 412))


# What was read: the whole answer is compared


def read_again(phone, address: str, etag: str) -> int:
    return phone.get(address, headers={"If-None-Match": etag}).status_code


@pytest.mark.parametrize(
    "resource", ["people", "touches", "products", "orders", "tasks", "messages", "devices"]
)
def test_what_is_still_so_is_not_told_again(phone, things, resource):
    address = f"{API}{resource}/{things[resource]}/"
    answer = phone.get(address)
    again = phone.get(address, headers={"If-None-Match": f'"x", W/{answer["ETag"]}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])


def test_a_person_who_begins_to_slip_with_the_day_is_told_again(phone, rosa, ben, monday):
    today = ben.today()
    Customer.objects.filter(pk=rosa.pk).update(slips_on=today + timedelta(3), cools_on=today + timedelta(30))
    address = f"{API}people/{rosa.pk}/"
    before = phone.get(address)
    with clock.travel(monday + timedelta(days=7)):
        after = phone.get(address, headers={"If-None-Match": before["ETag"]})
        assert (before.json()["state"], after.status_code, after.json()["state"]) == ("", 200, "slipping")
        match = {"If-Match": before["ETag"]}  # nobody edited her
        assert phone.patch(address, {"source": "Fair"}, headers=match).status_code == 200


@pytest.mark.parametrize("resource", ["orders", "tasks", "messages"])
def test_what_names_a_person_who_is_renamed_is_told_again(phone, things, rosa, by_ben, resource):
    address = f"{API}{resource}/{things[resource]}/"
    etag = phone.get(address)["ETag"]
    change_person(person=rosa, by=by_ben, version=None, name="Rosa Berg", greeting="Rose")
    assert read_again(phone, address, etag) == 200


def test_an_order_of_a_product_with_a_new_code_is_told_again(phone, things, by_ben):
    address = f"{API}orders/{things['orders']}/"
    etag = phone.get(address)["ETag"]
    assert read_again(phone, address, etag) == 304
    changed = phone.patch(f"{API}products/{things['products']}/", {"code": "NEW"})
    assert (changed.status_code, read_again(phone, address, etag)) == (200, 200)


def test_what_moved_in_other_rows_is_no_edit(phone, things, rosa, by_ben):
    tasks = f"{API}tasks/{things['tasks']}/"
    match = {"If-Match": phone.get(tasks)["ETag"]}
    change_person(person=rosa, by=by_ben, version=None, name="Rosa Berg")
    assert phone.post(f"{tasks}later/", headers=match).status_code == 200
    assert phone.post(f"{tasks}later/", headers=match).status_code == 412
