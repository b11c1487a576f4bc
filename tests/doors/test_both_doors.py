"""One verb, two doors: the page and the API leave the same rows and events, and a stranger gets nothing from either."""

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from appointments.models import Guest
from customers.ladder import Rung
from mlmcrm.api.pages import document
from tests.api.conftest import phone_of
from tests.doors.prepared import (
    at_rest,
    agreed,
    begun,
    closed_well,
    dropped,
    enrolled,
    nothing_goes,
    out_of_hand,
    out_of_use,
    put_right,
    retired,
    shared,
    shared_card,
    soon,
    state_of_message,
    tagged,
    voided,
    with_a_line,
    with_an_agenda,
    with_marks,
    without_kinds,
    written_since,
)
from tests.doors.test_api_doors import paths

TRADES = ("kit", "team", "customers", "followups", "appointments", "sales", "mlmcrm")
BESIDE = {"RequestOutcome", "Tally", "Pulse"}  # about calls, not about people
# What differs by the door, or by when a row was made: not what was done.
UNLIKE = {"door", "deed", "request_key", "last_used_at", "expires_at", "last_login"}


@dataclass(frozen=True)
class Verb:
    """A deed by both doors. `thing` is the row of Ben's that it is about; `first` prepares it.

    `named` is the argument by which the page finds the thing, where it is not its id.
    """

    page: str
    typed: dict
    call: str
    said: dict = field(default_factory=dict)
    thing: str = ""
    method: str = "POST"
    first: Callable | None = None
    named: str = ""
    at: dict = field(default_factory=dict)  # all arguments of the page, where the API has others
    more: dict = field(default_factory=dict)  # other arguments: name on the page and in the API, thing


PROFILE = {
    "name": "Ben Otto", "greeting": "", "signature": "", "handle": "ben", "language": "en", "zone": "Europe/Berlin",
    "theme": "system", "shortcuts": "device", "daily_limit": "7", "review_repeat_thanks": "on",
}  # fmt: skip
ROSA = {
    "name": "Rosa Lind",
    "greeting": "Rosa",
    "emails": "rosa@post.example",
    "warmth": "warm",
    "version": "1",
}
WORDS = {"subject": "Dear Rosa", "text": "Thank you for coming back to us."}
NOTED = {"text": "Likes tea"}
TEN = "2026-03-03T09:00:00Z"
LUNCH = {"weekday": 4, "starts": "12:00", "ends": "13:00", "title": "Lunch"}
MONTHLY = {"every": 1, "unit": "month", "starts_on": "2026-03-31", "agreed_words": "Yes"}
LIMITS = {
    "most_a_day": "4", "most_a_week": "", "minutes_a_day": "", "minutes_a_week": "", "most_in_a_row": "",
    "pause_minutes": "30", "notice_minutes": "120", "furthest_days": "60", "step_minutes": "15", "early_minutes": "5", "remind_me": "on",
}  # fmt: skip
TASTING = {
    "name": "Tasting", "about": "", "minutes": 90, "place": "here", "address": "", "travel_minutes": 0,
    "minutes_before": 0, "minutes_after": 15, "seats": 6, "who": "anyone",
}  # fmt: skip
GIFT = {"code": "G", "name": "Gift box", "price": "7.50", "pv": "3.00", "lasts_days": "30"}
GIFT_SAID = {
    "code": "G", "name": "Gift box", "price": {"amount": "7.50", "currency": "EUR"}, "pv": "3.00", "lasts_days": 30,
}  # fmt: skip

