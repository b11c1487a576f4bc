"""Every address that can be read asks the same few questions with 1, 3 and 30 rows of everything, none more than twice.

A new page or endpoint stands in one of the two tables with its literal figure, or this fails.
"""

import pytest

from tests.api.conftest import phone_of
from tests.doors.addresses import addresses, api_addresses
from tests.doors.api_table import API_DOORS
from tests.doors.table import DOORS
from tests.queries import world
from tests.queries.counting import Counted, count_queries

TWICE = 2  # the most that one statement may be asked
OFTEN = {
    "playbook-go-live": 4,  # what is live, its dry run, that of the draft
    "playbook-who-changes": 3,
    "appointments-kept": 6,  # months
}
# Queries with those for session and user; pages also with what stands around them.
PAGES = {
    "account_change_password": 3,
    "account_confirm_email": 2,
    "account_email": 7,
    "account_email_verification_sent": 2,
    "account_inactive": 2,
    "account_logout": 2,
    "account_reauthenticate": 2,
    "account_reset_password": 2,
    "account_reset_password_done": 2,
    "account_reset_password_from_key": 3,
    "account_reset_password_from_key_done": 2,
    "consent-give": 4,
    "healthz": 0,
    "history": 6,
    "import": 4,
    "import-refused": 3,
    "import-run": 5,
    "import-sample-orders": 2,
    "import-sample-people": 2,
    "import-state": 4,
    "invitation": 3,
    "ladder": 8,
    "ladder-move": 5,
    "letters-reopen": 4,
    "message": 12,
    "messages": 7,
    "messages-waited": 4,
    "note-add": 4,
    "order": 8,
    "order-add": 4,
    "order-change": 4,
    "order-preview": 3,
    "orders": 7,
    "people": 6,
    "person": 19,
    "person-add": 3,
    "person-climb": 4,
    "person-edit": 7,
    "person-grief": 4,
    "person-names": 2,
    "person-rest": 4,
    "person-touches": 4,
    "appointment": 8,
    "appointment-add": 10,
    "appointment-move": 12,
    "calendar": 18,
    "appointment-guest": 4,
    "appointment-guest-cancel": 4,
    "booking-page": 11,
    "booking-page-asked": 3,
    "waiting-guest": 3,
    "appointment-guest-move": 9,
    "preferences": 7,
    "playbook": 12,
    "playbook-planning": 4,
    "playbook-dry-run": 23,
    "playbook-go-live": 33,
    "playbook-who-changes": 32,
    "message-card": 3,  # the dry run of what is live, and of what would be
    "playbook-share": 6,
    "playbook-shared": 7,
    "playbooks": 7,
    "product": 4,
    "product-add": 3,
    "offers": 8,
    "offer": 16,
    "offer-add": 4,
    "offer-change": 6,
    "synonyms": 4,
    "products": 4,
    "search": 6,
    "settings": 4,
    "settings-appointments": 12,
    "meeting": 17,
    "meeting-facts": 6,
    "meeting-order": 12,
    "meeting-kind": 4,
    "meeting-kind-add": 3,
    "settings-hours": 5,
    "settings-security": 4,
    "settings-team": 4,
    "shortcuts": 3,
    "step": 7,
    "step-add": 5,
    "today": 14,
    "today-read": 4,
    "touch-log": 4,
    "usersessions_list": 4,
    "welcome": 4,
    "appointment-notes": 12,
    "appointment-notes-print": 7,
    "card": 5,
    "card-add": 4,
    "cards": 5,
    "enrol": 11,
    "enrol-terms": 5,
    "enrolment": 4,
    "enrolments": 6,
    "join": 5,
    "join-asked": 3,
    "join-own": 7,
    "join-terms": 6,
    "meeting-enrol": 9,
    "notes-guest": 7,
    "card-document": 3,
    "card-versions": 5,
    "product-cards": 7,
    "survey": 4,
    "surveys": 6,
    "suggestions": 5,
    "survey-write": 4,
    "complain": 5,
    "complaint": 12,
    "complaint-add": 4,
    "complaints": 8,
    "promise-add": 4,
    "retention": 11,
    "team-export-csv": 3,
    "team-export-xlsx": 10,
    "team": 18,
    "team-legs": 8,
    "team-of": 18,
    "promise-break": 4,
    "promise-change": 4,
    "promise-propose": 6,
    "promises": 7,
    "referrals": 9,
    "standing": 6,
    "standing-add": 4,
    "standing-change": 5,
    "standing-guest": 6,
    "standing-one": 6,
    "want-add": 4,
    "appointment-file": 6,
    "appointment-guest-file": 3,
    "appointments-kept": 15,
    "calendar-emergency": 4,
    "calendar-feed": 7,
    "settings-calendars": 5,
}
# Queries with the one that signs in.
ENDPOINTS = {
    "appointments-detail": 3,
    "appointments-kept": 3,
    "appointments-list": 3,
    "appointments-notes": 2,
    "corrections-detail": 2,
    "corrections-list": 2,
    "availability": 4,
    "devices-detail": 2,
    "devices-list": 2,
    "docs": 0,
    "events": 4,
    "me": 1,
    "meeting-kinds-detail": 2,
    "meeting-kinds-list": 2,
    "messages-detail": 2,
    "messages-list": 2,
    "orders-detail": 4,
    "orders-list": 4,
    "people-consents": 3,
    "people-detail": 3,
    "people-list": 3,
    "people-notes": 3,
    "playbooks-detail": 3,
    "playbooks-difference": 4,
    "playbooks-list": 2,
    "playbooks-news": 2,
    "playbooks-planning": 3,
    "playbooks-shared": 2,
    "products-detail": 2,
    "products-list": 2,
    "replies-detail": 2,
    "replies-list": 2,
    "schema": 0,
    "tasks-detail": 2,
    "tasks-list": 2,
    "today": 10,
    "touches-detail": 2,
    "touches-list": 2,
    "offers-detail": 3,
    "offers-list": 3,
    "offers-reach": 13,
    "offers-result": 4,
    "synonyms-detail": 2,
    "synonyms-list": 2,
    "cards-detail": 3,
    "cards-list": 3,
    "enrolments-detail": 2,
    "enrolments-list": 2,
    "enrolments-terms": 2,
    "flags-detail": 2,
    "flags-list": 2,
    "reports-downline": 17,
    "retention": 8,
    "surveys-detail": 2,
    "surveys-list": 2,
    "suggestions-detail": 2,
    "suggestions-list": 2,
    "complaints-detail": 3,
    "complaints-list": 3,
    "promises-detail": 2,
    "promises-propose": 5,
    "promises-list": 2,
    "referrals-detail": 2,
    "referrals-list": 2,
    "standing-orders-detail": 4,
    "standing-orders-list": 4,
    "wants-detail": 3,
    "wants-list": 4,
}


