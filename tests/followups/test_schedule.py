"""What a step asks of a person: the same code for planning and for the dry run, on the wall of a zone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from followups import planning
from followups.attention import Allowance
from followups.occasions import Purchase
from followups.places import Place
from followups.schedule import agenda, asked
from followups.standing import Friend, Interest, Span, Standing
from followups.steps import Step
from followups.stops import Seen, stopped
from followups.windows import anchor_ranges
from kit.ids import uuid7

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 3, 2)
THEN = datetime(2026, 3, 2, 9, tzinfo=UTC)
A_FRIEND = uuid7()


def standing(**facts) -> Standing:
    usual = {"id": uuid7(), "zone": BERLIN, "entered_at": datetime(2025, 1, 1, tzinfo=UTC)}
    return Standing(**usual | facts)


def days(step, person, rung=None, first=TODAY, last=TODAY + timedelta(days=400)):
    return [(one.occurrence, one.day) for one in asked(step, rung, person, first, last)]


def ordered(**changes) -> Purchase:
    facts = {
        "id": uuid7(), "is_first": True, "ordered_on": TODAY, "placed_at": THEN,
        "delivery_on": date(2026, 3, 5), "delivered": False, "products": "",
    }  # fmt: skip
    return Purchase(**facts | changes)


SILENT = Step(key="s", anchor="last_contact", offset_days=90, cold_offset_days=30, every=90, times=3)
WEEKLY = Step(key="w", anchor="climb", offset_days=37, every=1, every_unit="week", until_days=90)


def test_a_silence_asks_three_times_and_strangers_sooner():
    heard = standing(last_contact_at=THEN)
    assert days(SILENT, heard) == [
        ("2026-03-02:1", date(2026, 5, 31)),
        ("2026-03-02:2", date(2026, 8, 29)),
        ("2026-03-02:3", date(2026, 11, 27)),
    ]
    assert [day for _, day in days(SILENT, replace(heard, is_cold=True))] == [
        date(2026, 4, 1), date(2026, 5, 1), date(2026, 5, 31),
    ]  # fmt: skip


def test_a_step_of_a_rung_is_for_those_on_it():
    member = standing(rung=5, rung_since=TODAY)
    assert [day for _, day in days(WEEKLY, member, 5)] == [
        TODAY + timedelta(days=n) for n in (37, 44, 51, 58, 65, 72, 79, 86)
    ]
    assert days(WEEKLY, standing(rung=6, rung_since=TODAY), 5) == []
    assert days(Step(anchor="climb", offset_days=2), member) == [("rung:5:2026-03-02", date(2026, 3, 4))]
    assert days(Step(anchor="climb"), standing(rung=4, rung_since=TODAY)) == []


def test_a_prospect_is_asked_after_since_the_last_interest_else_the_climb():
    step = Step(anchor="inquiry", offset_days=3)
    shown = Interest(uuid7(), THEN, asked=True)
    assert days(step, standing(rung=2, interest=shown), 2) == [(f"touch:{shown.id}", date(2026, 3, 5))]
    assert days(step, standing(rung=2, rung_since=TODAY), 2) == [("rung:2:2026-03-02", date(2026, 3, 5))]
    assert days(step, standing(rung=4, interest=shown), 2) == []


def test_only_who_asked_waits_for_an_answer():
    answer = Step(kind="answer", anchor="inquiry")
    assert len(days(answer, standing(interest=Interest(uuid7(), THEN, asked=True)))) == 1
    assert days(answer, standing(interest=Interest(uuid7(), THEN, asked=False))) == []


def test_introductions_of_a_day_are_one():
    friends = (Friend(uuid7(), "Mia", TODAY), Friend(uuid7(), "Tom", TODAY))
    found = list(asked(Step(anchor="referral"), None, standing(introduced=friends), TODAY, TODAY))
    assert [(one.occurrence, one.context) for one in found] == [
        ("referral:2026-03-02", {"friend": "Mia, Tom"})
    ]
    told = Step(anchor="friend_ordered", offset_days=1)
    assert days(told, standing(friends_ordered=(Friend(A_FRIEND, "Mia", TODAY),))) == [
        (f"friend:{A_FRIEND}", date(2026, 3, 3))
    ]


def test_slipping_and_cooling_and_whose_slipping_is_cooling():
    person = standing(slips_on=date(2026, 4, 1), cools_on=date(2026, 5, 1))
    assert days(Step(anchor="slipping"), person) == [("slips:2026-04-01", date(2026, 4, 1))]
    assert days(Step(anchor="cooling", offset_days=120), person) == [("cools:2026-05-01", date(2026, 8, 29))]
    assert days(Step(anchor="slipping"), replace(person, slips_on=person.cools_on)) == []


def test_birthdays_every_year_and_not_of_strangers():
    born = standing(birthday=(2, 29))
    step = Step(anchor="birthday")
    window = {"first": date(2027, 1, 1), "last": date(2028, 12, 31)}
    assert days(step, born, **window) == [("2027", date(2027, 2, 28)), ("2028", date(2028, 2, 29))]
    assert days(step, replace(born, is_cold=True), **window) == []
    assert len(days(step, replace(born, is_cold=True, rung=3), **window)) == 2


def test_the_next_order_is_asked_about_in_the_second_half_at_least():
    step = Step(key="reorder", anchor="expected_order", offset_days=-7)
    order = ordered()
    person = standing(purchase=order, expected_order_on=date(2026, 3, 12))
    assert days(step, person) == [(f"order:{order.id}:reorder", date(2026, 3, 7))]


def test_a_step_after_an_order_may_come_again():
    order = ordered()
    step = Step(key="again", anchor="delivery", offset_days=30, every=1, every_unit="month", times=2)
    assert days(step, standing(purchase=order)) == [
        (f"order:{order.id}:again", date(2026, 4, 4)),
        (f"order:{order.id}:again+2", date(2026, 5, 4)),
    ]


SEEN = Seen(since=THEN)


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("replied", replace(SEEN, replied_at=THEN + timedelta(hours=1))),
        ("ordered", replace(SEEN, ordered_at=THEN + timedelta(hours=1))),
        ("refused", replace(SEEN, refused_on=TODAY)),
        ("complaint", replace(SEEN, complaint_open=True)),
        ("unanswered", replace(SEEN, unanswered=3)),
    ],
)
def test_what_stops_a_step(code, seen):
    every = ["replied", "ordered", "refused", "complaint", "unanswered"]
    assert stopped(every, seen) == code
    assert stopped([other for other in every if other != code], seen) == ""
    assert stopped(every, SEEN) == ""


def test_what_was_before_stops_nothing():
    before = replace(SEEN, replied_at=THEN, ordered_at=THEN, refused_on=date(2026, 3, 1), unanswered=2)
    assert stopped(["replied", "ordered", "refused", "unanswered"], before) == ""


def decided(steps, person, last=TODAY + timedelta(days=30)):
    pairs = [(step, None) for step in steps]
    return [(step.key, one.day, one.code) for step, one in agenda(pairs, person, TODAY, last)]


def test_two_never_want_the_same_day():
    born = Step(key="birthday", kind="birthday", anchor="birthday", priority=0, keep_hours=24)
    slip = Step(key="slip", kind="win_back", anchor="slipping")
    person = standing(birthday=(3, 10), slips_on=date(2026, 3, 10))
    assert decided([slip, born], person) == [
        ("birthday", date(2026, 3, 10), ""), ("slip", date(2026, 3, 10), "busy"),
    ]  # fmt: skip
    letter = replace(slip, anchor="friend_ordered", action="letter")
    told = replace(person, friends_ordered=(Friend(A_FRIEND, "Mia", date(2026, 3, 10)),))
    assert decided([letter, born], told) == [
        ("birthday", date(2026, 3, 10), ""), ("slip", date(2026, 3, 11), ""),
    ]  # fmt: skip


def test_one_rhythm_is_on_the_list_at_a_time_and_passes_by():
    steps = [Step(key=f"d{n}", anchor="inquiry", offset_days=n, keep_hours=72) for n in (1, 3, 7)]
    person = standing(interest=Interest(uuid7(), THEN, asked=False))
    assert decided(steps, person) == [
        ("d1", date(2026, 3, 3), ""), ("d3", date(2026, 3, 5), "busy"), ("d7", date(2026, 3, 9), ""),
    ]  # fmt: skip


def test_who_is_spared_is_held_with_the_reason():
    step = Step(key="slip", anchor="slipping")
    person = standing(slips_on=date(2026, 3, 10))
    for facts, code in (
        ({"allowance": Allowance(grieving_until=date(2026, 5, 1))}, "grieving"),
        ({"allowance": Allowance(resting_until=date(2026, 5, 1))}, "resting"),
        ({"allowance": Allowance(0)}, "no_touches"),
        ({"open": (Span(date(2026, 3, 9), date(2026, 3, 12)),)}, "busy"),
    ):
        assert decided([step], replace(person, **facts)) == [("slip", date(2026, 3, 10), code)]


def test_what_has_gone_by_is_made_up_for_once_while_it_is_not_too_late():
    step = Step(key="slip", anchor="slipping", keep_hours=7 * 24)
    rule = type("Rule", (), {name: getattr(step, name) for name in Step.__slots__})()
    rule.active_from = datetime(2000, 1, 1, tzinfo=UTC)
    for back, found in ((6, [TODAY]), (7, [])):
        person = standing(slips_on=TODAY - timedelta(days=back))
        assert [day for _, day, _ in decided([rule], person)] == found
        assert decided([step], person) == []  # a step that is not live yet begins today
    newcomer = standing(slips_on=TODAY - timedelta(days=3), entered_at=THEN)
    assert decided([rule], newcomer) == []


@given(
    some.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    some.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
    some.integers(0, 60),
    some.integers(1, 40),
    some.sampled_from(["day", "week", "month", "year"]),
)
@settings(deadline=None)
def test_nine_o_clock_stays_nine_o_clock(at, zone, offset, every, unit):
    zone = ZoneInfo(zone)
    step = Step(anchor="climb", offset_days=offset, every=every, every_unit=unit, at_time=time(9), times=9)
    person = standing(zone=zone, rung=5, rung_since=at.date())
    now = at.replace(tzinfo=zone)
    for one in asked(step, None, person, at.date(), at.date() + timedelta(days=2000)):
        due = planning.letter_on(step, one.day, now, Place(zone))
        if one.day > at.date():
            assert due.due_at.astimezone(zone) == datetime.combine(one.day, time(9), zone)


@given(
    some.dates(date(2020, 1, 1), date(2026, 3, 1)),
    some.integers(0, 400),
    some.integers(0, 200),
    some.sampled_from(["day", "week", "month", "year"]),
    some.sampled_from([None, 1, 3, 30]),
    some.booleans(),
)
@settings(deadline=None)
def test_the_planner_looks_wherever_something_is_asked(anchor, offset, every, unit, times, cold):
    step = Step(
        key="s", anchor="climb", offset_days=offset, cold_offset_days=offset // 3, every=every,
        every_unit=unit, times=times,
    )  # fmt: skip
    first, last = TODAY, TODAY + timedelta(days=2)
    person = standing(rung=5, rung_since=anchor, is_cold=cold)
    if days(step, person, first=first, last=last):
        assert any(since <= anchor <= until for since, until in anchor_ranges(step, cold, first, last))