VERBS = {
    "add a person": Verb("person-add", {"name": "Ada", "warmth": "warm"}, "people-list", {"name": "Ada"}),
    "change a person": Verb(
        "person-edit", {**ROSA, "source": "fair"}, "people-detail", {"source": "fair"}, "rosa", "PATCH"
    ),
    "delete a person": Verb("person-delete", {}, "people-detail", {}, "rosa", "DELETE"),
    "move up": Verb(
        "ladder-move", {"rung": Rung.ADVOCATE.value, "reason": "She told all her friends", "stands": Rung.MEMBER.value},
        "people-move", {"rung": "advocate", "reason": "She told all her friends", "stands": "member"}, "rosa",
    ),
    "move a step back": Verb(
        "ladder-move", {"rung": Rung.CUSTOMER.value, "reason": "It was her sister"},
        "people-move", {"rung": "customer", "reason": "It was her sister"}, "rosa",
    ),
    "tag people": Verb("people-tag", {"people": "rosa", "tag": "Fair"}, "people-tag", {"people": ["rosa"], "tag": "Fair"}),
    "untag people": Verb(
        "people-untag", {"people": "rosa", "gone": "tag"}, "people-untag", {"people": ["rosa"], "tag": "fair"}, first=tagged
    ),
    "note people": Verb("people-note", {"people": "rosa", "text": "Tea"}, "people-note", {"people": ["rosa"], "text": "Tea"}),
    "plan for people": Verb(
        "people-plan", {"people": "rosa", "kind": "other", "local_date": "2026-03-05", "title": "Write"},
        "tasks-many", {"people": ["rosa"], "kind": "other", "day": "2026-03-05", "title": "Write"},
    ),
    "add a note": Verb("note-add", {"text": "Likes tea"}, "people-notes", {"text": "Likes tea"}, "rosa"),
    "give a consent": Verb(
        "consent-give", {"channel": "email", "purpose": "marketing", "source": "by phone"},
        "people-consents", {"channel": "email", "purpose": "marketing", "source": "by phone"}, "rosa",
    ),
    "spare in grief": Verb(
        "person-grief", {"until": "2026-04-13"}, "people-detail", {"grieving_until": "2026-04-13"}, "rosa", "PATCH"
    ),
    "let rest": Verb(
        "person-rest", {"until": "2026-06-01"}, "people-detail", {"resting_until": "2026-06-01"}, "rosa", "PATCH"
    ),
    "wish for fewer touches": Verb(
        "person-touches", {"touches_a_week": "1"}, "people-detail", {"touches_a_week": 1}, "rosa", "PATCH"
    ),
    "withdraw a consent": Verb(
        "consent-withdraw", {}, "people-withdraw", {}, "rosa", more={"consent_pk": "consent", "consent": "consent"}
    ),
    "log a contact": Verb(
        "touch-log", {"kind": "call", "direction": "in", "note": "Asked", "inquiry": "on"},
        "touches-list", {"person": "rosa", "kind": "call", "direction": "in", "note": "Asked", "inquiry": True}, "rosa",
    ),
    "place an order": Verb(
        "order-add", {"person": "rosa", "typed": "2 KIT", "purpose": "customer", "extras": "A card"},
        "orders-list",
        {"person": "rosa", "items": [{"product": "KIT", "quantity": 2}], "purpose": "customer", "extras": "A card"},
    ),
    "repeat an order": Verb("order-repeat", {}, "orders-repeat", {}, "order"),
    "change an order": Verb(
        "order-change", {"version": "1", "told_delivery_on": "2026-03-09", "extras": "A card"},
        "orders-detail", {"told_delivery_on": "2026-03-09", "extras": "A card"}, "order", "PATCH",
    ),
    "deliver an order": Verb("order-deliver", {"on": "2026-03-02"}, "orders-deliver", {"on": "2026-03-02"}, "order"),
    "void an order": Verb("order-void", {"reason": "Not so"}, "orders-void", {"reason": "Not so"}, "order"),
    "return an order": Verb("order-return", {"reason": "Broken"}, "orders-bring-back", {"reason": "Broken"}, "order"),
    "reinstate an order": Verb("order-reinstate", {}, "orders-reinstate", {}, "order", first=voided),
    "add a product": Verb("product-add", GIFT, "products-list", GIFT_SAID),
    "change a product": Verb("product", GIFT, "products-detail", GIFT_SAID, "product", "PATCH"),
    "retire a product": Verb("product-retire", {}, "products-retire", {}, "product"),
    "offer a product": Verb("product-offer", {}, "products-offer", {}, "product", first=retired),
    "finish a task": Verb("task-done", {"touch_kind": "call"}, "tasks-done", {"touch_kind": "call"}, "task"),
    "put a task off": Verb("task-later", {}, "tasks-later", {}, "task"),
    "cancel a task": Verb("task-cancel", {}, "tasks-cancel", {}, "task"),
    "keep words": Verb("message", WORDS, "messages-detail", WORDS, "message", "PATCH", state_of_message("draft")),
    "approve a letter": Verb(
        "message-approve", WORDS, "messages-approve", WORDS, "message", first=state_of_message("draft")
    ),
    "hand a message over": Verb(
        "message-handed-over", WORDS, "messages-handed-over", WORDS, "message", first=state_of_message("draft", "text")
    ),
    "cancel a letter": Verb("message-cancel", {}, "messages-cancel", {}, "message"),
    "send a letter again": Verb(
        "message-again", {}, "messages-again", {}, "message", first=state_of_message("uncertain")
    ),
    "confirm an arrival": Verb(
        "message-arrived", {}, "messages-arrived", {}, "message", first=state_of_message("uncertain")
    ),
    "book": Verb(
        "appointment-add", {"kind": "KIND", "person": "rosa", "at": TEN, "title": "Tea", "note": "Bring balm"},
        "appointments-list", {"kind": "KIND", "people": ["rosa"], "starts_at": TEN, "title": "Tea", "note": "Bring balm"},
    ),
    "confirm a meeting": Verb("appointment-confirm", {}, "appointments-confirm", {}, "appointment"),
    "move a meeting": Verb(
        "appointment-move", {"at": TEN, "anyway": "on"}, "appointments-move", {"starts_at": TEN, "anyway": True}, "appointment"
    ),
    "cancel a meeting": Verb(
        "appointment-cancel", {"reason": "Ill"}, "appointments-cancel", {"reason": "Ill"}, "appointment"
    ),
    "meet elsewhere": Verb(
        "appointment-address", {"address": "Hill 1"}, "appointments-address", {"address": "Hill 1"}, "appointment"
    ),
    "confirm a seat": Verb(
        "appointment-seat-confirm", {}, "appointments-confirm-seat", {"person": "rosa"}, "group", at={"pk": "seat"}
    ),
    "take a guest off": Verb(
        "appointment-seat-remove", {}, "appointments-remove-guest", {"person": "rosa"}, "group", at={"pk": "seat"}
    ),
    "be there": Verb("appointment-arrive", {}, "appointments-arrive", {}, "appointment", first=soon),
    "finish a meeting": Verb("appointment-finish", {}, "appointments-finish", {}, "appointment", first=begun),
    "miss a meeting": Verb(
        "appointment-miss", {"side": "us", "reason": "Ill"}, "appointments-miss", {"side": "us", "reason": "Ill"},
        "appointment", first=begun,
    ),
    "be late": Verb("appointment-late", {"minutes": "10"}, "appointments-late", {"minutes": 10}, "appointment", first=soon),
    "write the notes": Verb(
        "meeting-save", {**NOTED, "revision": "0", "page": "here"}, "appointments-notes",
        {**NOTED, "revision": 0, "written_by": "here"}, "appointment", "PUT",
    ),
    "write the notes by PATCH": Verb(
        "meeting-save", {**NOTED, "revision": "0", "page": "here"}, "appointments-notes",
        {**NOTED, "revision": 0, "written_by": "here"}, "appointment", "PATCH",
    ),
    "begin the meeting": Verb("meeting-begin", {}, "appointments-notes-begin", {}, "appointment", first=with_an_agenda),
    "talk about an item": Verb(
        "meeting-item", {"position": "1"}, "appointments-notes-run-item", {"item": 1}, "appointment", first=with_an_agenda
    ),
    "tick an item off": Verb(
        "meeting-item", {"position": "0", "do": "finish"}, "appointments-notes-finish-item", {"item": 0}, "appointment",
        first=with_an_agenda,
    ),
    "end the meeting": Verb("meeting-end", {}, "appointments-notes-end", {}, "appointment", first=with_marks),
    "take over what was written since": Verb(
        "meeting-take-over", {}, "appointments-notes-take-over", {}, "held", first=written_since
    ),
    "look the notes over": Verb(
        "appointment-notes", {"text": "Thank you."}, "appointments-notes-review", {"text": "Thank you.", "going": []}, "held"
    ),
    "send the notes": Verb(
        "appointment-notes-send", {"text": "Thank you.", "edition": "1"}, "appointments-notes-send",
        {"text": "Thank you.", "edition": 1}, "held", first=nothing_goes,
    ),
    "take a correction over": Verb(
        "correction-take", {}, "corrections-take", {}, "correction", at={"pk": "held", "correction": "correction"}
    ),
    "leave a correction": Verb(
        "correction-leave", {}, "corrections-leave", {}, "correction", at={"pk": "held", "correction": "correction"}
    ),
    "add a kind": Verb("meeting-kind-add", TASTING, "meeting-kinds-list", TASTING),
    "change a kind": Verb("meeting-kind", TASTING, "meeting-kinds-detail", TASTING, "meeting_kind", "PATCH"),
    "retire a kind": Verb("meeting-kind-retire", {}, "meeting-kinds-retire", {}, "meeting_kind"),
    "bring a kind back": Verb(
        "meeting-kind-back", {}, "meeting-kinds-bring-back", {}, "meeting_kind", first=out_of_use
    ),
    "begin with the usual kinds": Verb("meeting-kinds-usual", {}, "meeting-kinds-usual", first=without_kinds),
    "set limits": Verb("settings-availability", LIMITS, "availability", {"most_a_day": 4}, method="PATCH"),
    "protect a time": Verb("protected-time-add", LUNCH, "availability-protect", LUNCH),
    "set the hours of a day": Verb(
        "hours-on-day-set", {"day": "2026-03-04", "opens": "09:00", "closes": "12:00"},
        "availability-on-day", {"day": "2026-03-04", "hours": [{"opens": "09:00", "closes": "12:00"}]},
    ),
    "write a complaint down": Verb(
        "complaint-add", {"text": "Late", "wish": "Sooner"},
        "complaints-list", {"person": "rosa", "text": "Late", "wish": "Sooner"}, "rosa",
    ),
    "hear a complaint": Verb(
        "complaint-heard", {"heard": "The lid"}, "complaints-hear", {"heard": "The lid"}, "complaint"
    ),
    "put a complaint right": Verb(
        "complaint-put-right", {"fix": "other", "remedy": "Both again", "cost": "12.50"},
        "complaints-put-right", {"remedy": "Both again", "cost": {"amount": "12.50", "currency": "EUR"}}, "complaint",
    ),
    "give something beside it": Verb(
        "complaint-extra", {"extra": "A box", "cost": "5"},
        "complaints-extra", {"extra": "A box", "cost": {"amount": "5.00", "currency": "EUR"}}, "complaint",
    ),
    "say when it arrives": Verb(
        "complaint-arrival", {"planned_on": "2026-03-05"}, "complaints-arrival", {"planned_on": "2026-03-05"}, "complaint"
    ),
    "ask whether all is well": Verb("complaint-ask", {}, "complaints-ask", {}, "complaint", first=put_right),
    "close a complaint": Verb("complaint-well", {"words": "Fine"}, "complaints-close", {"words": "Fine"}, "complaint"),
    "it is not right yet": Verb(
        "complaint-not-yet", {"words": "No"}, "complaints-not-yet", {"words": "No"}, "complaint", first=put_right
    ),
    "note the cause": Verb(
        "complaint-cause", {"cause": "packing", "cause_words": "Lids"},
        "complaints-detail", {"cause": "packing", "cause_words": "Lids"}, "complaint", "PATCH",
    ),
    "ask the sponsor": Verb(
        "complaint-sponsor", {"words": "And now?"}, "complaints-ask-sponsor", {"words": "And now?"}, "complaint"
    ),
    "open a complaint again": Verb("complaint-reopen", {}, "complaints-reopen", {}, "complaint", first=closed_well),
    "take a complaint back": Verb("complaint-take-back", {}, "complaints-take-back", {}, "complaint"),
    "begin an enrolment": Verb(
        "enrol-keep", {"name": "Rosa L."}, "enrolments-list", {"person": "rosa", "name": "Rosa L."}, "rosa"
    ),
    "drop an enrolment": Verb("enrolment-drop", {}, "enrolments-drop", {}, "enrolment"),
    "take an enrolment up": Verb("enrolment-take-up", {}, "enrolments-take-up", {}, "enrolment", first=dropped),
    "take an enrolment back": Verb("enrolment-cancel", {}, "enrolments-cancel", {}, "enrolment", first=enrolled),
    "promise": Verb(
        "promise-add", {"text": "A card", "due_on": "2026-03-05", "told_on": "2026-03-06"},
        "promises-list", {"person": "rosa", "text": "A card", "due_on": "2026-03-05", "told_on": "2026-03-06"}, "rosa",
    ),
    "change a promise": Verb(
        "promise-change", {"text": "A red tin", "due_on": "2026-03-04", "told_on": "2026-03-06"},
        "promises-detail", {"text": "A red tin", "due_on": "2026-03-04", "told_on": "2026-03-06"}, "promise", "PATCH",
    ),
    "keep a promise": Verb("promise-keep", {}, "promises-keep", {}, "promise"),
    "break a promise": Verb("promise-break", {"reason": "Sold out"}, "promises-break", {"reason": "Sold out"}, "promise"),
    "release a promise": Verb("promise-release", {"reason": "No need"}, "promises-release", {"reason": "No need"}, "promise"),
    "thank for an introduction": Verb("referral-thank", {}, "referrals-thank", {}, "referral"),
    "note that a friend agreed": Verb("referral-agreed", {}, "referrals-agree", {}, "referral"),
    "tell how it went": Verb("referral-told", {}, "referrals-tell", {}, "referral", first=agreed),
    "begin a standing order": Verb(
        "standing-add", {"typed": "2 hand balm", **MONTHLY},
        "standing-orders-list", {"person": "rosa", "items": [{"product": "BALM", "quantity": 2}], **MONTHLY}, "rosa",
    ),
    "change a standing order": Verb(
        "standing-change", {"typed": "3 hand balm", "every": 6, "unit": "week", "next_on": "2026-03-09"},
        "standing-orders-detail",
        {"items": [{"product": "BALM", "quantity": 3}], "every": 6, "unit": "week", "next_on": "2026-03-09"},
        "standing", "PATCH",
    ),
    "leave a run out": Verb("standing-skip", {}, "standing-orders-skip", {}, "standing"),
    "put a run off": Verb("standing-delay", {"to": "2026-03-25"}, "standing-orders-delay", {"to": "2026-03-25"}, "standing"),
    "let a standing order rest": Verb("standing-pause", {}, "standing-orders-pause", {}, "standing"),
    "take a standing order up": Verb("standing-resume", {}, "standing-orders-resume", {}, "standing", first=at_rest),
    "end a standing order": Verb("standing-end", {"reason": "Enough"}, "standing-orders-end", {"reason": "Enough"}, "standing"),
    "note a want": Verb("want-add", {"text": "A tin"}, "wants-list", {"person": "rosa", "text": "A tin"}, "rosa"),
    "meet a want": Verb("want-met", {}, "wants-met", {}, "want"),
    "drop a want": Verb("want-drop", {}, "wants-drop", {}, "want"),
    "write an offer": Verb(
        "offer-add",
        {
            "title": "Balm", "text": "Mild.", "products": "OWN", "price": "9.50", "starts_on": "2026-03-02",
            "ends_on": "2026-03-20", "rungs": "3", "held_back": "10", "else_task": "on",
        },
        "offers-list",
        {
            "title": "Balm", "text": "Mild.", "products": ["KIT"], "price": {"amount": "9.50", "currency": "EUR"},
            "starts_on": "2026-03-02", "ends_on": "2026-03-20", "rungs": ["customer"], "held_back": 10, "else_task": True,
        },
    ),
    "change an offer": Verb(
        "offer-change",
        {"title": "Balm", "products": "OWN", "starts_on": "2026-03-02", "ends_on": "2026-03-20", "held_back": "0"},
        "offers-detail",
        {
            "title": "Balm", "text": "", "products": ["KIT"], "starts_on": "2026-03-02", "ends_on": "2026-03-20",
            "held_back": 0, "else_task": False,
        },
        "offer", "PATCH",
    ),
    "let an offer go live": Verb("offer-live", {}, "offers-go-live", {}, "offer"),
    "end an offer": Verb("offer-end", {}, "offers-end", {}, "offer"),
    "teach a word": Verb("synonyms", {"said": "Tin", "meant": "Balm"}, "synonyms-list", {"said": "Tin", "meant": "Balm"}),
    "forget a word": Verb("synonym-forget", {}, "synonyms-detail", {}, "synonym", "DELETE"),
    "add a card": Verb(
        "card-add", {"kind": "use", "title": "At night", "text": "A little."},
        "cards-list", {"kind": "use", "title": "At night", "text": "A little."},
    ),
    "change a card": Verb(
        "card", {"kind": "use", "title": "At night", "text": "A little."},
        "cards-detail", {"kind": "use", "title": "At night", "text": "A little."}, "card", "PATCH",
    ),
    "share a card": Verb("card-share", {}, "cards-share", {}, "card", first=with_a_line),
    "share a card no more": Verb("card-unshare", {}, "cards-unshare", {}, "card", first=shared_card),
    "retire a card": Verb("card-retire", {}, "cards-retire", {}, "card"),
    "bring a card back": Verb("card-back", {}, "cards-bring-back", {}, "card", first=out_of_hand),
    "put a playbook live": Verb("playbook-go-live", {}, "playbooks-go-live", {}, "playbook", named="key"),
    "throw a draft away": Verb(
        "playbook-throw-away", {}, "playbooks-throw-away", {}, "playbook", named="key"
    ),
    "share a playbook": Verb("playbook-share", {}, "playbooks-share", {}, "playbook", first=with_a_line, named="key"),
    "share a playbook no more": Verb("playbook-unshare", {}, "playbooks-unshare", {}, "playbook", first=shared, named="key"),
    "note an answer": Verb(
        "message-replied", {"text": "She called"}, "messages-replied", {"text": "She called"}, "message",
        first=state_of_message("uncertain"),
    ),
    "settle an answer": Verb("reply-settle", {"meaning": "stop"}, "replies-settle", {"meaning": "stop"}, "reply"),
    "change settings": Verb("settings", PROFILE, "me", {"name": "Ben Otto", "daily_limit": 7}, method="PATCH"),
    "set quiet hours": Verb(
        "settings-quiet-hours", {"quiet_hours_on": "on", "quiet_from": "22:00", "quiet_until": "06:30"},
        "me", {"quiet_hours_on": True, "quiet_from": "22:00", "quiet_until": "06:30"}, method="PATCH",
    ),
    "sign a device out": Verb("settings-device-out", {}, "devices-detail", {}, "device", "DELETE"),
    "undo": Verb("undo", {}, "undo", {}, "event"),
}  # fmt: skip

