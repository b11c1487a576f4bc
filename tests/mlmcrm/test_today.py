from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from customers.actions import add_person, delete_person, log_touch
from followups.actions import finish_task, plan_task, put_off_task
from followups.models import Task
from kit import clock
from mlmcrm.ranking import Reason
from mlmcrm.today import day_of
from sales.actions import begin_standing, place_order
from sales.models import Product


@pytest.fixture
def balm(company):
    return Product.objects.create(
        company=company, code="HB", name="Hand balm", price=Decimal("9.50"), currency="EUR", lasts_days=40
    )


def planned(person, by, kind, **rest):
    return plan_task(person=person, by=by, kind=kind, local_date=date(2026, 3, 2), **rest)


def people_on(day):
    return [line.task.customer.name for line in day.lines]


@pytest.fixture
def crowd(ben, by_ben, monday):
    return [add_person(owner=ben, by=by_ben, name=f"Person {n:02}") for n in range(30)]


def test_who_waits_stands_before_who_does_not(ben, by_ben, crowd):
    planned(crowd[0], by_ben, "reach_out")
    planned(crowd[1], by_ben, "check_in")
    planned(crowd[2], by_ben, "answer")
    assert people_on(day_of(ben)) == ["Person 02", "Person 01", "Person 00"]


def test_a_person_stands_on_one_line(ben, by_ben, crowd):
    planned(crowd[0], by_ben, "reach_out")
    planned(crowd[0], by_ben, "answer")
    lines = day_of(ben).lines
    assert [(line.task.kind, [task.kind for task in line.also]) for line in lines] == [
        ("answer", ["reach_out"])
    ]
    assert lines[0].reasons == (Reason.THEY_WAIT,)


def test_the_list_ends_at_the_limit_that_was_chosen_and_what_is_done_counts(ben, by_ben, crowd):
    ben.daily_limit = 5
    ben.save()
    tasks = [planned(person, by_ben, "check_in") for person in crowd]
    assert (len(day_of(ben).lines), day_of(ben).waiting) == (5, 25)
    finish_task(task=tasks[0], by=by_ben)
    day = day_of(ben)
    assert (len(day.lines), day.waiting, day.done) == (4, 25, 1)


def test_what_is_put_off_comes_back_at_its_time(ben, by_ben, crowd):
    task = planned(crowd[0], by_ben, "check_in")
    put_off_task(task=task, by=by_ben)
    assert day_of(ben).lines == []
    clock.advance(days=3)
    assert people_on(day_of(ben)) == ["Person 00"]


def test_who_orders_no_more_may_be_slipping_away(ben, by_ben, balm, monday):
    rita = add_person(owner=ben, by=by_ben, name="Rita")
    for days_ago in (100, 80, 60):
        place_order(
            owner=ben,
            by=by_ben,
            person=rita,
            lines=[(balm, 1, None)],
            ordered_on=date(2026, 3, 2) - timedelta(days=days_ago),
        )
    slipper = day_of(ben).slippers[0]
    assert (slipper.person.name, slipper.overdue_days, slipper.cooling) == ("Rita", 40, True)
    assert slipper.quiet_days == 60
    assert len(slipper.days) == 3
    begin_standing(
        person=rita, by=by_ben, lines=[(balm, 1)], every=1, unit="month", starts_on=ben.today(), agreed_words="Yes."
    )  # fmt: skip
    assert day_of(ben).slippers == []  # their goods come


def test_nobody_sees_anothers_day(ana, cleo, ben, by_ben, crowd):
    planned(crowd[0], by_ben, "answer")
    assert (day_of(ana).lines, day_of(cleo).lines) == ([], [])


def test_the_page_says_what_and_why(as_ben, by_ben, crowd):
    planned(crowd[0], by_ben, "answer")
    page = as_ben.get(reverse("today")).content.decode()
    assert "Person 00</bdi></a>" in page
    assert "they asked and wait for an answer" in page


def test_an_empty_day_says_so(as_ben, by_ben, monday):
    page = as_ben.get(reverse("today")).content.decode()
    assert "Nothing to do yet" in page


