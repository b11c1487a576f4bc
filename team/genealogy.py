"""Decides what a company's list of its distributors says of the tree, and how that differs from the tree that stands.

People are told by references: who stands already by their id, who is new by a number below zero.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from team.tree import child_code

ACTIVE, TERMINATED = "active", "terminated"
LONGEST_PATH = 900  # characters, the room of a path
SHOWN = 5  # of those who stand in a ring
THEIRS = {"name", "email"}  # what somebody who signs in says themselves

Key = tuple[str, str]  # country and number: numbers begin anew in each country


@dataclass(slots=True)
class Member:
    """A line of the list: only what it gives. `told` are figures of the month, `stands` how things stand."""

    line: int
    number: str
    name: str
    country: str = ""
    parent: str = ""
    level: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    stands: dict[str, int] = field(default_factory=dict)
    last_active_on: date | None = None


class Place(NamedTuple):
    path: str
    depth: int


@dataclass(slots=True)
class Held:
    """Somebody who stands in the tree already; `values` as in Member, with name and number."""

    id: int
    sponsor: int | None
    place: Place
    next_child: int
    values: dict[str, Any]
    signs_in: bool = False
    listed: bool = True  # a list told of them before
    told: dict[str, int] = field(default_factory=dict)
    stands: dict[str, int] = field(default_factory=dict)
    last_active_on: date | None = None

    @property
    def path(self) -> str:
        return self.place.path

    @property
    def key(self) -> Key:
        return self.values["country"], self.values["number"]


class Fault(NamedTuple):
    """A line that cannot be: nothing of the list is written."""

    line: int
    reason: str


@dataclass
class Difference:
    """What a list would change. `refs` are those of its lines, `sponsors` theirs, `places` of new and moved people."""

    members: Sequence[Member]
    refs: list[int] = field(default_factory=list)
    sponsors: dict[int, int | None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)  # references, in the order of the file
    moved: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    told: list[int] = field(default_factory=list)  # whose figures are new or others
    within: int = 0  # how many stood where the list tells of everybody
    places: dict[int, Place] = field(default_factory=dict)
    next_child: dict[int, int] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)  # new and moved people from the top down

    @property
    def altered(self) -> set[int]:
        """Who stands already and is another by the list."""
        return {*self.changed, *self.moved, *self.told, *self.returned} - set(self.joined)


def compare(
    members: Sequence[Member],
    held: Mapping[int, Held],
    *,
    country: str,
    next_root: int = 0,
    under: int | None = None,
    taken: Mapping[str, int] | None = None,
) -> Difference:
    """Compare a list with the tree that stands. Faults alone are told, if there are any.

    `country` is meant where a line names none; `under` is above whoever has nobody above in the list;
    `taken` says whose an email address is already, in any company.
    """
    found = Difference(members)
    book = _Book(held, country)
    _find_people(found, book)
    if found.faults:
        return found
    _find_sponsors(found, book, under)
    _check_emails(found, taken or {})
    if not found.faults:
        _check_rings(found, held)
    if found.faults:
        found.faults.sort()
        return found
    _tell_joined_and_moved(found, held)
    _tell_changed(found, held)
    _tell_left(found, held)
    _place(found, held, next_root)
    return found


class _Book:
    """Who has which number: of the list, and of those who stand."""

    def __init__(self, held: Mapping[int, Held], country: str):
        self.country = country
        self.refs: dict[Key, int] = {}
        self.countries: dict[str, list[str]] = defaultdict(list)
        self.by_email: dict[str, int] = {}
        for one in held.values():
            if one.values["number"]:
                self.note(one.key, one.id)
            elif one.values["email"]:
                self.by_email[one.values["email"]] = one.id

    def note(self, key: Key, ref: int) -> None:
        if key not in self.refs:
            self.countries[key[1]].append(key[0])
        self.refs[key] = ref

    def key_of(self, number: str, country: str) -> Key:
        """The key meant: where no country is named, that of the one who has the number, else the company's."""
        if not country:
            known = self.countries.get(number, ())
            country = known[0] if len(known) == 1 else self.country
        return country, number

    def above(self, member: Member) -> int | None:
        """Whom a line names as the sponsor: of the same country, else the only one of this number."""
        ref = self.refs.get((member.country or self.country, member.parent))
        known = self.countries.get(member.parent, ())
        return self.refs[known[0], member.parent] if ref is None and len(known) == 1 else ref


