"""A list of distributors becomes one tree, however its lines lie; what cannot be is told by line."""

from random import Random

import pytest

from team.genealogy import Held, Member, Place, compare
from team.tree import child_code, steps


def member(line, number, parent="", level=None, **more):
    return Member(line, str(number), f"D {number}", parent=str(parent), level=level, **more)


def list_of(size, seed=1):
    """A list in the order of joining: everybody's sponsor stands before them."""
    rng = Random(seed)
    return [member(n + 2, n, "" if n == 0 else rng.randrange(n)) for n in range(size)]


def shape(found):
    """Who stands under whom, by numbers."""
    number = dict(zip(found.refs, (one.number for one in found.members), strict=True))
    return {number[ref]: number.get(sponsor) for ref, sponsor in found.sponsors.items()}


def held(found, **more):
    """The tree as it stands once a list is written."""
    ids = {ref: place + 1 for place, ref in enumerate(found.refs)}
    rows = {}
    for one, ref in zip(found.members, found.refs, strict=True):
        values = {
            "number": one.number,
            "country": one.country,
            "name": one.name,
            "email": None,
            "status": "active",
        }
        rows[ids[ref]] = Held(
            ids[ref],
            ids.get(found.sponsors[ref]),
            found.places[ref],
            found.next_child.get(ref, 0),
            values,
            **more,
        )
    return rows


def faults(*members, **more):
    return [(line, reason) for line, reason in compare(members, {}, country="DE", **more).faults]


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_lines_gives_the_same_tree(seed):
    listed = list_of(200, seed)
    once = compare(listed, {}, country="DE")
    again = compare(Random(seed).sample(listed, len(listed)), {}, country="DE")
    assert shape(once) == shape(again)
    depths = [{one.number: found.places[ref].depth for one, ref in zip(found.members, found.refs, strict=True)} for found in (once, again)]  # fmt: skip
    assert depths[0] == depths[1]
    assert_paths(again)


def assert_paths(found):
    for ref, place in found.places.items():
        sponsor = found.sponsors.get(ref)
        above = found.places[sponsor].path if sponsor is not None else ""
        assert steps(place.path) == [*steps(above), steps(place.path)[-1]]
        assert place.depth == len(steps(place.path)) - 1
    assert len({place.path for place in found.places.values()}) == len(found.places)


def test_children_stand_in_the_order_of_the_file():
    found = compare([member(2, 1), member(3, 3, 1), member(4, 2, 1)], {}, country="DE")
    assert [found.places[ref].path for ref in found.refs] == ["0", "00", "01"]
    assert found.next_child == {None: 1, -1: 2}


def test_levels_in_the_order_of_the_tree_say_the_same():
    numbers = [member(2, 1), member(3, 2, 1), member(4, 3, 2), member(5, 4, 1), member(6, 5, 4)]
    levels = [member(2, 1, level=1), member(3, 2, level=2), member(4, 3, level=3), member(5, 4, level=2), member(6, 5, level=3)]  # fmt: skip
    assert shape(compare(numbers, {}, country="DE")) == shape(compare(levels, {}, country="DE"))


def test_what_cannot_be_is_told_by_line():
    assert faults(member(2, 1), member(3, 2, 9)) == [(3, "Nobody has the number 9, under which D 2 stands.")]
    assert faults(member(2, 1), member(3, 2, 2)) == [(3, "D 2 stands under themself.")]
    ring = "These stand below each other, in a ring: D 2 (3), D 3 (4)."
    assert faults(member(2, 1), member(3, 2, 3), member(4, 3, 2)) == [(3, ring), (4, ring)]
    assert faults(member(2, 1), member(3, 2), member(4, 3, 1)) == [
        (2, "D 1 stands at the top, and so does D 2 in line 3."),
        (3, "D 2 stands at the top, and so does D 1 in line 2."),
    ]
    assert faults(member(2, 1), member(3, 1, 1)) == [(3, "The number 1 stands in line 2 already.")]
    assert faults(member(2, 1, level=1), member(3, 2, level=3)) == [
        (3, "Level 3 stands right below level 1.")
    ]
    assert faults(member(2, 1, level=1), member(3, 2)) == [
        (3, "Neither a sponsor's number nor a level, please one.")
    ]
    one, other = (
        member(2, 1, values={"email": "a@x.example"}),
        member(3, 2, 1, values={"email": "a@x.example"}),
    )
    assert faults(one, other) == [(3, "a@x.example stands in line 2 already.")]
    assert faults(one, taken={"a@x.example": 7}) == [(2, "a@x.example is somebody else's.")]


