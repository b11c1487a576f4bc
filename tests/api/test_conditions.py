"""If-Match holds until the deed is done: of two that read the same state and write at once, one is told so."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection, connections

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
