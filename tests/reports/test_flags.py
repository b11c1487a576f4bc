"""Flags: who gets one, what clears it, and what is said of it afterwards."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.models import Customer
from reports.actions import measure_retention, raise_flags
from reports.flagging import Facts, Verdict, is_slipping_away, judge_on, verdict
from reports.models import Flag
from reports.purchases import purchases_of
from sales.actions import add_product, begin_standing, end_standing, pause_standing
from tests.reports.conftest import NIGHT, TODAY, add_orders, orders_of

LAST = date(2026, 1, 1)
SLIPS, COOLS = LAST + timedelta(days=53), LAST + timedelta(days=105)


def facts(**other):
    return Facts(**{"last_on": LAST, "slips_on": SLIPS, "cools_on": COOLS, "chance": 0.5} | other)


@pytest.mark.parametrize(
    ("one", "day", "flagged"),
    [
        (facts(), SLIPS, True),
        (facts(), SLIPS - timedelta(days=1), False),
        (facts(), COOLS, False),
        (facts(chance=0.8), SLIPS, False),
        (facts(chance=0.79), SLIPS, True),
        (facts(chance=None), SLIPS, True),  # the own interval serves
        (facts(flagged_on=SLIPS), SLIPS + timedelta(days=9), False),
        (facts(flagged_on=LAST), SLIPS, True),  # the flag of an earlier silence
        (facts(slips_on=None), SLIPS, False),  # ordered once
        (facts(comes_on=COOLS - timedelta(days=1)), SLIPS, False),  # a standing order ends the silence
        (facts(comes_on=COOLS), SLIPS, True),
    ],
)
def test_who_gets_a_flag(one, day, flagged):
    assert is_slipping_away(one, day) is flagged


@pytest.mark.parametrize(("interval", "days"), [(1, 14), (35, 35), (400, 90)])
def test_how_long_a_flag_is_looked_at(interval, days):
    assert judge_on(TODAY, interval) - TODAY == timedelta(days=days)


@given(st.dates(LAST, COOLS), st.integers(14, 90), st.none() | st.integers(-20, 200), st.integers(0, 200))
def test_a_verdict_is_one_or_the_other_and_stands(raised, within, came_after, passed):
    until = raised + timedelta(days=within)
    came = None if came_after is None else raised + timedelta(days=came_after)
    said = verdict(raised, until, came, raised + timedelta(days=passed))
    if said is None:
        assert passed <= within
    else:
        assert said.real is (came is None or came > until)
        assert verdict(raised, until, came, raised + timedelta(days=passed + 30)) == said


def test_an_order_noted_late_clears_on_the_day_of_the_flag():
    assert verdict(SLIPS, COOLS, LAST + timedelta(days=9), SLIPS) == Verdict(False, SLIPS)


@pytest.fixture
def eva(ben):
    """Ordered every five weeks, and now not for eight."""
    return orders_of(ben, "Eva", 56 + 70, 56 + 35, 56)


pytestmark = pytest.mark.django_db


def nightly(company, day):
    measure_retention(company=company, by=NIGHT, on=day)


def only() -> Flag:
    return Flag.objects.get()


def test_a_flag_says_why(company, ben, eva, night):
    orders_of(ben, "On time", 60, 30)
    orders_of(ben, "Long gone", 300, 270)
    orders_of(ben, "Once", 50)
    nightly(company, TODAY)
    flag = only()
    assert (flag.owner, flag.customer, flag.raised_on, flag.rule) == (ben, eva, TODAY, 2)
    assert (flag.interval_days, flag.quiet_days, flag.chance) == (35, 56, None)
    assert flag.judge_on == TODAY + timedelta(days=35)


@pytest.mark.parametrize(("verb", "flags"), [(None, 0), (pause_standing, 1), (end_standing, 1)])
def test_who_gets_the_next_goods_by_a_standing_order_is_not_silent(
    monday, company, ben, eva, by_ben, verb, flags
):
    balm = add_product(owner=ben, by=by_ben, code="BALM", name="Hand balm", price=10)
    standing = begin_standing(
        person=eva, by=by_ben, lines=[(balm, 1)], every=1, unit="month",
        starts_on=TODAY + timedelta(days=10), agreed_words="Yes.",
    )  # fmt: skip
    if verb:
        verb(standing=standing, by=by_ben)
    nightly(company, TODAY)
    assert Flag.objects.filter(customer=eva).count() == flags


def test_one_flag_for_a_silence(company, eva, night):
    for days in range(4):
        nightly(company, TODAY + timedelta(days=days))
    assert only().raised_on == TODAY


def test_an_order_clears_it(company, eva, night):
    nightly(company, TODAY)
    add_orders(eva, -4)
    nightly(company, TODAY + timedelta(days=5))
    flag = only()
    assert (flag.cleared_on, flag.judged_on, flag.was_real) == (
        TODAY + timedelta(days=4), TODAY + timedelta(days=5), False
    )  # fmt: skip


def test_silence_makes_it_real_and_it_is_not_raised_again(company, eva, night):
    for days in (0, 35, 36, 40):
        nightly(company, TODAY + timedelta(days=days))
    flag = only()
    assert (flag.cleared_on, flag.judged_on, flag.was_real) == (None, TODAY + timedelta(days=36), True)


def test_a_later_silence_is_another_flag(company, eva, night):
    nightly(company, TODAY)
    add_orders(eva, -4)
    nightly(company, TODAY + timedelta(days=5))
    nightly(company, TODAY + timedelta(days=4 + 80))
    assert Flag.objects.count() == 2


@pytest.mark.parametrize("mark", ["grieving_until", "resting_until"])
def test_who_is_left_in_peace_gets_none(company, eva, night, mark):
    Customer.objects.filter(pk=eva.pk).update(**{mark: TODAY})
    nightly(company, TODAY)
    assert not Flag.objects.exists()


def test_with_a_fit_the_chance_decides_too(company, ben, eva, night):
    """Both are silent for as long, by their own rhythm."""
    ida = orders_of(ben, "Ida", 56 + 35, 56)
    found = purchases_of([eva.pk, ida.pk], TODAY)
    raise_flags(company=company, by=NIGHT, on=TODAY, purchases=found, chances={eva.pk: 0.8, ida.pk: 0.79})
    assert (only().customer, only().chance) == (ida, 0.79)


def test_the_flags_of_a_night_with_a_fit(company, many, night):
    nightly(company, TODAY)
    chances = list(Flag.objects.values_list("chance", flat=True))
    assert chances and all(chance < 0.8 for chance in chances)
