"""The page and the API of retention: what stands on them with much, little and nothing to go by."""

from datetime import timedelta

import pytest

from customers.models import Customer
from reports.actions import measure_retention
from reports.models import Fit, Flag
from reports.wording import of_hundred, why_flagged
from sales.actions import void_order
from tests.api.conftest import phone_of
from tests.reports.conftest import NIGHT, TODAY, add_orders, orders_of

pytestmark = pytest.mark.django_db


def page(client, **query) -> str:
    answer = client.get("/retention/", query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_without_orders_it_says_what_will_stand_there(as_ben, rosa, night):
    assert "Nobody has ordered yet" in page(as_ben)


def test_before_the_first_night_and_with_few_who_came_back(as_ben, company, ben, night):
    orders_of(ben, "Eva", 40, 9)
    assert "Chances are counted in the night" in page(as_ben)
    measure_retention(company=company, by=NIGHT)
    shown = page(as_ben)
    assert "Of the people of your company 1 ordered again so far. Until there are 100, each person" in shown
    assert "Nobody, as far as their orders tell." in shown
    assert "1 of 1" in shown and "100 %" not in shown  # of so few a share says too much


def test_a_fit_without_maximum_says_so(as_ben, company, ben, night):
    orders_of(ben, "Eva", 40, 9)
    Fit.objects.create(company=company, as_of=TODAY, people=200, repeat_buyers=120, trouble="no_maximum")
    assert "do not tell yet how people stay and leave" in page(as_ben)


def test_flagged_people_stand_with_their_reason(as_ben, company, ben, night):
    eva = orders_of(ben, "Eva", 56 + 70, 56 + 35, 56)
    measure_retention(company=company, by=NIGHT)
    shown = page(as_ben)
    assert "Orders every 5 weeks, now silent for 8 weeks." in shown
    assert "Seen on Mon 2 Mar. An order by Mon 6 Apr clears it." in shown
    assert f'href="/people/{eva.pk}/"' in shown


def test_a_flag_with_a_chance_says_it():
    """As things stand now; once it was judged, as they stood."""
    flag = Flag(
        interval_days=35, quiet_days=56, chance=0.83, raised_on=TODAY, customer=Customer(chance_alive=0.7)
    )
    later = TODAY + timedelta(days=7)
    assert (
        why_flagged(flag, later)
        == "Orders every 5 weeks, now silent for 9 weeks. Still a customer: 70 of 100."
    )
    flag.judged_on = later
    assert (
        why_flagged(flag, later)
        == "Orders every 5 weeks, now silent for 8 weeks. Still a customer: 83 of 100."
    )
    assert (of_hundred(1.0), of_hundred(0.0)) == ("99 of 100", "1 of 100")


def test_how_often_flags_were_right(as_ben, company, ben, night):
    """Raised in January and February; one ordered after all."""
    raised = TODAY - timedelta(days=50), TODAY - timedelta(days=20), TODAY - timedelta(days=19)
    for number, (day, real) in enumerate(zip(raised, (True, True, False), strict=True)):
        person = orders_of(ben, f"Person {number}", 200, 100)
        Flag.objects.create(
            owner=ben, customer=person, raised_on=day, quiet_days=20, judge_on=TODAY, judged_on=TODAY, was_real=real
        )  # fmt: skip
    assert "Of the 2 flags of February, 1 proved real" in page(as_ben)


def test_who_was_marked_since_is_not_shown(as_ben, company, ben, night):
    eva = orders_of(ben, "Eva", 56 + 35, 56)
    measure_retention(company=company, by=NIGHT)
    eva.resting_until = TODAY
    eva.save(update_fields=["resting_until"])
    assert "Nobody, as far as their orders tell." in page(as_ben)


def test_others_people_count_for_nobody_else(as_cleo, company, ben, night):
    orders_of(ben, "Eva", 56 + 35, 56)
    measure_retention(company=company, by=NIGHT)
    assert "Nobody has ordered yet" in page(as_cleo)


def test_the_same_by_the_api(company, ben, night):
    eva = orders_of(ben, "Eva", 56 + 35, 56)
    orders_of(ben, "Returned only", 9, state="returned")
    measure_retention(company=company, by=NIGHT)
    found = phone_of(ben).get("/api/v1/retention/").json()
    assert found["figures"] == {
        "people": 1, "again": 1, "rate": 100, "spent": {"amount": "40.00", "currency": "EUR"}, "expected": None
    }  # fmt: skip
    assert [(one["month"], one["people"]) for one in found["cohorts"]] == [("2025-12-01", 1)]
    assert [cell["percent"] for cell in found["cohorts"][0]["cells"]] == [100, 0, 0]
    assert [one for one in found["months"] if one["came"]] == [{"month": "2025-12-01", "came": 1, "left": 0}]
    assert found["basis"]["trouble"] == "too_few"
    assert [step["rung"] for step in found["ladder"]] == [
        "suspect",
        "prospect",
        "customer",
        "client",
        "member",
    ]
    flags = phone_of(ben).get("/api/v1/flags/?state=standing").json()["results"]
    assert [(flag["person"], flag["quiet_days"], flag["was_real"]) for flag in flags] == [
        (str(eva.pk), 56, None)
    ]
    assert phone_of(ben).get("/api/v1/flags/?state=real").json()["results"] == []


def test_the_persons_page_tells_the_chance(as_ben, company, ben, many, night):
    measure_retention(company=company, by=NIGHT)
    person = many[0]
    person.refresh_from_db()
    shown = " ".join(as_ben.get(f"/people/{person.pk}/").content.decode().split())
    assert f"<dt>Still a customer</dt><dd>{of_hundred(person.chance_alive)}</dd>" in shown


def test_a_void_order_takes_a_day_back(company, ben, by_ben, night):
    eva = orders_of(ben, "Eva", 40, 9)
    void_order(order=eva.orders.order_by("ordered_on").last(), by=by_ben, reason="Twice")
    assert measure_retention(company=company, by=NIGHT).repeat_buyers == 0
    add_orders(eva, 3)
    assert measure_retention(company=company, by=NIGHT).repeat_buyers == 1