def _find_people(found: Difference, book: _Book) -> None:
    """Who each line is; two lines must not be one."""
    lines: dict[int | Key, int] = {}
    for place, member in enumerate(found.members):
        key = book.key_of(member.number, member.country)
        ref = book.refs.get(key)
        if ref is None:
            ref = book.by_email.get(member.values.get("email", ""), -place - 1)
        if before := lines.get(ref) or lines.get(key):
            said = _("The number %(number)s stands in line %(line)s already.")
            found.faults.append(Fault(member.line, said % {"number": member.number, "line": before}))
        else:
            lines[ref] = lines[key] = member.line
        member.country = key[0]
        found.refs.append(ref)
    for member, ref in zip(found.members, found.refs, strict=True):
        book.note((member.country, member.number), ref)


def _find_sponsors(found: Difference, book: _Book, under: int | None) -> None:
    """Who stands above each line: by the numbers where any is given, else by the levels."""
    if any(one.parent for one in found.members) or all(one.level is None for one in found.members):
        sponsors, tops = _by_numbers(found, book)
    else:
        sponsors, tops = _by_levels(found)
    if len(tops) > 1 and under is None:
        said = _("%(name)s stands at the top, and so does %(other)s in line %(line)s.")
        for place in tops:
            other = found.members[tops[1] if place == tops[0] else tops[0]]
            names = {"name": found.members[place].name, "other": other.name, "line": other.line}
            found.faults.append(Fault(found.members[place].line, said % names))
    for place in tops:
        sponsors[place] = under
    found.sponsors = {
        ref: sponsors[place]
        for place, ref in enumerate(found.refs)
        if not (
            place in tops and under is None and ref > 0
        )  # who is the top of the list stays where they stand
    }


def _by_numbers(found: Difference, book: _Book) -> tuple[dict[int, int | None], list[int]]:
    sponsors: dict[int, int | None] = {}
    for place, member in enumerate(found.members):
        ref = book.above(member) if member.parent else None
        if member.parent and ref is None:
            said = _("Nobody has the number %(parent)s, under which %(name)s stands.")
            found.faults.append(Fault(member.line, said % {"parent": member.parent, "name": member.name}))
        elif ref is not None and ref == found.refs[place]:
            found.faults.append(
                Fault(member.line, _("%(name)s stands under themself.") % {"name": member.name})
            )
        sponsors[place] = ref
    return sponsors, [place for place, member in enumerate(found.members) if not member.parent]


def _by_levels(found: Difference) -> tuple[dict[int, int | None], list[int]]:
    """Each stands under the last line before that is one level higher."""
    levels = [member.level for member in found.members]
    least = min((level for level in levels if level is not None), default=0)
    sponsors: dict[int, int | None] = {}
    above: list[int] = []
    for place, (member, level) in enumerate(zip(found.members, levels, strict=True)):
        if level is None:
            found.faults.append(Fault(member.line, _("Neither a sponsor's number nor a level, please one.")))
            continue
        deep = level - least
        if deep > len(above):
            said = _("Level %(level)s stands right below level %(before)s.")
            before = least + len(above) - 1 if above else "–"
            found.faults.append(Fault(member.line, said % {"level": level, "before": before}))
            continue
        sponsors[place] = found.refs[above[deep - 1]] if deep else None
        above[deep:] = [place]
    tops = [place for place, level in enumerate(levels) if level == least]
    return dict.fromkeys(range(len(levels))) | sponsors, tops


def _check_emails(found: Difference, taken: Mapping[str, int]) -> None:
    seen: dict[str, int] = {}
    for member, ref in zip(found.members, found.refs, strict=True):
        email = member.values.get("email")
        if not email:
            continue
        if email in seen:
            said = _("%(email)s stands in line %(line)s already.") % {"email": email, "line": seen[email]}
            found.faults.append(Fault(member.line, said))
        elif taken.get(email, ref) != ref:
            found.faults.append(Fault(member.line, _("%(email)s is somebody else's.") % {"email": email}))
        seen.setdefault(email, member.line)


def _check_rings(found: Difference, held: Mapping[int, Held]) -> None:
    """Nobody stands below themselves, in the tree as it would be."""
    above = {ref: one.sponsor for ref, one in held.items()} | found.sponsors
    lines = dict(zip(found.refs, found.members, strict=True))
    done: set[int] = set()
    for start in found.refs:
        way: dict[int, None] = {}
        ref: int | None = start
        while ref is not None and ref not in done and ref not in way:
            way[ref] = None
            ref = above.get(ref)
        if ref in way:
            walked = list(way)
            _tell_ring(found, [lines[one] for one in walked[walked.index(ref) :] if one in lines])
        done.update(way)


