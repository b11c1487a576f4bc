"""The day by the API says what the page says."""

from datetime import timedelta

import pytest

from customers.models import Customer
from followups.actions import make_promise, plan_task
from sales.actions import place_order

TODAY = "/api/v1/today/"
NOTHING = {
    "lines": [], "waiting": 0, "done": 0, "minutes": 0, "drafts": [], "drafts_count": 0, "slippers": [],
    "sent": 0, "planned": 0,
}  # fmt: skip


def day(phone) -> dict:
    answer = phone.get(TODAY)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_line_says_what_to_do_and_why(phone, rosa, ben, by_ben, monday):
    task = plan_task(person=rosa, by=by_ben, kind="check_in", local_date=ben.today())
    also = plan_task(person=rosa, by=by_ben, kind="other", local_date=ben.today(), title="Bring the list")
    shown = day(phone)
    assert (shown["day"], shown["limit"], shown["minutes"]) == ("2026-03-02", ben.daily_limit, 10)
    (line,) = shown["lines"]
    assert line.pop("task") == phone.get(f"/api/v1/tasks/{task.pk}/").json()
    assert line == {
        "promise": None,
        "rung": "suspect",
        "warmth": "warm",
        "what": "Ask how it went",
        "why": "Planned for Mon 2 Mar.",
        "reasons": ["check_in"],
        "because": "a check-in after an order is due",
        "way": {"href": "mailto:rosa@post.example", "label": "Write", "touch_kind": "message"},
        "also": [{"task": str(also.pk), "promise": None, "what": "Bring the list"}],
    }


def test_what_is_done_counts_and_the_limit_holds_the_rest_back(phone, ben, by_ben):
    ben.daily_limit = 2
    ben.save(update_fields=["daily_limit"])
    for number in range(4):
        person = Customer.objects.create(owner=ben, name=f"Person {number}")
        plan_task(person=person, by=by_ben, kind="other", local_date=ben.today())
    first = day(phone)["lines"][0]
    assert first["way"] is None
    phone.post(f"/api/v1/tasks/{first['task']['id']}/done/")
    shown = day(phone)
    assert (len(shown["lines"]), shown["waiting"], shown["done"], shown["limit"]) == (1, 2, 1, 2)


def test_who_slips_away_is_shown_with_the_days_of_the_orders(phone, rosa, ben, by_ben, balm, monday):
    for ago in (150, 120, 90):
        on = ben.today() - timedelta(ago)
        place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)], ordered_on=on)
    (slipper,) = day(phone)["slippers"]
    assert slipper == {
        "person": str(rosa.pk),
        "person_name": "Rosa Lind",
        "ordered_on": ["2025-10-03", "2025-11-02", "2025-12-02"],
        "state": slipper["state"],
        "overdue_days": 60,
        "quiet_days": 90,
        "said": slipper["said"],
    }
    assert slipper["state"] in ("slipping", "cooling")
    assert slipper["said"]


@pytest.mark.parametrize("who", ["stranger", "upline", "outsider"])
def test_nobody_sees_another_day_than_their_own(request, rosa, ben, by_ben, who):
    plan_task(person=rosa, by=by_ben, kind="other", local_date=ben.today())
    shown = day(request.getfixturevalue(who))
    assert {name: shown[name] for name in NOTHING} == NOTHING


def test_reading_a_day_writes_nothing(phone):
    assert phone.post(TODAY).status_code == 405
    assert phone.get(f"{TODAY}?day=2026-03-02").json()["fields"] == {"day": ["There is no such parameter."]}


def test_a_promise_that_is_due_is_a_line_and_what_else_waits_stands_with_it(phone, rosa, ben, by_ben, monday):
    other = plan_task(person=rosa, by=by_ben, kind="other", local_date=ben.today(), title="Bring the list")
    made = make_promise(customer=rosa, by=by_ben, text="A red tin", due_on=ben.today())
    (line,) = day(phone)["lines"]
    assert line.pop("promise") == phone.get(f"/api/v1/promises/{made.pk}/").json()
    assert line == {
        "task": None,
        "rung": "suspect",
        "warmth": "warm",
        "what": "A red tin",
        "why": "You said by today.",
        "reasons": ["promised"],
        "because": "you promised it",
        "way": {"href": "mailto:rosa@post.example", "label": "Write", "touch_kind": "message"},
        "also": [{"task": str(other.pk), "promise": None, "what": "Bring the list"}],
    }
    phone.post(f"/api/v1/promises/{made.pk}/keep/")
    shown = day(phone)
    assert ([one["what"] for one in shown["lines"]], shown["done"]) == (["Bring the list"], 1)
