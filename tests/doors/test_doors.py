"""Every address, for every kind of visitor, by GET and by POST, against one table."""

import re
from collections import Counter

import pytest
from django.contrib.messages import ERROR, get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit.models import Event
from tests.doors.addresses import addresses, every_address, nameless
from tests.doors.conftest import VISITORS
from tests.doors.lasting import *  # noqa: F403
from tests.doors.table import DOORS, Door

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.I)
TOKEN = {"csrfmiddlewaretoken": "as a browser sends it"}
VISITS = (
    "django_session",
    "usersessions_usersession",
    "account_emailaddress",
)  # who is signed in, and as whom
MALFORMED = (
    "0",
    "-1",
    "x",
    "%00",
    "%ff",
    "..%2f",
    "1' OR '1'='1",
    "9" * 400,
    "00000000-0000-0000-0000-000000000000",
)

pytestmark = pytest.mark.django_db


def outcome(response) -> str:
    """One word for an answer: "login" when sent to the sign-in page, else the status."""
    if response.status_code == 302 and response.url.startswith(
        ("/accounts/login/", "/accounts/reauthenticate/")
    ):
        return "login" if "login" in response.url else "password"
    return str(response.status_code)


def path_of(door: Door, name: str, things: dict) -> str:
    address = next(address for address in addresses() if address.name == name)
    return address.fill({argument: things[thing] for argument, thing in door.arguments.items()})


def test_every_address_stands_in_the_table():
    known = {address.name for address in addresses()}
    assert known - set(DOORS) == set(), "write down in tests/doors/table.py what each visitor gets there"
    assert set(DOORS) - known == set(), "these addresses are gone; take their lines out of the table"


def test_every_address_has_a_name_of_its_own():
    assert nameless() == []
    times = Counter(address.name for address in every_address())
    assert [name for name, count in times.items() if count > 1] == []


@pytest.mark.parametrize("name", DOORS)
def test_reading(name, visitors, things):
    path = path_of(DOORS[name], name, things)
    got = {}
    for visitor, client in visitors.items():
        with CaptureQueriesContext(connection) as captured:
            got[visitor] = outcome(client.get(path, DOORS[name].query))
        written = [query["sql"] for query in captured if WRITES.match(query["sql"])]
        assert [sql for sql in written if not any(table in sql for table in VISITS)] == [], (
            "GET changes nothing"
        )
    assert got == dict(zip(VISITORS, DOORS[name].get.split(), strict=True))


@pytest.mark.parametrize("name", DOORS)
def test_writing(name, visitors, things):
    path = path_of(DOORS[name], name, things)
    before = Event.objects.count()
    got = {}
    for visitor, client in visitors.items():
        if visitor == "owner" and DOORS[name].is_private:
            assert Event.objects.count() == before, "somebody else changed what is Ben's"
        response = client.post(path, {**TOKEN, **DOORS[name].body})
        got[visitor] = outcome(response)
    assert got == dict(zip(VISITORS, DOORS[name].post.split(), strict=True))
    if got["owner"] == "302" and DOORS[name].is_private:
        changed = Event.objects.count() > before
        assert changed is not (DOORS[name].settled or _was_refused(response)), "a change leaves an event"


def _was_refused(response) -> bool:
    return any(message.level == ERROR for message in get_messages(response.wsgi_request))


@pytest.mark.parametrize("junk", MALFORMED)
def test_a_malformed_id_is_not_found(junk, visitors):
    for address in addresses():
        if address.arguments:
            path = address.fill(dict.fromkeys(address.arguments, junk))
            answers = {visitors["owner"].get(path).status_code, visitors["owner"].post(path).status_code}
            assert max(answers) < 500, path
            assert answers <= DOORS[address.name].malformed, path


def test_support_screens_are_for_staff_only(visitors):
    got = {visitor: client.get("/admin/").status_code for visitor, client in visitors.items()}
    assert got == {"anonymous": 302, "stranger": 302, "upline": 302, "staff": 200, "owner": 302}
