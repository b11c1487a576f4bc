"""Places in the tree: codes, paths, who is below whom."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from team.tree import END, child_code, is_below, steps, upline_paths

ONE, TWO, THREE = 40, 40 + 16 * 62, 40 + 16 * 62 + 5 * 62**2  # where codes grow longer
MOST = THREE + 62**4

kth = st.one_of(st.integers(0, 60), st.integers(0, 25_000), st.integers(0, MOST - 1))
lines = st.lists(kth, min_size=1, max_size=12)


def path_of(line):
    return "".join(child_code(k) for k in line)


def test_codes_are_in_order_and_prefix_free_beyond_20300():
    """Neighbours in byte order decide: were one a prefix of any other, it would be of the next."""
    codes = [child_code(k) for k in range(21_000)]
    assert codes == sorted(codes)
    assert all(one < other and not other.startswith(one) for one, other in itertools.pairwise(codes))


@pytest.mark.parametrize(
    ("k", "length"),
    [
        (0, 1),
        (ONE - 1, 1),
        (ONE, 2),
        (TWO - 1, 2),
        (TWO, 3),
        (THREE - 1, 3),
        (THREE, 5),
        (MOST - 1, 5),
    ],
)
def test_length_of_codes(k, length):
    assert len(child_code(k)) == length


def test_no_room_is_said():
    with pytest.raises(ValueError, match="that many recruits"):
        child_code(MOST)


@given(kth, kth)
def test_any_two_codes_are_in_order_and_prefix_free(one, other):
    if one == other:
        return
    one, other = sorted((one, other))
    assert child_code(one) < child_code(other)
    assert not child_code(other).startswith(child_code(one))


@given(lines)
def test_a_path_falls_apart_into_its_codes(line):
    assert steps(path_of(line)) == [child_code(k) for k in line]


@given(lines)
def test_upline_paths_are_the_paths_of_everybody_above(line):
    assert upline_paths(path_of(line)) == [path_of(line[:level]) for level in range(1, len(line))]


@given(lines, lines)
def test_below_is_a_longer_line_through_the_leader(line, leader):
    truly = len(line) > len(leader) and line[: len(leader)] == leader
    assert is_below(path_of(line), path_of(leader)) is truly


@given(lines, lines)
def test_the_downline_is_a_range_of_paths(line, leader):
    path, top = path_of(line), path_of(leader)
    assert (top <= path < top + END) is (path == top or is_below(path, top))


def test_nobody_is_below_themselves():
    assert not is_below("0A", "0A")
