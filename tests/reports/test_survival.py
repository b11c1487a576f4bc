"""The chance that somebody still is a customer: the published figures, and what must hold of any."""

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.amounts import Spending, expected_amount
from reports.fitting import Histories, NoFit, fit_behaviour, fit_spending
from reports.survival import NEW, Behaviour, History, chance_alive, expected_orders

SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "cdnow_sample.txt"
needs_sample = pytest.mark.skipif(
    not SAMPLE.exists(), reason="the CDNOW sample does not lie in ../shared/data beside the project"
)
PUBLISHED = Behaviour(0.243, 4.414, 0.793, 2.426)
ENDS = date(1997, 9, 30)


@pytest.fixture(scope="module")
def calibration():
    """Histories and further amounts of the first 39 weeks, by person."""
    days = defaultdict(lambda: defaultdict(float))
    for row in SAMPLE.read_text().splitlines():
        person, _, day, _, dollars = row.split()
        days[person][date(int(day[:4]), int(day[4:6]), int(day[6:]))] += float(dollars)
    return [{day: spent for day, spent in sorted(own.items()) if day <= ENDS} for own in days.values()]


def history_of(days: list[date], ends: date = ENDS) -> History:
    return History(len(days) - 1, (days[-1] - days[0]).days / 7, (ends - days[0]).days / 7)


@needs_sample
def test_the_published_parameters_are_found(calibration):
    how, likely = fit_behaviour(Counter(history_of(list(own)) for own in calibration))
    found = (round(how.r, 3), round(how.alpha, 3), round(how.a, 3), round(how.b, 3), round(likely, 1))
    assert (len(calibration), *found) == (2357, 0.243, 4.414, 0.793, 2.426, -9582.4)


@needs_sample
def test_the_published_amounts_are_found(calibration):
    further = [list(own.values())[1:] for own in calibration if len(own) > 1]
    how, _likely = fit_spending(Counter((len(own), sum(own) / len(own)) for own in further))
    assert (len(further), round(how.p, 2), round(how.q, 2), round(how.v, 2)) == (946, 6.25, 3.74, 15.44)
    assert round(how.mean, 2) == 35.17


@needs_sample
def test_order_and_grouping_do_not_matter(calibration):
    histories = [history_of(list(own)) for own in calibration]
    forward, backward = Histories(Counter(histories)), Histories(Counter(reversed(histories)))
    assert len(forward.weight) < len(histories) / 2
    assert forward.log_likelihood(PUBLISHED) == pytest.approx(backward.log_likelihood(PUBLISHED), rel=1e-12)


def test_the_published_example_of_a_person():
    """Customer 0001 of the sample: two further orders, the last in week 30.43 of 38.86."""
    one = History(2, 30.43, 38.86)
    assert round(chance_alive(PUBLISHED, one), 4) == 0.7266
    assert round(expected_orders(PUBLISHED, one, 39), 3) == 1.226


@pytest.mark.parametrize("weeks", [0.5, 13, 39, 520])
@pytest.mark.parametrize("how", [PUBLISHED, Behaviour(2.5, 9, 1, 1.5), Behaviour(1.2, 8, 0.3, 0.7)])
def test_expected_orders_of_somebody_new_are_the_integral(how, weeks):
    """Equation 9 is the mean over p of (1 - (alpha / (alpha + p t))^r) / p, here summed up by hand."""
    from math import exp, lgamma

    edges = np.linspace(0, 1, 400_001) ** 3  # fine where p is small
    p, width = (edges[1:] + edges[:-1]) / 2, np.diff(edges)
    beta = exp(lgamma(how.a + how.b) - lgamma(how.a) - lgamma(how.b))
    density = beta * p ** (how.a - 1) * (1 - p) ** (how.b - 1)
    value = (1 - (how.alpha / (how.alpha + p * weeks)) ** how.r) / p
    assert expected_orders(how, NEW, weeks) == pytest.approx(float((density * value * width).sum()), rel=5e-3)


