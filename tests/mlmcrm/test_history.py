"""The history: everything that was changed, in words, with Undo where it can be taken back."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from customers import actions
from customers.models import Customer, Touch
from followups.actions import finish_task, plan_task
from kit import clock
from kit.events import Actor, Door, last_event_of, record
from kit.models import Event
from kit.undo import undo
from mlmcrm.history import history_of
from mlmcrm.last_deed import last_deeds
from mlmcrm.models import Import
from sales.actions import place_order
from sales.models import Product

pytestmark = pytest.mark.usefixtures("monday")
ALL = {"topic": None, "person": None, "first": None, "last": None}


def by(user, door=Door.WEB):
    """The actor of one request."""
    return Actor(user, door)


def said(viewer, **wanted):
    return [f"{line.start}{line.name}{line.end}" for line in history_of(viewer, ALL | wanted).lines]


@pytest.fixture
def balm(company):
    return Product.objects.create(
        company=company, code="BALM", name="Hand balm", price=Decimal(12), currency="EUR"
    )


def test_a_change_is_told_field_by_field(rosa, ben):
    actions.change_person(
        person=rosa, by=by(ben), version=1, phones=["+4930123456"], warmth="cold", birthday=(1980, 3, 9)
    )
    [line] = history_of(ben, ALL).lines
    details = [(detail.label, detail.before, detail.after) for detail in line.told.details]
    assert (line.start, line.name, line.end) == ("", "Rosa Lind", " was changed")
    assert sorted(details) == [
        ("Birthday", "", "9 Mar 1980"),
        ("Knows you", "warm", "cold"),
        ("Phone", "", "+4930123456"),
    ]
    assert (line.url, line.source, line.can_undo) == (f"/people/{rosa.pk}/", "", True)


def test_newest_first_by_the_day(rosa, ben):
    actions.add_note(person=rosa, by=by(ben), text="First")
    clock.advance(days=1)
    actions.log_touch(person=rosa, by=by(ben), kind="call", note="Second")
    lines = history_of(ben, ALL).lines
    assert said(ben) == ["You called: Rosa Lind", "A note about Rosa Lind"]
    assert [(line.day, line.opens_day) for line in lines] == [
        (date(2026, 3, 3), True),
        (date(2026, 3, 2), True),
    ]


def test_an_order_is_told_with_what_follows(rosa, ben, balm):
    place_order(owner=ben, by=by(ben), lines=[(balm, 2, None)], person=rosa, request_key="1")
    lines = history_of(ben, ALL).lines
    [placed] = lines
    assert (placed.event.kind, placed.can_undo) == ("order.placed", True)
    assert placed.told.more == "2 × Hand balm: €24.00"
    assert [line.event.kind for line in placed.follows if line.can_undo] == []
    climbed = next(line for line in placed.follows if line.event.kind == "ladder.climbed")
    assert (climbed.end, climbed.told.more) == (" climbed to Customer", "An order")


@pytest.mark.parametrize(
    ("door", "source"),
    [
        ("task", "by the worker"),
        ("api", "from a device of yours"),
        ("import", "by import"),
        ("command", "by a command"),
    ],
)
def test_what_came_in_by_another_door_says_so(rosa, ben, door, source):
    actions.add_note(person=rosa, by=by(ben if door != "task" else None, door), text="Word")
    assert [line.source for line in history_of(ben, ALL | {"person": "rosa"}).lines] == [source]


def test_what_somebody_else_did_names_them(rosa, ben, ana):
    actions.add_note(person=rosa, by=by(ana), text="Word")
    assert history_of(ben, ALL).lines[0].source == "by Ana"


def test_somebody_deleted_is_named_without_a_link(rosa, ben):
    actions.delete_person(person=rosa, by=by(ben))
    [line] = history_of(ben, ALL).lines
    assert (line.name, line.end, line.url) == ("Rosa Lind", " was taken off your list", "")


def test_what_is_undone_says_when(rosa, ben):
    touch = actions.log_touch(person=rosa, by=by(ben), kind="call")
    clock.advance(minutes=12)
    undo(event=last_event_of(touch), by=by(ben))
    taken_back, logged = history_of(ben, ALL).lines
    assert said(ben) == ["A contact with Rosa Lind was taken back", "You called: Rosa Lind"]
    assert (logged.can_undo, logged.undone.at) == (False, clock.now())
    assert (taken_back.undone, taken_back.can_undo) == (None, False)


def test_only_ones_own(rosa, ben, cleo, as_cleo):
    actions.add_note(person=rosa, by=by(ben), text="Word")
    assert history_of(cleo, ALL).lines == []
    assert "Rosa" not in as_cleo.get("/history/").content.decode()


def test_what_comes_with_a_line_is_shown_where_one_person_is_asked_for(rosa, ben):
    other = actions.add_person(owner=ben, by=by(ben), name="Mai")
    assert said(ben) == ["Mai was added to your people"]
    [line] = history_of(ben, ALL | {"person": "mai"}).lines
    assert (line.end, [part.start for part in line.follows]) == (
        " was added to your people",
        ["Evidence for "],
    )
    assert said(ben, person="rosa") == []
    assert other.owner == ben


def test_narrowed_to_a_topic_and_to_days(rosa, ben):
    actions.add_note(person=rosa, by=by(ben), text="Word")
    clock.advance(days=1)
    plan_task(person=rosa, by=by(ben), kind="other", local_date=ben.today(), title="Bring tea")
    today = ben.today()
    yesterday = today - timedelta(days=1)
    assert said(ben, topic="tasks") == ["On the list for Rosa Lind: Bring tea"]
    assert said(ben, topic="touches") == ["A note about Rosa Lind"]
    assert said(ben, first=today) == ["On the list for Rosa Lind: Bring tea"]
    assert said(ben, last=yesterday) == ["A note about Rosa Lind"]
    assert said(ben, first=today + timedelta(days=1)) == []


def test_page_by_page(rosa, ben):
    for number in range(31):
        actions.add_note(person=rosa, by=by(ben), text=f"{number}")
    first = history_of(ben, ALL)
    second = history_of(ben, ALL, first.next)
    assert [len(first.lines), len(second.lines), second.next] == [30, 1, ""]
    assert second.lines[0].told.said == "0"
    assert (first.lines[0].opens_day, second.lines[0].opens_day) == (True, False)
    assert len(history_of(ben, ALL, "nonsense").lines) == 30


def test_what_came_with_a_deed_is_undone_with_it(rosa, ben):
    task = plan_task(person=rosa, by=by(None, Door.TASK), kind="check_in", local_date=ben.today())
    finish_task(task=task, by=by(ben), touch_kind="call")
    done = history_of(ben, ALL).lines[0]
    kinds = [(part.event.kind, part.can_undo) for part in done.follows]
    assert (done.event.kind, done.can_undo, ("touch.logged", False) in kinds) == ("task.done", True, True)
    undo(event=done.event, by=by(ben))
    opened, done, _planned = history_of(ben, ALL).lines
    assert {line.undone for line in (done, *done.follows)} == {done.undone} != {None}
    assert [line.can_undo for line in (opened, *opened.follows, done, *done.follows)] == [False] * (
        2 + len(opened.follows) + len(done.follows)
    )


def test_what_is_a_deed_of_its_own_keeps_its_undo(rosa, ben):
    go = by(ben)
    actions.give_consent(person=rosa, by=go, channel="email", purpose="marketing", source="Told me")
    actions.change_person(person=rosa, by=go, version=1, greeting="Rosie")
    [changed] = history_of(ben, ALL).lines
    [agreed] = changed.follows
    assert (changed.event.kind, changed.can_undo) == ("customer.changed", True)
    assert (agreed.event.kind, agreed.can_undo) == ("consent.given", True)


def test_a_part_of_a_line_is_swapped_by_itself(rosa, as_ben, ben):
    go = by(ben)
    consent = actions.give_consent(person=rosa, by=go, channel="email", purpose="marketing", source="Told me")
    actions.change_person(person=rosa, by=go, version=1, greeting="Rosie")
    event = last_event_of(consent)
    page = as_ben.get("/history/").content.decode()
    assert page.count(f'id="part-{event.pk}"') == 1
    headers = {"HX-Request": "true", "HX-Target": f"part-{event.pk}"}
    part = as_ben.post(f"/undo/{event.pk}/", headers=headers).content.decode()
    assert part.startswith(f'<li class="row" id="part-{event.pk}">')
    assert "Undone today, 10:30" in part and 'action="/undo/' not in part


def test_the_lines_of_a_file_are_told_by_the_end_of_its_import(ben):
    held = Import.objects.create(
        owner=ben,
        by=ben,
        door=Door.WEB,
        kind="people",
        file_name="old.csv",
        sha256="0",
        size=1,
        encoding="utf-8",
    )
    importer = Actor(ben, Door.IMPORT, held.pk)
    for number in range(40):
        actions.add_person(owner=ben, by=importer, name=f"Person {number:02}", note="Word")
    record("import.finished", held, by=importer, after={"new": 3900, "changed": 12, "same": 4, "refused": 0})
    [line] = history_of(ben, ALL).lines
    assert (line.start, line.name, line.end) == ("Import finished: ", "old.csv", "")
    assert (line.told.more, line.url) == ("3,900 new, 12 changed", f"/import/{held.pk}/")
    assert said(ben, topic="imports") == ["Import finished: old.csv"]
    assert said(ben, topic="people") == []
    assert said(ben, person="person 07") == ["Person 07 was added to your people"]


def test_many_alike_by_a_phone_are_one_line_with_an_undo_for_each(ben, as_ben):
    phone = by(ben, Door.API)
    for number in range(6):
        actions.add_person(owner=ben, by=phone, name=f"Person {number}")
    [line] = history_of(ben, ALL).lines
    assert [part.name for part in line.run] == [f"Person {number}" for number in range(5, -1, -1)]
    page = as_ben.get("/history/").content.decode()
    pressed = re.findall(r'hx-target="#([a-z]+)-([0-9a-f-]+)"', page)
    assert [part for part in pressed if part[0] in ("event", "part")] == [
        ("part", str(part.event.pk)) for part in line.run
    ]


def test_a_deed_is_not_told_in_two_halves(rosa, ben, balm, monkeypatch):
    for number in range(4):
        place_order(owner=ben, by=by(ben), lines=[(balm, 1, None)], person=rosa, request_key=f"{number}")
    monkeypatch.setattr("mlmcrm.history.EVENTS", 12)
    told, cursor = [], ""
    while page := history_of(ben, ALL, cursor):
        told += [(line.event.kind, len(line.follows)) for line in page.lines]
        if not (cursor := page.next):
            break
    monkeypatch.undo()
    assert told == [(line.event.kind, len(line.follows)) for line in history_of(ben, ALL).lines]
    assert [kind for kind, _count in told] == ["order.placed"] * 4


def test_a_page_is_read_by_its_index(rosa, ben):
    if connection.vendor != "sqlite":
        pytest.skip("with few events PostgreSQL has other ways")
    actions.add_note(person=rosa, by=by(ben), text="Word")
    with CaptureQueriesContext(connection) as asked:
        history_of(ben, ALL)
    [page] = [query["sql"] for query in asked if 'FROM "kit_event"' in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {page}")
        plan = [row[-1] for row in cursor.fetchall()]
    assert plan[0] == "SEARCH kit_event USING INDEX event_owner (owner_id=?)"


def test_the_page(rosa, as_ben, ben):
    actions.change_person(person=rosa, by=by(ben), version=1, name="Rosa <b>")
    page = as_ben.get("/history/").content.decode()
    assert "Rosa &lt;b&gt;" in page
    assert page.count(f'action="/undo/{last_event_of(rosa).pk}/') == 1
    assert as_ben.get("/history/?first=nonsense&topic=x&cursor=%00").status_code == 200
    assert "Nothing fits" in as_ben.get("/history/?person=nobody").content.decode()


def test_undo_on_the_page_changes_the_line(rosa, as_ben, ben):
    touch = actions.log_touch(person=rosa, by=by(ben), kind="call")
    event = last_event_of(touch, "touch.logged")
    headers = {"HX-Request": "true", "HX-Target": f"event-{event.pk}"}
    line = as_ben.post(f"/undo/{event.pk}/", headers=headers).content.decode()
    assert "Undone today, 10:30" in line and 'action="/undo/' not in line
    assert Touch.objects.standing().count() == 0


def test_a_refusal_stands_on_the_line(rosa, as_ben, ben):
    actions.change_person(person=rosa, by=by(ben), version=1, greeting="Rosie")
    event = last_event_of(rosa)
    actions.change_person(person=rosa, by=by(ben), version=2, greeting="Rosita")
    headers = {"HX-Request": "true", "HX-Target": f"event-{event.pk}"}
    line = as_ben.post(f"/undo/{event.pk}/", headers=headers).content.decode()
    assert line.count("Changed again since: How to address.") == 2  # on the line, and in the toast
    plain = as_ben.post(f"/undo/{event.pk}/", {"next": "/history/?topic=people"})
    assert (plain.status_code, plain.url) == (302, "/history/?topic=people")
    assert [message.level_tag for message in get_messages(plain.wsgi_request)] == ["error"]


def press_undo(client) -> str:
    response = client.post("/undo/last/", {"next": "/people/"})
    assert (response.status_code, response.url) == (302, "/people/")
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


def test_undo_without_a_choice_goes_back_step_by_step(rosa, as_ben, ben):
    actions.add_note(person=rosa, by=by(ben), text="Word")
    clock.advance(minutes=1)
    actions.change_person(person=rosa, by=by(ben), version=1, greeting="Rosie")
    clock.advance(minutes=1)
    assert press_undo(as_ben) == "Rosa Lind is as before."
    assert press_undo(as_ben) == "The note is taken back."
    assert press_undo(as_ben) == "There is nothing to undo."


def test_undo_without_a_choice_leaves_alone_what_others_and_other_doors_did(rosa, as_ben, ben, ana):
    actions.add_note(person=rosa, by=by(ana), text="Word")
    actions.add_note(person=rosa, by=by(ben, Door.API), text="Word")
    actions.add_note(person=rosa, by=by(None, Door.TASK), text="Word")
    assert press_undo(as_ben) == "There is nothing to undo."


def test_undo_without_a_choice_forgets_after_an_hour(rosa, ben):
    note = actions.add_note(person=rosa, by=by(ben), text="Word")
    assert last_deeds(ben)[0] == last_event_of(note)
    clock.advance(minutes=61)
    assert last_deeds(ben) == []


def test_undo_without_a_choice_takes_the_deed_and_not_what_followed(rosa, ben, balm):
    order = place_order(owner=ben, by=by(ben), lines=[(balm, 1, None)], person=rosa, request_key="1")
    assert last_deeds(ben)[0] == last_event_of(order, "order.placed")


def test_undo_without_a_choice_takes_a_new_person_with_the_note(ben):
    person = actions.add_person(
        owner=ben, by=by(ben), name="Mai", note="Likes tea", consents=[("email", "service")]
    )
    assert last_deeds(ben)[0] == last_event_of(person, "customer.added")


def test_undo_without_a_choice_takes_a_task_with_its_contact(rosa, ben):
    task = plan_task(person=rosa, by=by(None, Door.TASK), kind="check_in", local_date=ben.today())
    finish_task(task=task, by=by(ben), touch_kind="call")
    assert [event.kind for event in last_deeds(ben)] == ["task.done"]


def test_undo_without_a_choice_is_not_stuck_after_a_task_with_its_contact(rosa, as_ben, ben):
    actions.add_note(person=rosa, by=by(ben), text="Word")
    task = plan_task(person=rosa, by=by(None, Door.TASK), kind="check_in", local_date=ben.today())
    finish_task(task=task, by=by(ben), touch_kind="call")
    assert press_undo(as_ben) == "Rosa Lind is on your list again."
    assert press_undo(as_ben) == "The note is taken back."
    assert press_undo(as_ben) == "There is nothing to undo."


def test_undo_without_a_choice_is_not_stuck_after_a_new_person_with_a_note(as_ben, ben):
    actions.add_person(owner=ben, by=by(ben), name="Mai", note="Tea", consents=[("email", "service")])
    assert press_undo(as_ben) == "Mai is not added."
    assert press_undo(as_ben) == "There is nothing to undo."


def test_undo_without_a_choice_is_not_stuck_after_an_order(rosa, as_ben, ben, balm):
    place_order(owner=ben, by=by(ben), lines=[(balm, 1, None)], person=rosa, request_key="1")
    assert press_undo(as_ben) == "The order is taken back, and what was planned for it."
    assert press_undo(as_ben) == "There is nothing to undo."


def test_undo_without_a_choice_goes_on_where_the_newest_is_refused(rosa, as_ben, ben):
    actions.add_note(person=rosa, by=by(ben), text="Word")
    actions.change_person(person=rosa, by=by(ben), version=1, greeting="Rosie")
    actions.change_person(person=rosa, by=by(ben, Door.API), version=2, greeting="Rosita")
    response = as_ben.post("/undo/last/", {"next": "/people/"})
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Changed again since: How to address. Open the person and change it there.",
        "The note is taken back.",
    ]


def test_signed_out(client, db):
    assert client.get("/history/").status_code == 302
    assert Client().post("/undo/last/").status_code == 302
    assert (Customer.objects.count(), Event.objects.count()) == (0, 0)


def test_what_can_be_chosen_is_said_before_it_is_opened(as_ben):
    assert "<summary" in (page := as_ben.get("/history/").content.decode())
    assert "Choose what, about whom and which days" in page


def test_a_task_that_passed_by_was_not_done_in_time(rosa, ben):
    task = plan_task(person=rosa, by=by(None, Door.TASK), kind="check_in", local_date=ben.today())
    record("task.expired", task, by=by(None, Door.TASK), person=rosa, after={"state": "expired"})
    assert said(ben)[0] == "Not done in time for Rosa Lind: Check in"
