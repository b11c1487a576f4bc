"""Idempotency-Key: asked twice, done once, answered the same; also at the same moment, also by the killed."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection, connections
from rest_framework.response import Response

from customers.models import Customer
from kit import clock
from kit.api import keys
from kit.api.errors import ApiError
from kit.models import Event, RequestOutcome
from kit.tasks import forget_old
from tests.api.conftest import Phone, phone_of
from tests.delivery.test_killed import database_url

PEOPLE = "/api/v1/people/"
ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db(transaction=True)


def add(phone, name="Ada", key="k", **kwargs):
    return phone.post(PEOPLE, {"name": name}, headers={"Idempotency-Key": key} if key else {}, **kwargs)


def added(kind="customer.added") -> int:
    return Event.objects.filter(kind=kind).count()


def test_the_second_answer_is_the_first_ones(phone):
    first, second = add(phone), add(phone)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    for name in ("ETag", "Location", "Kept-Undo", "Content-Type"):
        assert first[name] == second[name], name
    assert (first.get("Idempotent-Replayed"), second["Idempotent-Replayed"]) == (None, "true")
    assert (Customer.objects.count(), added()) == (1, 1)


def test_it_is_what_was_answered_then_even_if_the_row_moved_on(phone):
    first = add(phone)
    phone.patch(
        first["Location"].removeprefix("http://testserver"), {"name": "Eve"}, content_type="application/json"
    )
    assert add(phone).json() == first.json()


def test_without_a_key_it_is_done_twice(phone):
    assert [add(phone, key="").status_code for _ in range(2)] == [201, 201]
    assert Customer.objects.count() == 2


def test_an_answer_without_a_body_is_told_again_too(phone, rosa):
    path, headers = f"{PEOPLE}{rosa.pk}/", {"Idempotency-Key": "k"}
    answers = [phone.delete(path, headers=headers) for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
    assert added("customer.deleted") == 1


@pytest.mark.parametrize("name", ["Eve", "Ada "])
def test_a_key_belongs_to_one_body(phone, name):
    add(phone)
    answer = add(phone, name)
    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")
    assert Customer.objects.count() == 1


def test_a_key_belongs_to_one_address(phone, rosa):
    add(phone)
    answer = phone.post(f"{PEOPLE}{rosa.pk}/notes/", {"name": "Ada"}, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")


def test_the_same_words_in_another_order_are_the_same_body(phone):
    headers = {"Idempotency-Key": "k"}
    bodies = ('{"name":"Ada","source":"fair"}', '{ "name": "Ada", "source": "fair" }')
    assert [phone.post(PEOPLE, body, headers=headers).status_code for body in bodies] == [201, 201]
    assert Customer.objects.count() == 1


def test_somebody_elses_key_is_another_one(phone, stranger):
    assert add(phone).status_code == add(stranger, "Eve").status_code == 201
    assert Customer.objects.count() == 2


def test_two_devices_of_one_person_share_their_keys(phone, ben):
    assert add(phone).json() == add(phone_of(ben, "Tablet")).json()
    assert Customer.objects.count() == 1


def test_what_failed_may_be_tried_again_under_the_same_key(phone):
    assert add(phone, name="").status_code == 400
    assert not RequestOutcome.objects.exists()
    assert add(phone).status_code == 201


def test_a_fault_of_ours_may_be_tried_again_too(phone):
    def break_down(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "kit_event"'):
            raise RuntimeError("a fault")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(break_down):
        answer = add(phone)
    assert (answer.status_code, answer.json()["code"]) == (500, "broken")
    assert not Customer.objects.exists()
    assert add(phone).status_code == 201


def test_while_the_first_runs_the_second_is_told_to_wait(phone, ben):
    phone_answers = add(phone)
    row = RequestOutcome.objects.get()
    RequestOutcome.objects.update(status=None, answer=None, lease_until=clock.now() + keys.LEASE)
    answer = add(phone)
    assert phone_answers.status_code == 201
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (409, "in_progress", "1")
    with clock.travel(clock.now() + keys.LEASE + timedelta(seconds=1)):
        assert add(phone).status_code == 201
    assert RequestOutcome.objects.get().lease_token != row.lease_token


def test_who_comes_back_after_the_lease_writes_nothing(ben, rf):
    """The first was so slow that another took over: what it did meanwhile is rolled back."""
    request = rf.post(PEOPLE, headers={"Idempotency-Key": "k"})
    request.user, request.data = ben, {}

    def slow_deed():
        Customer.objects.create(owner=ben, name="Ada")
        RequestOutcome.objects.update(lease_token="00000000-0000-0000-0000-000000000001")
        return Response({}, status=201)

    with pytest.raises(ApiError) as refused:
        keys.once(request, slow_deed)
    assert (refused.value.status_code, refused.value.code) == (409, "in_progress")
    assert not Customer.objects.exists()


def test_after_two_days_a_key_is_new(phone, monday):
    add(phone)
    with clock.travel(monday + timedelta(hours=47)):
        assert add(phone)["Idempotent-Replayed"] == "true"
    with clock.travel(monday + timedelta(hours=49)):
        assert "Idempotent-Replayed" not in add(phone, "Eve")
    assert Customer.objects.count() == 2


def test_what_is_older_than_two_days_is_forgotten(phone, monday):
    add(phone)
    with clock.travel(monday + timedelta(hours=47)):
        add(phone, key="later")
    with clock.travel(monday + timedelta(hours=49)):
        forget_old()
    assert RequestOutcome.objects.get().key == "later"


# At the same moment


def both(deed) -> list:
    """Do a deed in two threads that meet, where locks let them, just before the key is written."""
    meeting, answers = Barrier(2), []

    def meet(execute, sql, params, many, context):
        if sql.startswith(('INSERT INTO "kit_requestoutcome"', 'INSERT INTO "customers_customer"')):
            with suppress(BrokenBarrierError):  # the other one waits for a lock that this one holds
                meeting.wait(timeout=1)
        return execute(sql, params, many, context)

    def run():
        try:
            with connection.execute_wrapper(meet):
                answers.append(deed())
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(answer.status_code for answer in answers)


def test_at_the_same_moment_one_is_done(phone):
    codes = both(lambda: add(Phone(phone.token)))
    assert codes in ([201, 409], [201, 201])
    assert (Customer.objects.count(), added()) == (1, 1)
    assert add(phone)["Idempotent-Replayed"] == "true"


def test_at_the_same_moment_without_the_guard_both_are(phone):
    assert both(lambda: add(Phone(phone.token), key="")) == [201, 201]
    assert Customer.objects.count() == 2


# Killed

SCRIPT = """
import os, signal, django
django.setup()
from django.db import connection
from django.test import Client

def die(execute, sql, params, many, context):
    if sql.startswith('UPDATE "kit_requestoutcome"'):
        print("the deed is done", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

with connection.execute_wrapper(die):
    headers = {"Authorization": f"Bearer {os.environ['TOKEN']}", "Idempotency-Key": "k", "Host": "127.0.0.1"}
    answer = Client().post("/api/v1/people/", {"name": "Ada"}, content_type="application/json", headers=headers)
    print(answer.status_code, answer.content)
"""


def test_killed_between_deed_and_outcome_it_left_neither(phone):
    environment = {
        **os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "mlmcrm.settings", "TOKEN": phone.token,
    }  # fmt: skip
    environment.pop("REDIS_URL", None)
    killed = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, "the deed is done\n"), killed
    assert not Customer.objects.exists()
    assert RequestOutcome.objects.get().status is None
    assert add(phone).status_code == 409
    with clock.travel(clock.now() + keys.LEASE + timedelta(seconds=1)):
        assert add(phone).status_code == 201
    assert (Customer.objects.count(), added()) == (1, 1)