# Writes of the API that no page has, each with its reason.
HERE_ALONE = {
    (
        "POST",
        "auth-token",
    ): "the page signs a browser in, not a device; tests/api/test_signing_in.py counts both",
    ("POST", "auth-sign-out"): "a device signs itself out",
    ("POST", "people-restore"): "the page has undo",
    ("POST", "touches-revoke"): "the page has undo",
    ("POST", "complaints-add"): "the page that writes one down adds to one that is open",
    ("POST", "tasks-list"): "the page plans for many people at once",
    ("POST", "tasks-reopen"): "the page has undo",
    ("POST", "messages-hold"): "the page has undo",
    ("POST", "messages-restore"): "the page has undo",
    ("PATCH", "playbooks-detail"): "the page edits step by step; tests/followups/test_playbooks.py has both",
    (
        "POST",
        "availability-free",
    ): "the page finds it by its number, and a stranger 404; tests/api/test_appointments.py",
    ("POST", "playbooks-give-back"): "the page finds it by its name, and a stranger the house's",
    ("POST", "playbooks-catch-up"): "the page finds it by its name, and a stranger the house's",
    ("POST", "playbooks-dry-run"): "it writes nothing",
    ("POST", "playbooks-preview"): "it writes nothing",
    ("POST", "playbooks-test"): "the page finds its step by the address; the letter is no row",
    ("POST", "playbooks-take"): "nobody shares with Ben here; tests/api/test_playbooks.py takes one",
}