def read(client, found, table, things: dict) -> dict[str, Counted]:
    """Open each address that answers, and say what that asked."""
    counted = {}
    for address in found:
        door = table[address.name]
        path = address.fill({argument: things[thing] for argument, thing in door.arguments.items()})
        query = "&".join(f"{name}={value}" for name, value in getattr(door, "query", {}).items())
        path = f"{path}?{query}" if query else path
        if client.get(path).status_code == 200:  # and what is asked once in the life of a process is asked
            counted[address.name] = count_queries(client, path)
    return counted


def too_often(counted: dict[str, Counted]) -> dict[str, dict]:
    repeated = {
        name: {sql: n for sql, n in found.repeated.items() if n > OFTEN.get(name, TWICE)}
        for name, found in counted.items()
    }
    return {name: found for name, found in repeated.items() if found}


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_pages(as_ben, ben, by_ben, rows):
    counted = read(as_ben, addresses(), DOORS, world.fill(ben, by_ben, rows))
    assert {name: found.count for name, found in counted.items()} == PAGES
    assert too_often(counted) == {}


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_endpoints(ben, by_ben, rows):
    things = world.fill(ben, by_ben, rows)
    counted = read(phone_of(ben), api_addresses(), API_DOORS, things)
    assert {name: found.count for name, found in counted.items()} == ENDPOINTS
    assert too_often(counted) == {}
