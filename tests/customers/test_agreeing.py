"""When two records of what somebody agreed to meet, the stricter one wins."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.agreeing import AGREED, REFUSED, UNASKED, strictest, word_of

WORDS = st.sampled_from([AGREED, REFUSED, UNASKED])


@pytest.mark.parametrize(
    ("one", "other", "holds"),
    [("yes", "no", "no"), ("yes", "", "yes"), ("no", "", "no"), ("", "", ""), ("yes", "yes", "yes")],
)
def test_what_holds_of_two(one, other, holds):
    assert strictest(one, other) == strictest(other, one) == holds


@given(WORDS, WORDS, WORDS)
def test_the_order_of_meeting_changes_nothing_and_a_no_is_never_lost(a, b, c):
    assert strictest(strictest(a, b), c) == strictest(a, strictest(b, c))
    assert strictest(a, a) == a
    assert (strictest(a, b) == REFUSED) == (REFUSED in (a, b))


@pytest.mark.parametrize(
    ("ends", "word"), [([], ""), ([None], "yes"), ([1], "no"), ([1, None], "yes"), ([1, 2], "no")]
)
def test_the_word_of_agreements(ends, word):
    rows = [SimpleNamespace(channel="email", purpose="service", withdrawn_at=end) for end in ends]
    others = [SimpleNamespace(channel="text", purpose="service", withdrawn_at=None)]
    assert word_of(rows + others, "email", "service") == word