ABOUT_A_PERSON = {"standing-orders-list", 
    "enrolments-list",
    "touches-list",
    "promises-list",
    "complaints-list",
    "wants-list",
}  # named in the body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture(autouse=True)
def _same_marks(monkeypatch):
    """The marks of drafts and the tokens of guests are by chance, and differ from door to door."""
    monkeypatch.setattr(secrets, "token_hex", lambda size: "0" * 2 * size)
    token = Guest._meta.get_field("token")
    monkeypatch.setattr(token, "_get_default", lambda: UUID(int=Guest.objects.count()), raising=False)


@pytest.fixture
def doors(ben):
    """The page and the API, each as (name, a function that goes through it)."""
    return _both(_browser(ben), phone_of(ben))


def _browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _both(browser, phone) -> dict[str, Callable]:
    def by_page(verb: Verb, things: dict):
        arguments = (
            {verb.named or "pk": things[f"{verb.thing}_{verb.named}" if verb.named else verb.thing]}
            if verb.thing
            else {}
        )
        arguments |= {name: things[thing] for name, thing in verb.more.items() if name.endswith("_pk")}
        arguments = {name: things[thing] for name, thing in verb.at.items()} or arguments
        return browser.post(reverse(verb.page, kwargs=arguments), _filled(verb.typed, things))

    def by_api(verb: Verb, things: dict):
        arguments = {"pk": things.get(verb.thing)} | {
            name: things[thing] for name, thing in verb.more.items()
        }
        body = json.dumps(_filled(verb.said, things))
        return phone.generic(verb.method, paths()[verb.call].fill(arguments), body)

    return {"page": by_page, "api": by_api}