def _tell_ring(found: Difference, ring: list[Member]) -> None:
    names = ", ".join(f"{member.name} ({member.line})" for member in ring[:SHOWN])
    said = _("These stand below each other, in a ring: %(names)s.")
    more = ", …" if len(ring) > SHOWN else ""
    found.faults += [Fault(member.line, said % {"names": names + more}) for member in ring]


def _tell_joined_and_moved(found: Difference, held: Mapping[int, Held]) -> None:
    found.joined = [ref for ref in found.refs if ref < 0]
    found.moved = [
        ref
        for ref in found.refs
        if ref > 0 and found.sponsors.get(ref, held[ref].sponsor) != held[ref].sponsor
    ]


def _tell_changed(found: Difference, held: Mapping[int, Held]) -> None:
    for member, ref in zip(found.members, found.refs, strict=True):
        one = held.get(ref)
        if one is None:
            if member.told or member.stands or member.last_active_on:
                found.told.append(ref)
            continue
        said = {"name": member.name, "number": member.number, "country": member.country, **member.values}
        new = {
            name: value
            for name, value in said.items()
            if one.values.get(name) != value and not (one.signs_in and name in THEIRS)
        }
        if one.values["status"] == TERMINATED and said.get("status", ACTIVE) != TERMINATED:
            found.returned.append(ref)
            new |= {"status": said.get("status", ACTIVE), "left_on": None}
        if new:
            found.changed[ref] = new
        if not one.signs_in and _tells_otherwise(member, one):
            found.told.append(ref)


def _tells_otherwise(member: Member, one: Held) -> bool:
    return (
        any(one.told.get(name, 0) != number for name, number in member.told.items())
        or any(one.stands.get(name, 0) != number for name, number in member.stands.items())
        or (member.last_active_on is not None and member.last_active_on != one.last_active_on)
    )


def _tell_left(found: Difference, held: Mapping[int, Held]) -> None:
    """Whoever stands below the top of the list and is in it no more, though one before told of them."""
    listed = set(found.refs)
    tops = [held[ref] for ref in found.refs if ref > 0 and held[ref].sponsor not in listed]
    paths = sorted(top.path for top in tops)
    for one in held.values():
        if one.listed and any(one.path.startswith(path) for path in _near(paths, one.path)):
            found.within += one.values["status"] != TERMINATED
            if one.id not in listed and one.values["status"] != TERMINATED:
                found.left.append(one.id)


def _near(paths: list[str], path: str) -> Collection[str]:
    """Few tops are looked at one by one; who has a thousand is asked for by the beginnings of the path."""
    if len(paths) < 20:
        return paths
    return {path[:length] for length in range(1, len(path) + 1)}.intersection(paths)


def _place(found: Difference, held: Mapping[int, Held], next_root: int) -> None:
    """Give places to whoever is new or moves, and to all below them: whoever stays keeps their code."""
    going = {*found.joined, *found.moved}
    children: dict[int | None, list[int]] = defaultdict(list)
    for ref in (one for one in held if one not in going):
        children[held[ref].sponsor].append(ref)
    for ref in (one for one in found.refs if one in going):
        children[found.sponsors[ref]].append(ref)
    for ref, sponsor in _from_the_top(children):
        if ref in going:
            found.order.append(ref)
            count = found.next_child.get(sponsor, held[sponsor].next_child if sponsor in held else 0)
            count = max(count, next_root) if sponsor is None else count
            found.next_child[sponsor] = count + 1
            code = child_code(count)
        elif sponsor in found.places:
            code = held[ref].path[len(held[sponsor].path) :]
        else:
            continue
        above = found.places.get(sponsor) or (held[sponsor].place if sponsor is not None else Place("", -1))
        found.places[ref] = Place(above.path + code, above.depth + 1)
    _check_depth(found)


def _from_the_top(children: Mapping[int | None, list[int]]) -> Iterator[tuple[int, int | None]]:
    waiting = [(ref, None) for ref in reversed(children.get(None, ()))]
    while waiting:
        ref, sponsor = waiting.pop()
        yield ref, sponsor
        waiting += [(below, ref) for below in reversed(children.get(ref, ()))]


def _check_depth(found: Difference) -> None:
    lines = dict(zip(found.refs, found.members, strict=True))
    for ref in found.order:
        if len(found.places[ref].path) > LONGEST_PATH:
            said = _("%(name)s stands too deep: %(depth)s levels.")
            names = {"name": lines[ref].name, "depth": found.places[ref].depth}
            found.faults.append(Fault(lines[ref].line, said % names))