def test_a_depth_of_five_hundred_stands_and_one_of_a_thousand_is_refused():
    chain = [member(n + 2, n, "" if n == 0 else n - 1) for n in range(1_000)]
    found = compare(chain[:501], {}, country="DE")
    assert (found.faults, found.places[found.refs[-1]].depth) == ([], 500)
    assert faults(*chain)[0] == (902, "D 900 stands too deep: 900 levels.")


def test_a_frontline_of_twenty_thousand_has_places_in_order():
    found = compare([member(2, 0), *(member(n + 2, n, 0) for n in range(1, 20_001))], {}, country="DE")
    paths = [found.places[ref].path for ref in found.refs]
    assert paths == sorted(set(paths))


def test_the_same_list_again_changes_nothing_and_another_tells_the_difference():
    listed = list_of(60)
    stands = held(compare(listed, {}, country="DE"))
    again = compare(list_of(60), stands, country="DE", next_root=1)
    assert (again.joined, again.moved, again.left, again.changed, again.told) == ([], [], [], {}, [])
    rest = [one for one in list_of(60) if one.number != "59"]
    rest[58].parent, rest[57].name = "0" if rest[58].parent != "0" else "1", "Other"
    rest.append(member(90, 77, 3, told={"volume": 100}))
    other = compare(rest, stands, country="DE", next_root=1)
    assert (other.joined, other.moved, other.left) == ([-60], [59], [60])
    assert (other.changed, other.told) == ({58: {"name": "Other"}}, [-60])
    assert_moved(other, stands)


@pytest.mark.parametrize("seed", range(6))
def test_whoever_moves_takes_the_line_along_to_fresh_places(seed):
    rng = Random(seed)
    stands = held(compare(list_of(80, seed), {}, country="DE"))
    listed = list_of(80, seed)
    order = listed[1:]
    rng.shuffle(order)
    done = [listed[0]]  # the tree grows anew in another order: sponsors change, rings cannot be
    for one in order:
        one.parent = rng.choice(done).number if rng.random() < 0.3 else one.parent
        done.append(one)
    found = compare(listed, stands, country="DE", next_root=1)
    if found.faults:
        assert all("ring" in reason for _line, reason in found.faults)
    else:
        assert_moved(found, stands)


def assert_moved(found, stands):
    """Paths follow the sponsors, and nobody gets a place that somebody has."""
    before = {one.path for one in stands.values()}
    places = {ref: one.place for ref, one in stands.items()} | found.places
    sponsors = {ref: one.sponsor for ref, one in stands.items()} | found.sponsors
    for ref, place in places.items():
        above = places[sponsors[ref]] if sponsors[ref] is not None else Place("", -1)
        assert (steps(place.path)[:-1], place.depth) == (steps(above.path), above.depth + 1)
    assert not before & {place.path for place in found.places.values()}
    assert len({place.path for place in places.values()}) == len(places)


def test_numbers_begin_anew_in_each_country():
    listed = [
        member(2, 1), member(3, 2, 1, country="GB"), member(4, 2, 1, country="FR"), member(5, 3, 2, country="FR"),
    ]  # fmt: skip
    found = compare(listed, {}, country="DE")
    assert found.sponsors[found.refs[3]] == found.refs[2]
    doubtful = [*listed, member(6, 4, 2)]
    assert compare(doubtful, {}, country="DE").faults[0].line == 6


def test_a_list_of_a_part_hangs_under_whom_it_names():
    stands = held(compare([member(2, 1), member(3, 2, 1)], {}, country="DE"))
    found = compare([member(2, 10, 2), member(3, 11, 10)], stands, country="DE", next_root=1)
    assert (found.sponsors, found.left) == ({-1: 2, -2: -1}, [])
    several = compare([member(2, 10, level=1), member(3, 11, level=1)], stands, country="DE", under=2)
    assert several.sponsors == {-1: 2, -2: 2}
    assert several.places[-2].path == stands[2].path + child_code(1)
