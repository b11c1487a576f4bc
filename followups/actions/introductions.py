"""Thanks for an introduction, in two steps: at once for the introduction, later how it went, if the friend agreed."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions.introductions import hold_referral, note_thanks, write_step
from customers.models import Customer, Referral
from followups import occasions
from followups.actions.facts import tell_next_due
from followups.actions.retired import Why, bring_back, retire
from followups.errors import NotAgreed
from followups.kinds import Kind
from followups.models import Message, Task
from kit import clock
from kit.events import Actor

IN_PERSON = "thanked_in_person"  # why what waited was taken back, for programs
Planned = Message | Task


@transaction.atomic
def thank_introducer(*, referral: Referral, by: Actor) -> Referral:
    """Note that somebody was thanked for an introduction, today. What waits for it is done with. Twice is once."""
    row = hold_referral(referral)
    if row.thanked_at:
        return _unchanged(referral, row)
    now = clock.now()
    same_day = Referral.objects.standing().filter(introducer=row.introducer, introduced_on=row.introduced_on)
    others = same_day.filter(thanked_at=None).exclude(pk=row.pk)
    cause = occasions.of_referral(row.introduced_on)
    gone = [] if others.exists() else _take_back(row.introducer, cause, Kind.THANK, by)
    write_step(referral, row, by, "referral.thanked", beside=_told(gone), thanked_at=now)
    tell_next_due([row.introducer])
    return referral


@transaction.atomic
def take_back_thanks(*, referral: Referral, by: Actor, waited: Iterable[str] = ()) -> Referral:
    """Note that they were not thanked after all; what `waited` for it does again. Twice is once."""
    return _write(referral, by, "referral.not_thanked", "thanked_at", waited)


@transaction.atomic
def tell_introducer(*, referral: Referral, by: Actor) -> Referral:
    """Note that the introducer was told how it went. Raises NotAgreed unless the friend agreed. Twice is once."""
    row = hold_referral(referral)
    if row.told_at:
        return _unchanged(referral, row)
    if row.friend_agreed_at is None:
        raise NotAgreed(_("Ask the friend first whether you may tell."))
    gone = _take_back(row.introducer, occasions.of_friend(row.friend_id), Kind.OUTCOME, by)
    write_step(referral, row, by, "referral.told", beside=_told(gone), told_at=clock.now())
    tell_next_due([row.introducer])
    return referral


@transaction.atomic
def take_back_telling(*, referral: Referral, by: Actor, waited: Iterable[str] = ()) -> Referral:
    """Note that they were not told after all; what `waited` for it does again. Twice is once."""
    return _write(referral, by, "referral.not_told", "told_at", waited)


def note_thanks_done(rows: Iterable[Planned], at: datetime) -> None:
    """Note who was thanked for introductions by letters that went, or tasks that were done, at a moment."""
    note_thanks(_thanks(rows), at=at)


def note_thanks_undone(rows: Iterable[Planned], was: datetime | None) -> None:
    """The same of letters and tasks that wait again: what was noted with them no longer is."""
    note_thanks(_thanks(rows) if was else (), at=None, was=was)


def _thanks(rows: Iterable[Planned]) -> Iterable[tuple[UUID, date]]:
    """Who was thanked by these, and for the introductions of which day."""
    for row in rows:
        if day := occasions.day_of_referral(row.occurrence):
            yield row.customer_id, day


def _take_back(person: Customer, cause: str, kind: str, by: Actor) -> list[Planned]:
    """Take back what waits to be said to somebody for a cause; the caller holds them."""
    theirs = {"customer": person, "occurrence__startswith": cause}
    letters = Message.objects.waiting().filter(**theirs, rule__kind=kind).select_related("rule")
    tasks = Task.objects.open().filter(**theirs, kind=kind)
    return retire([*letters, *tasks], Why(IN_PERSON, _("You said it in person.")), by)


def _told(gone: list[Planned]) -> dict:
    return {"waited": [str(row.pk) for row in gone]} if gone else {}


def _write(referral: Referral, by: Actor, kind: str, name: str, waited: Iterable[str]) -> Referral:
    row = hold_referral(referral)
    if getattr(row, name) is None:
        return _unchanged(referral, row)
    ids = list(waited)
    theirs = {"customer": row.introducer, "pk__in": ids, "context__why": IN_PERSON}
    if ids:
        bring_back([*Message.objects.filter(**theirs), *Task.objects.filter(**theirs)], by)
    write_step(referral, row, by, kind, **{name: None})
    tell_next_due([row.introducer])
    return referral


def _unchanged(referral: Referral, row: Referral) -> Referral:
    for name in ("thanked_at", "friend_agreed_at", "told_at", "version"):
        setattr(referral, name, getattr(row, name))
    referral.event = None
    return referral
