"""The meeting room asks the same number of questions, however many take part and however much was written."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from appointments import actions
from appointments.models import MeetingKind
from customers.actions import add_note, add_person
from customers.actions.wants import note_want
from followups.actions.promises import make_promise
from kit import clock
from sales.actions import place_order
from sales.models import Product
from tests.queries.counting import count_of, count_queries

ROOM, SAVED, FACTS, ORDER = 20, 12, 4, 11


def meeting_of(ben, by, rows: int):
    goods = [
        Product.objects.create(
            company=ben.company, code=f"P{n}", name=f"Balm {n}", price=Decimal(9), currency="EUR"
        )
        for n in range(rows)
    ]
    people = [
        add_person(owner=ben, by=by, name=f"Person {n}", emails=[f"p{n}@post.example"]) for n in range(rows)
    ]
    for person in people:
        add_note(person=person, by=by, text="Likes tea")
        note_want(customer=person, by=by, text="Soap")
        make_promise(customer=person, by=by, text="A sample", due_on=ben.today())
        place_order(owner=ben, by=by, lines=[(item, 1, None) for item in goods[:3]], person=person)
    kind = MeetingKind.objects.create(
        owner=ben, name="Tasting", slug="tasting", minutes=60, seats=40, place="here",
        agenda=[{"title": f"Item {n}", "minutes": 3} for n in range(rows)],
    )  # fmt: skip
    at = clock.now() + timedelta(minutes=10)
    return actions.book(owner=ben, by=by, kind=kind, starts_at=at, people=people, anyway=True)


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_meeting_room(as_ben, ben, by_ben, rows):
    meeting = meeting_of(ben, by_ben, rows)
    to = {name: reverse(f"meeting{name}", args=[meeting.pk]) for name in ("", "-save", "-facts", "-order")}
    text = "\n".join(f"! A card\n~ Soap {n}\n+ {n + 1} balm {n}\n? Why {n}" for n in range(rows))
    save = {"text": text, "revision": 0, "page": "a"}
    as_ben.post(to["-save"], save, headers={"accept": "application/json"})
    again = {**save, "text": text + "\nmore", "revision": 1}
    counted = {
        "room": count_queries(as_ben, to[""]).count,
        "saved": count_of(
            lambda: as_ben.post(to["-save"], again, headers={"accept": "application/json"})
        ).count,
        "facts": count_queries(as_ben, f"{to['-facts']}?q=balm", htmx=True).count,
        "order": count_queries(as_ben, f"{to['-order']}?line=2", htmx=True).count,
    }
    assert counted == {"room": ROOM, "saved": SAVED, "facts": FACTS, "order": ORDER}