def _filled(words: dict, things: dict) -> dict:
    """Put the ids where Rosa or a tag is meant."""
    return {name: _filled_in(name, value, things) for name, value in words.items()}


def _filled_in(name: str, value, things: dict):
    if name in ("people", "gone"):
        return [str(things[one]) for one in value] if isinstance(value, list) else str(things[value])
    if value == "OWN":
        return str(things["product"])
    if value == "KIND":
        return str(things["meeting_kind"])
    return str(things["rosa"]) if name == "person" else value


@pytest.mark.parametrize("name", VERBS)
def test_both_doors_do_the_same(name, doors, things, by_ben):
    verb, before, left = VERBS[name], None, {}
    if verb.first:
        verb.first(things, by_ben)
    before = everything()
    for door, goes_through in doors.items():
        with transaction.atomic():
            answer = goes_through(verb, things)
            assert answer.status_code < 400, (door, answer.content.decode()[-2000:])
            left[door] = changed(before, everything())
            transaction.set_rollback(True)
    assert left["page"] == left["api"]
    assert left["page"] != [], "the deed left nothing at all"


@pytest.mark.parametrize("name", [name for name, verb in VERBS.items() if verb.thing])
def test_a_stranger_gets_nothing_from_either(name, things, by_ben, cleo, ana):
    verb = VERBS[name]
    if verb.first:
        verb.first(things, by_ben)
    for person in (cleo, ana):
        goes = _both(_browser(person), phone_of(person))
        before = everything()
        answers = {door: goes_through(verb, things) for door, goes_through in goes.items()}
        refused = {"page": 404, "api": 400 if verb.call in ABOUT_A_PERSON else 404}
        assert {door: answer.status_code for door, answer in answers.items()} == refused
        assert changed(before, everything()) == []


