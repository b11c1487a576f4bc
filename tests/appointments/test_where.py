"""Where one meets, in the words of whoever reads it."""

import pytest

from appointments.where import address_told, place_said


@pytest.mark.parametrize(
    ("place", "own", "guests"),
    [
        ("visit", "at their place", "at your place"),
        ("here", "at my place", "at Ben’s place"),
        ("phone", "by phone", "by phone"),
    ],
)
def test_each_reads_it_from_their_side(place, own, guests):
    assert (place_said(place, own), place_said(place, own, "Ben")) == (own, guests)


@pytest.mark.parametrize(
    ("place", "is_group", "of_kind", "told"),
    [
        ("visit", False, "", "Rose Lane 7"),
        ("visit", True, "", ""),
        ("visit", True, "Rose Lane 7", "Rose Lane 7"),
        ("elsewhere", True, "", "Rose Lane 7"),
    ],
)
def test_where_one_of_a_group_lives_is_not_told_to_the_others(place, is_group, of_kind, told):
    assert address_told("Rose Lane 7", place, is_group=is_group, of_kind=of_kind) == told
