"""Days of the history's form that no calendar page of ours has are left out."""

import pytest


@pytest.mark.parametrize("query", ["last=9999-12-31", "first=0001-01-01", "first=x&last=2026-13-40"])
def test_days_out_of_reach_are_as_if_not_given(as_ben, query):
    assert as_ben.get(f"/history/?{query}").status_code == 200