@pytest.mark.parametrize("n", [1, 3, 30])
def test_the_page_costs_the_same_for_any_number_of_lines(
    n, as_ben, ben, by_ben, crowd, django_assert_num_queries
):
    ben.daily_limit = 50
    ben.save()
    for person in crowd[:n]:
        planned(person, by_ben, "check_in")
    as_ben.get(reverse("today"))
    with django_assert_num_queries(14):
        as_ben.get(reverse("today"))


def test_done_fills_the_list_and_comes_back_as_a_fragment(as_ben, ben, by_ben, crowd):
    ben.daily_limit = 50
    ben.save()
    first = planned(crowd[0], by_ben, "answer")
    planned(crowd[1], by_ben, "check_in")
    answer = as_ben.post(
        reverse("task-done", args=[first.pk]),
        {"next": reverse("today")},
        headers={"HX-Request": "true"},
        follow=True,
    )
    assert people_on(day_of(ben)) == ["Person 01"]
    assert answer.redirect_chain == [("/today/", 302)]


def test_a_slipping_person_is_put_on_the_list(as_ben, ben, by_ben, crowd):
    as_ben.post(reverse("today-check-in", args=[crowd[0].pk]))
    assert [(line.task.kind, line.task.customer.name) for line in day_of(ben).lines] == [
        ("check_in", "Person 00")
    ]


def test_a_stranger_cannot_put_anothers_person_on_a_list(as_cleo, crowd):
    assert as_cleo.post(reverse("today-check-in", args=[crowd[0].pk])).status_code == 404


def test_what_somebody_asked_stands_on_their_line(as_ben, by_ben, crowd):
    log_touch(person=crowd[0], by=by_ben, kind="message", direction="in", note="Is it vegan?", inquiry=True)
    assert "They asked: “Is it vegan?”" in as_ben.get(reverse("today")).content.decode()


def test_who_waits_is_not_hidden_by_a_thousand_cold_calls(ben, by_ben, crowd):
    day = date(2026, 3, 2)
    due = clock.now() - timedelta(days=3)
    Task.objects.bulk_create(
        Task(owner=ben, customer=crowd[n % 29], kind="reach_out", local_date=day, due_at=due)
        for n in range(600)
    )
    planned(crowd[29], by_ben, "answer")
    assert people_on(day_of(ben))[0] == "Person 29"


@pytest.mark.parametrize("kind", ["reach_out", "check_in", "answer", "birthday", "reorder", "other"])
def test_every_kind_of_line_costs_the_same(kind, as_ben, by_ben, crowd, django_assert_num_queries):
    for person in crowd[:9]:
        log_touch(person=person, by=by_ben, kind="call", at=clock.now() - timedelta(days=50))
        planned(person, by_ben, kind)
    as_ben.get(reverse("today"))
    with django_assert_num_queries(14):
        as_ben.get(reverse("today"))


def test_they_replied_is_one_tap(as_ben, ben, by_ben, crowd):
    planned(crowd[0], by_ben, "reach_out")
    tap = {"kind": "message", "direction": "in", "next": reverse("today")}
    answer = as_ben.post(
        reverse("touch-log", args=[crowd[0].pk]), tap, headers={"HX-Request": "true"}, follow=True
    )
    assert answer.redirect_chain == [("/today/", 302)]
    assert people_on(day_of(ben)) == []


def test_a_person_taken_off_the_list_is_nowhere_on_today(as_ben, ben, by_ben, rosa, balm, monday):
    place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)])
    clock.advance(days=1)
    place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)])
    assert day_of(ben).drafts_count == 1
    delete_person(person=rosa, by=by_ben)
    day = day_of(ben)
    assert (day.lines, day.drafts, day.drafts_count, day.planned) == ([], [], 0, 0)
    assert "Rosa Lind" not in as_ben.get(reverse("messages") + "?state=planned").content.decode()


def test_a_fragment_brings_the_counts_along(as_ben, by_ben, crowd):
    planned(crowd[0], by_ben, "answer")
    page = as_ben.get(reverse("today"), headers={"HX-Request": "true"}).content.decode()
    assert '<span class="count number" id="count-today" hx-swap-oob="true">1</span>' in page
    assert "<html" not in page
