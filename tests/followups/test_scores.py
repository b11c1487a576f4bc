"""Figures of surveys: shares by Wilson, means by Student, no mean of a few."""

import pytest

from followups.scores import Mean, Share, mean, share, summed


def _rounded(one) -> tuple:
    return tuple(None if value is None else round(value, 4) for value in (one.value, one.low, one.high))


@pytest.mark.parametrize(
    ("count", "of", "found"),
    [
        (0, 0, (None, None, None)),
        (0, 10, (0.0, 0.0, 0.2775)),
        (10, 10, (1.0, 0.7225, 1.0)),
        (7, 10, (0.7, 0.3968, 0.8922)),
        (81, 263, (0.308, 0.2553, 0.3662)),  # Newcombe 1998, table I
    ],
)
def test_a_share_lies_in_wilsons_interval(count, of, found):
    assert _rounded(share(count, of)) == found


def test_a_mean_of_four_is_not_told():
    assert mean([5, 5, 1, 5], 1, 5) == Mean(4)


def test_a_mean_lies_in_students_interval():
    assert _rounded(mean([4, 5, 3, 4, 4], 1, 5)) == (4.0, 3.1222, 4.8778)


def test_an_interval_ends_where_the_scale_does():
    found = mean([5, 5, 5, 5, 4], 1, 5)
    assert (round(found.value, 2), found.high) == (4.8, 5)


def test_five_who_all_say_the_same_are_no_certainty():
    found = mean([5] * 5, 1, 5)
    assert (found.value, found.high) == (5, 5)
    assert found.low < 5


def test_many_are_told_by_the_normal_quantile():
    found = mean([1, 5] * 500, 1, 5)
    assert round(found.value - found.low, 3) == round(1.9624 * 2.001 / 1000**0.5, 3)


def test_recommending_is_the_promoters_less_the_detractors():
    found = summed("nps", [10, 9, 8, 6, 0, 10], 12)
    assert round(found.score.value, 2) == round(100 * (3 - 2) / 6, 2)
    assert found.response == share(6, 12)
    assert (found.content.count, found.low.count, found.n) == (3, 2, 6)
    assert found.counts == (1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 2)


def test_being_content_counts_from_four_on():
    found = summed("csat", [5, 4, 3, 2, 1], 5)
    assert (found.content.count, found.low.count, found.score.value) == (2, 2, 3)


def test_nobody_asked_says_nothing():
    found = summed("csat", [], 0)
    assert (found.response, found.score) == (Share(0, 0), Mean(0))