def test_every_write_of_the_api_is_tried():
    known = {(verb.method, verb.call) for verb in VERBS.values()} | set(HERE_ALONE)
    by_path = {address.path: name for name, address in paths().items()}
    writes = {
        (method.upper(), by_path[re.sub(r"\{(\w+)\}", _as_argument, path).lstrip("/")])
        for path, methods in document()["paths"].items()
        for method in methods
        if method != "get"
    }
    assert writes - known == set(), (
        "give the verb both doors a line in VERBS, or say in HERE_ALONE why it has one"
    )
    assert known - writes == set()


def _as_argument(found) -> str:
    return f"%({'pk' if found[1] == 'id' else found[1]})s"


# Everything that is kept, so that two doors can be compared


def everything() -> dict[tuple, dict]:
    """All rows of ours by model and key."""
    kept = {}
    for model in apps.get_models():
        if model._meta.app_label in TRADES and model.__name__ not in BESIDE:
            for row in model._base_manager.order_by("pk"):
                kept[model.__name__, row.pk] = _facts(row)
    return kept


def _facts(row: models.Model) -> dict:
    return {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if column.attname not in UNLIKE and not (column.primary_key and isinstance(column, models.AutoField))
    }


def _said(facts: dict) -> str:
    """The facts as text; 5.0000 is 5.00."""
    return re.sub(r'"(\d+\.\d\d)00"', r'"\1"', json.dumps(facts, default=str, sort_keys=True))


def changed(before: dict, after: dict) -> list[str]:
    """What was written and what is gone, as text; new ids are numbered in the order of their making."""
    new = [(model, pk) for model, pk in after if (model, pk) not in before]
    lines = [
        f"{model} {_said(facts)}" for (model, pk), facts in after.items() if before.get((model, pk)) != facts
    ]
    lines += [f"{model} {pk} is gone" for model, pk in before if (model, pk) not in after]
    text = "\n".join(lines)
    for number, (model, pk) in enumerate(new):
        name = f"new {model} {number}"
        if isinstance(pk, int):
            text = text.replace(f'"subject_id": "{pk}"', f'"subject_id": "{name}"')
        else:
            text = text.replace(str(pk), name)
    return sorted(text.split("\n")) if text else []
