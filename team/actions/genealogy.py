"""A company's list of its distributors becomes the tree: who joined, left, moved or changed, in one transaction."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kit import clock
from kit.bulk import batches, insert_rows, insert_values, save_columns
from kit.events import Actor, Change, record_alike, record_each, record_many
from kit.rows import new_row
from team.actions.building import build_ledger
from team.actions.devices import sign_out_devices
from team.actions.ledger import fold
from team.errors import TeamRefused
from team.figures import NOW
from team.genealogy import TERMINATED, Difference, Held, Member, Place, compare
from team.models import Company, Distributor, ToldMonth

AT_ONCE = 500  # people whose figures the worker counts one by one; more are counted all together
MANY = 20  # people below whom nobody asks whether the list is whole
FIELDS = ("country", "number", "name", "email", "type", "status", "rank", "joined_on", "left_on")
Say = Callable[[str], None]


@transaction.atomic
def import_downline(
    *,
    company: Company,
    members: Sequence[Member],
    month: int,
    by: Actor,
    under: Distributor | None = None,
    most_may_leave: bool = False,
    dry_run: bool = False,
) -> Difference:
    """Make the tree what a list says; figures of its lines are those of `month`. The same list again changes nothing.

    Where the list has faults, or `dry_run` is set, nothing is written. Whoever a list told of and the next
    one below the same top does not, has left. Raises TeamRefused where these are most of them.
    """
    company = Company.objects.select_for_update().get(pk=company.pk)
    held = held_of(company, month)
    found = compare(
        members,
        held,
        country=company.country,
        next_root=company.next_root,
        under=under and under.pk,
        taken=_taken(members),
    )
    if found.faults:
        return found
    if len(found.left) > max(MANY, found.within // 2) and not most_may_leave:
        said = _("%(left)s of %(all)s people are not in the list. Is it whole?")
        raise TeamRefused(said % {"left": len(found.left), "all": found.within}, code="most_leave")
    if not dry_run:
        _Writer(company, held, found, month, by).write()
    return found


def held_of(company: Company, month: int) -> dict[int, Held]:
    """Everybody who stands, with what lists told of a month."""
    held = {}
    names = ("pk", "sponsor_id", "path", "depth", "next_child", "password", "is_listed", *FIELDS)
    for row in company.distributors.values_list(*names).order_by("path").iterator():
        pk, sponsor, path, depth, next_child, password, listed, *values = row
        known = dict(zip(FIELDS, values, strict=True))
        signs_in = bool(known["email"]) and not password.startswith("!")
        held[pk] = Held(pk, sponsor, Place(path, depth), next_child, known, signs_in, listed)
    told = ToldMonth.objects.filter(person__company=company, month__in=(month, NOW))
    for pk, at, figures, day in told.values_list(
        "person_id", "month", "figures", "last_active_on"
    ).iterator():
        if at == NOW:
            held[pk].stands = figures
        else:
            held[pk].told, held[pk].last_active_on = figures, day
    return held


def _taken(members: Sequence[Member]) -> dict[str, int]:
    """Whose the addresses of a list are, in any company."""
    taken = {}
    for some in batches(filter(None, (member.values.get("email") for member in members)), AT_ONCE):
        taken |= dict(Distributor.objects.filter(email__in=some).values_list("email", "pk"))
    return taken


class _Writer:
    """Writes what a list changes. The caller holds the company's row."""

    def __init__(self, company: Company, held: dict[int, Held], found: Difference, month: int, by: Actor):
        self.company, self.held, self.found, self.month, self.by = company, held, found, month, by
        self.member_of = dict(zip(found.refs, found.members, strict=True))
        self.rows: dict[int, Distributor] = {}  # whoever is new, by reference
        self.listed_before = any(one.listed for one in held.values())

    def write(self) -> None:
        self.place()
        self.enrol()
        self.change()
        self.let_leave()
        self.tell()
        self.count()

    def place(self) -> None:
        """Write the places of those who stay but are carried along, or move: fresh ones, so that none is taken."""
        found, held = self.found, self.held
        stay = [new_row(Distributor, id=ref, path=place.path, depth=place.depth) for ref, place in found.places.items() if ref > 0]  # fmt: skip
        save_columns(stay, ["path", "depth"])
        counted = {ref: count for ref, count in found.next_child.items() if ref is not None and ref > 0}
        save_columns(
            [new_row(Distributor, id=ref, next_child=count) for ref, count in counted.items()], ["next_child"]
        )
        if None in found.next_child:
            Company.objects.filter(pk=self.company.pk).update(next_root=found.next_child[None])
        self.before = {ref: {"sponsor": held[ref].sponsor, "path": held[ref].path} for ref in found.moved}

    def enrol(self) -> None:
        """Insert who is new, level by level: a sponsor must have an id before the recruits do."""
        levels: dict[int, list[int]] = {}
        for ref in self.found.order:
            if ref < 0:
                levels.setdefault(self.found.places[ref].depth, []).append(ref)
        for depth in sorted(levels):
            made = {self.found.places[ref].path: self._row(ref) for ref in levels[depth]}
            insert_rows(made.values())
            known = self.company.distributors.filter(depth=depth).values_list("path", "pk")
            for path, pk in known.iterator():
                if path in made:
                    made[path].pk = pk
        record_each("distributor.enrolled", map(self._enrolled, self.rows.values()), by=self.by)

    def _row(self, ref: int) -> Distributor:
        member, place = self.member_of[ref], self.found.places[ref]
        sponsor = self.id_of(self.found.sponsors[ref])
        values = dict(member.values)
        if self.listed_before:
            values.setdefault("joined_on", clock.today(self.company.zoneinfo))
        self.rows[ref] = row = new_row(
            Distributor,
            company_id=self.company.pk,
            sponsor_id=sponsor,
            enroller_id=sponsor,
            path=place.path,
            depth=place.depth,
            next_child=self.found.next_child.get(ref, 0),
            number=member.number,
            country=member.country,
            name=member.name,
            name_key=member.name.casefold()[:200],
            zone=self.company.zone,
            password="!",
            is_listed=True,
            is_active=values.get("status") != TERMINATED,
            **values,
        )
        return row

    def _enrolled(self, row: Distributor) -> tuple:
        after = {
            "name": row.name,
            "sponsor": row.sponsor_id and str(row.sponsor_id),
            "joined_on": row.joined_on,
        }
        return row, row.pk, None, after

    def change(self) -> None:
        """Write sponsors of those who moved, and what else is said otherwise of those who stood."""
        found = self.found
        sponsors = [
            new_row(Distributor, id=ref, sponsor_id=self.id_of(found.sponsors[ref])) for ref in found.moved
        ]
        save_columns(sponsors, ["sponsor"])
        record_many(map(self._moved, sponsors), by=self.by)
        changes = []
        for ref, new in found.changed.items():
            if new.get("status") == TERMINATED:
                new.setdefault("left_on", clock.today(self.company.zoneinfo))
            before = {name: self.held[ref].values[name] for name in new}
            changes.append(
                Change("distributor.changed", self._stub(ref), owner_id=ref, before=before, after=new)
            )
            self._save(ref, new)
        record_many(changes, by=self.by)
        gone = [ref for ref, new in found.changed.items() if new.get("status") == TERMINATED]
        self._close(gone)
        newly = [ref for ref in found.refs if ref > 0 and not self.held[ref].listed]
        save_columns([new_row(Distributor, id=ref, is_listed=True) for ref in newly], ["is_listed"])

    def _moved(self, row: Distributor) -> Change:
        after = {"sponsor": row.sponsor_id and str(row.sponsor_id), "path": self.found.places[row.pk].path, "reason": ""}  # fmt: skip
        before = self.before[row.pk]
        before["sponsor"] = before["sponsor"] and str(before["sponsor"])
        return Change("distributor.moved", row, owner_id=row.pk, before=before, after=after)

    def _save(self, ref: int, new: dict[str, Any]) -> None:
        row = new_row(Distributor, id=ref, **new)
        names = set(new)
        if "name" in new:
            row.name_key, names = row.name.casefold()[:200], names | {"name_key"}
        if "status" in new:
            row.is_active, names = row.status != TERMINATED, names | {"is_active"}
        save_columns([row], sorted(names))

    def let_leave(self) -> None:
        """Whoever is in the list no more has left today; the place stays, so that nobody below moves."""
        today = clock.today(self.company.zoneinfo)
        gone = [
            new_row(Distributor, id=ref, status=TERMINATED, is_active=False, left_on=today)
            for ref in self.found.left
        ]
        save_columns(gone, ["status", "is_active", "left_on"])
        told = [(row, row.pk, None) for row in gone]
        record_alike("distributor.left", told, by=self.by, after={"status": TERMINATED})
        self._close(self.found.left)

    def _close(self, gone: Sequence[int]) -> None:
        for row in Distributor.objects.filter(pk__in=[ref for ref in gone if self.held[ref].signs_in]):
            sign_out_devices(distributor=row, by=self.by)

    def tell(self) -> None:
        """Keep the figures of the month for those who do not work here, and tell that they are others."""
        new = [row for ref in self.found.told if ref < 0 for row in self._told(ref)]
        insert_values(ToldMonth, ("person", "month", "figures", "last_active_on"), new)
        old = [ref for ref in self.found.told if ref > 0]
        for some in batches(old, AT_ONCE):
            ToldMonth.objects.bulk_create(
                [
                    ToldMonth(person_id=person, month=month, figures=figures, last_active_on=day)
                    for ref in some
                    for person, month, figures, day in self._told(ref)
                ],
                update_conflicts=True,
                unique_fields=["person", "month"],
                update_fields=["figures", "last_active_on"],
            )
        told = [(self._stub(ref), ref, None) for ref in old]
        record_alike("distributor.told", told, by=self.by, after={"month": self.month})

    def _told(self, ref: int):
        member, one = self.member_of[ref], self.held.get(ref)
        figures = {**(one.told if one else {}), **member.told}
        day = member.last_active_on or (one and one.last_active_on)
        if figures or day:
            yield self.id_of(ref), self.month, figures, day
        if stands := {**(one.stands if one else {}), **member.stands}:
            yield self.id_of(ref), NOW, stands, None

    def count(self) -> None:
        """Bring the ledger up to it: the few one by one, many or whoever moved all together."""
        found = self.found
        touched = len(found.joined) + len(found.altered) + len(found.left)
        if found.moved or touched > AT_ONCE:
            build_ledger(company=self.company, by=self.by)
        elif touched:
            while fold(company=self.company, by=self.by):
                continue

    def id_of(self, ref: int | None) -> int | None:
        return self.rows[ref].pk if ref is not None and ref < 0 else ref

    def _stub(self, ref: int) -> Distributor:
        return new_row(Distributor, id=ref)
