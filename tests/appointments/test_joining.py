"""Two texts become one: every line of both is there."""

from hypothesis import given
from hypothesis import strategies as st

from appointments.joining import joined

WORDS = st.lists(st.sampled_from(["a", "ab", "abc", "b", "", "! c", " "]), max_size=8).map("\n".join)


def test_both_are_kept_and_what_they_share_stands_once():
    assert joined("Sami\nfrom the phone", "Sami\nfrom the desk") == "Sami\nfrom the phone\nfrom the desk"
    assert joined("one\ntwo", "one\ntwo\nthree") == "one\ntwo\nthree"
    assert joined("", "one") == "one"


def test_a_line_that_the_other_went_on_with_is_not_repeated():
    assert joined("! Ask wheth", "! Ask whether it fits") == "! Ask whether it fits"
    assert joined("! Ask whether it fits", "! Ask wheth") == "! Ask whether it fits"


@given(WORDS, WORDS)
def test_nothing_is_lost(theirs, mine):
    both = joined(theirs, mine).split("\n")
    for line in [*theirs.split("\n"), *mine.split("\n")]:
        assert not line.strip() or any(kept.startswith(line) for kept in both)
