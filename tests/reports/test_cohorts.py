from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kit.charts import two_ways
from reports.cohorts import Doors, cohorts, doors, months_between, months_until

TODAY = date(2026, 3, 2)
days = st.lists(st.dates(date(2024, 1, 1), TODAY), min_size=1, max_size=4)


def test_months_end_with_the_present_one_and_cross_the_year():
    assert months_until(TODAY, 4) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]


def test_a_cohort_counts_who_ordered_in_each_later_month():
    people = {
        1: [date(2025, 12, 5), date(2025, 12, 20), date(2026, 2, 1)],
        2: [date(2025, 12, 31), date(2026, 2, 9), date(2026, 2, 10)],
        3: [date(2025, 12, 1)],
        4: [date(2023, 1, 1), date(2026, 2, 1)],  # began too long ago
    }
    (only,) = cohorts(people, TODAY)
    assert (only.month, only.people) == (date(2025, 12, 1), 3)
    assert [(cell.after, cell.count, cell.percent, cell.level) for cell in only.cells] == [
        (1, 0, 0, 0), (2, 2, 67, 5), (3, 0, 0, 0)
    ]  # fmt: skip


def test_who_came_and_who_left():
    found = doors([TODAY, date(2026, 2, 3), date(2024, 1, 1)], [date(2026, 2, 28)], TODAY)
    assert found[-2:] == [Doors(date(2026, 2, 1), 1, 1), Doors(date(2026, 3, 1), 1, 0)]
    assert len(found) == 12


@given(st.dictionaries(st.integers(0, 9), days, max_size=5))
def test_everybody_is_in_one_cohort_and_no_cell_holds_more(people):
    found = cohorts(people, TODAY)
    since = months_until(TODAY)[0]
    assert sum(one.people for one in found) == sum(min(own) >= since for own in people.values())
    for one in found:
        assert [cell.after for cell in one.cells] == list(range(1, months_between(one.month, TODAY) + 1))
        assert all(0 <= cell.count <= one.people and 0 <= cell.level <= 6 for cell in one.cells)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=12))
def test_bars_stay_in_the_picture_and_on_their_side(pairs):
    chart = two_ways(pairs)
    for bar in chart.bars:
        assert 14 <= bar.top <= chart.line < bar.under <= bar.under + bar.sinks <= 112
        assert 0 < bar.x < bar.middle < chart.width


def test_nothing_at_all_is_a_line():
    assert [(bar.rises, bar.sinks) for bar in two_ways([(0, 0)] * 3).bars] == [(0, 0)] * 3


def test_days_between_do_not_matter():
    assert months_between(date(2025, 12, 31), TODAY + timedelta(days=20)) == 3