parameters = st.builds(Behaviour, *[st.floats(0.01, 50)] * 4)
histories = st.builds(
    lambda repeats, last, silence: History(repeats, last if repeats else 0.0, (last if repeats else 0.0) + silence),
    st.integers(0, 200), st.floats(0, 300), st.floats(0, 300),
)  # fmt: skip


@given(how=parameters, one=histories, longer=st.floats(0, 100))
def test_a_chance_is_one_and_falls_with_the_silence(how, one, longer):
    now, later = chance_alive(how, one), chance_alive(how, History(one.repeats, one.last, one.known + longer))
    assert 0 <= later <= now <= 1


@pytest.mark.parametrize(
    ("how", "one"),
    [
        (Behaviour(4103.4, 386.5, 120.4, 499.1), History(2, 5.0, 5.14)),  # no digits are left of the series
        (Behaviour(0.243, 4.414, 0.793, 2.426), History(400, 50.0, 50.0)),
        (Behaviour(0.243, 4.414, 0.793, 2.426), NEW),
    ],
)
def test_nobody_is_expected_to_order_more_than_who_surely_stays(how, one):
    at_most = (how.r + one.repeats) / (how.alpha + one.known) * 52
    assert 0 <= expected_orders(how, one, 52) <= at_most


@given(how=parameters, one=histories, weeks=st.floats(0, 100), more=st.floats(0, 100))
def test_expected_orders_grow_with_the_time_and_are_never_negative(how, one, weeks, more):
    soon, later = expected_orders(how, one, weeks), expected_orders(how, one, weeks + more)
    assert 0 <= soon <= later + 1e-6 * (1 + later)


@given(how=parameters, one=histories, times=st.integers(2, 9))
def test_weeks_or_days_make_no_difference(how, one, times):
    """The unit of time cancels out."""
    other = Behaviour(how.r, how.alpha * times, how.a, how.b)
    scaled = History(one.repeats, one.last * times, one.known * times)
    assert chance_alive(other, scaled) == pytest.approx(chance_alive(how, one), rel=1e-9, abs=1e-12)


@given(
    how=st.builds(Spending, st.floats(0.1, 20), st.floats(1.1, 20), st.floats(1, 100)),
    repeats=st.integers(1, 100), mean=st.floats(0.01, 1000),
)  # fmt: skip
def test_an_expected_amount_lies_between_the_own_mean_and_that_of_all(how, repeats, mean):
    least, most = sorted((mean, how.mean))
    assert least * (1 - 1e-9) <= expected_amount(how, repeats, mean) <= most * (1 + 1e-9)


def simulated(count: int, seed: int = 1) -> Counter:
    """People who live by the model for a year."""
    chance = np.random.default_rng(seed)
    found = Counter()
    for _ in range(count):
        pace, leaves = chance.gamma(2.0, 1 / 9.0), chance.beta(0.8, 2.5)
        at, days = 0.0, []
        while (at := at + chance.exponential(1 / pace)) <= 52:
            days.append(at)
            if chance.random() < leaves:
                break
        found[History(len(days), days[-1] if days else 0.0, 52.0)] += 1
    return found


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_what_was_put_in_comes_out(seed):
    how, _likely = fit_behaviour(simulated(4_000, seed))
    assert how.r / how.alpha == pytest.approx(2.0 / 9.0, rel=0.15)
    assert how.a / (how.a + how.b) == pytest.approx(0.8 / 3.3, rel=0.2)


@pytest.mark.parametrize(
    ("counted", "why"),
    [
        ({}, "too_few"),
        ({NEW: 1}, "too_few"),
        ({History(0, 0, 0): 5_000}, "too_few"),  # all on one day
        ({History(3, 9, 12): 99}, "too_few"),
        ({History(12, 12, 12): 400}, "no_maximum"),  # each week, and nobody ever left
    ],
)
def test_what_holds_no_fit_says_why(counted, why):
    with pytest.raises(NoFit, match=why):
        fit_behaviour(counted)


@pytest.mark.parametrize("counted", [{}, {(1, 9.5): 1}, {(2, 0.0): 500}, {(3, 20.0): 500}])
def test_amounts_without_a_fit(counted):
    with pytest.raises(NoFit):
        fit_spending(counted)
