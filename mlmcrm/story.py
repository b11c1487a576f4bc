"""Tells what happened with a person, newest first: contacts, notes, orders, letters, tasks, appointments,
climbs.

One query finds the rows of a page among all apps; one more reads what the orders held.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db.models import CharField, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Least
from django.urls import reverse
from django.utils.translation import gettext as _

from appointments.models import Appointment
from appointments.models.appointment import HOLDING
from appointments.models.appointment import State as Meeting
from customers.ladder import Kind, Rung, reached_by
from customers.models import Customer, LadderStep, Note, Touch
from customers.models.customer import RUNG_CHOICES
from customers.wording import contact_said, evidence_named, evidence_said
from followups.models import Complaint, Message, Notice, Task
from followups.models.complaint import ComplaintState, Outcome
from followups.models.message import State
from kit import clock
from kit.templatetags.kept import money
from mlmcrm.wording import HEADLINES
from sales.models import Order, OrderLine
from sales.models.order import OrderState
from sales.wares import in_words

ENTRIES = 20
TOLD_STATES = (State.SENT, State.UNCERTAIN, State.REFUSED, State.FAILED, State.EXPIRED, State.CANCELLED)
GAVE_WAY = ("newer_order", "order_gone", "merged", "playbook_changed", "rung_changed")  # told elsewhere
CAME_BACK = (Notice.Kind.BOUNCED, Notice.Kind.COMPLAINED)
BECAME = dict(State.choices) | {kind.value: kind.label for kind in CAME_BACK}
TELLS_ITSELF = (Kind.ENROLMENT, Kind.REFERRAL, Kind.BY_HAND)  # evidence without an order or a touch
COLUMNS = ("said_what", "said_how", "said_text", "said_more")


@dataclass(frozen=True)
class Entry:
    """One line of the story. `said` are somebody's own words; `gone` says that it no longer counts."""

    at: datetime
    id: UUID
    type: str
    what: str
    said: str = ""
    more: str = ""
    url: str = ""
    tags: tuple[str, ...] = ()
    gone: bool = False


@dataclass(frozen=True)
class Story:
    """A page of the story, where the next one begins (empty at the end), and what orders held."""

    entries: list[Entry]
    next: str
    goods: dict[UUID, str]


def story_of(
    viewer, person: Customer, steps: Iterable[LadderStep], cursor: str = "", also: Iterable[UUID] = ()
) -> Story:
    """Return a page of what happened with a viewer's person. A wrong cursor gives the first page.

    `steps` is all evidence of the person; `also` are further orders whose goods are wanted.
    """
    before = _read(cursor)
    rows = _rows(viewer, person, before)
    goods = _goods({*also, *(row.pk for row in rows if row.type == "order")})
    entries = [_TELLERS[row.type](row, goods) for row in rows]
    entries += [entry for entry in _climbs(person, steps) if before is None or _place(entry) < before]
    entries.sort(key=_place, reverse=True)
    shown = entries[:ENTRIES]
    return Story(shown, _write(shown[-1]) if len(entries) > ENTRIES else "", goods)


def _rows(viewer, person: Customer, before: tuple | None) -> list:
    """The newest rows of all kinds before a place, in one query; one more than a page shows."""
    touches = Touch.objects.visible_to(viewer).standing().filter(guest=None)  # meetings tell themselves
    notes = Note.objects.visible_to(viewer).filter(revoked_at=None)
    letters = Message.objects.visible_to(viewer).filter(state__in=TOLD_STATES)
    letters = letters.exclude(reason_code__in=GAVE_WAY)
    orders, tasks = Order.objects.visible_to(viewer), Task.objects.visible_to(viewer).filter(state="done")
    sent_at = Coalesce("sent_at", Least("due_at", "updated_at"))
    complaints = Complaint.objects.visible_to(viewer).standing()
    parts = [
        _part(touches, "touch", F("at"), "kind", "direction", "note", "inquiry"),
        _part(notes, "note", F("at"), None, None, "text"),
        _part(orders, "order", F("placed_at"), "state", "currency", "closed_reason", "total"),
        _part(letters, "message", sent_at, _became(), "rule__title", "reason", "letter__subject"),
        _part(tasks, "task", F("closed_at"), "kind", "title", "reason"),
        _part(complaints, "complaint", F("opened_at"), "state", "outcome", "text", "remedy"),
        _part(
            _meetings(viewer),
            "meeting",
            Least("starts_at", "updated_at"),
            "state",
            "kind__name",
            "title",
            "reason",
        ),
    ]
    parts = [_before(part.filter(customer=person.pk), before) for part in parts]
    found = parts[0].union(*parts[1:], all=True).order_by("-moment", "-row")
    return [_Row(*(value or "" for value in values)) for values in found[: ENTRIES + 1]]


def _meetings(viewer):
    """Appointments that are over, held or not; those to come stand on top of the page."""
    rows = Appointment.objects.visible_to(viewer).exclude(state=Meeting.WAITING)
    rows = rows.exclude(state__in=HOLDING, ends_at__gt=clock.now())
    return rows.annotate(customer=F("guests__customer"))


@dataclass(frozen=True)
class _Row:
    """A row of any kind, in the words that its teller understands."""

    type: str
    pk: UUID
    at: datetime
    what: str
    how: str
    text: str
    more: str


def _part(rows, type_, at, *columns):
    """Rows of one kind under the names that all kinds share."""
    told = dict(zip(COLUMNS, columns, strict=False))
    shared = {name: _text(told.get(name)) for name in COLUMNS}
    named = rows.order_by().annotate(type=Value(type_, CharField()), row=F("id"), moment=at, **shared)
    return named.values_list("type", "row", "moment", *COLUMNS)


def _became():
    """What a letter came to: its state, or what its provider told of it later."""
    told = Notice.objects.filter(message=OuterRef("pk"), kind__in=CAME_BACK).order_by("-at", "-pk")
    return Coalesce(Subquery(told.values("kind")[:1]), "state", output_field=CharField())


def _text(column):
    return Cast(column, TextField()) if column else Value("", TextField())


def _before(rows, before: tuple | None):
    if before is None:
        return rows
    at, pk = before
    return rows.filter(Q(moment__lt=at) | Q(moment=at, pk__lt=pk))


def _goods(ids: set[UUID]) -> dict[UUID, str]:
    """What orders held, in words: one query, none without an order."""
    lines = defaultdict(list)
    if ids:
        for line in OrderLine.objects.filter(order__in=ids).select_related("product").order_by("pk"):
            lines[line.order_id].append(line)
    return {pk: in_words(held) for pk, held in lines.items()}


def _touch(row: _Row, goods: dict) -> Entry:
    tags = (_("Asked about it"),) if row.more in ("1", "true") else ()
    return Entry(row.at, row.pk, row.type, contact_said(row.what, row.how), said=row.text, tags=tags)


def _note(row: _Row, goods: dict) -> Entry:
    return Entry(row.at, row.pk, row.type, _("You noted"), said=row.text)


def _order(row: _Row, goods: dict) -> Entry:
    total = money(Decimal(row.more), row.how)
    gone = row.what != OrderState.PLACED
    more = goods.get(row.pk, "")
    if gone:
        state = OrderState(row.what).label
        more = f"{more} ({state}: {row.text})" if row.text else f"{more} ({state})"
    return Entry(
        row.at, row.pk, row.type, _("Order, %(total)s") % {"total": total},
        more=more, url=reverse("order", args=[row.pk]), gone=gone,
    )  # fmt: skip


def _message(row: _Row, goods: dict) -> Entry:
    sent = row.what == State.SENT
    return Entry(
        row.at, row.pk, row.type, _("Letter: %(title)s") % {"title": row.more or row.how},
        more=_(row.how) if sent and row.more else row.text, url=reverse("message", args=[row.pk]),
        tags=() if sent else (str(BECAME[row.what]),),
    )  # fmt: skip


def _task(row: _Row, goods: dict) -> Entry:
    title = row.how or str(HEADLINES.get(row.what, HEADLINES["other"]))
    return Entry(row.at, row.pk, row.type, _("Done: %(title)s") % {"title": title}, more=row.text)


def _meeting(row: _Row, goods: dict) -> Entry:
    gone = row.what in (Meeting.CANCELLED, Meeting.MISSED)
    return Entry(
        row.at, row.pk, row.type, _("Appointment: %(title)s") % {"title": row.text or row.how},
        more=row.more, url=reverse("appointment", args=[row.pk]), gone=row.what == Meeting.CANCELLED,
        tags=(str(Meeting(row.what).label),) if gone or row.what == Meeting.FINISHED else (),
    )  # fmt: skip


def _complaint(row: _Row, goods: dict) -> Entry:
    tag = Outcome(row.how).label if row.how else ComplaintState(row.what).label
    return Entry(
        row.at, row.pk, row.type, _("Not content"), said=row.text, more=row.more,
        url=reverse("complaint", args=[row.pk]), tags=(str(tag),),
    )  # fmt: skip


_TELLERS = {
    "touch": _touch,
    "note": _note,
    "order": _order,
    "message": _message,
    "task": _task,
    "complaint": _complaint,
    "meeting": _meeting,
}


def _climbs(person: Customer, steps: Iterable[LadderStep]) -> list[Entry]:
    """What evidence tells beside the rows it rests on: rungs reached, and what was taken back."""
    standing = [step for step in steps if step.revoked_at is None]
    reached = {step.pk: rung for rung, step in reached_by(standing).items()}
    entries = [_climb(person, step, reached[step.pk]) for step in standing if step.pk in reached]
    entries += [
        _evidence(person, step) for step in standing if step.pk not in reached and step.kind in TELLS_ITSELF
    ]
    return entries + [_revoked(person, step) for step in steps if step.revoked_at and step.kind != Kind.ORDER]


def _climb(person: Customer, step: LadderStep, rung: int) -> Entry:
    if rung == Rung.SUSPECT:
        return _evidence(person, step)
    return Entry(
        _moment_of(person, step), step.pk, "climb",
        _("Climbed to %(rung)s") % {"rung": dict(RUNG_CHOICES)[rung]},
        more="" if step.kind == Kind.ORDER else evidence_said(step), tags=(_("By hand"),) if step.kind == Kind.BY_HAND else (),
    )  # fmt: skip


def _evidence(person: Customer, step: LadderStep) -> Entry:
    more = "" if step.kind == Kind.REFERRAL else step.reason
    return Entry(_moment_of(person, step), step.pk, "evidence", evidence_named(step), more=more)


def _revoked(person: Customer, step: LadderStep) -> Entry:
    reason = step.revoked_reason
    why = _("Taken back: %(reason)s") % {"reason": reason} if reason else _("Taken back")
    return Entry(_moment_of(person, step), step.pk, "evidence", evidence_said(step), more=why, gone=True)


def _place(entry: Entry) -> tuple:
    return entry.at, entry.id


def _moment_of(person: Customer, step: LadderStep) -> datetime:
    """When evidence came in; a day of the past stands at its end, after what it rests on."""
    zone = person.owner.zoneinfo
    if step.created_at.astimezone(zone).date() == step.on:
        return step.created_at
    return datetime.combine(step.on, time.max, zone)


def _write(entry: Entry) -> str:
    return f"{entry.at.isoformat()}~{entry.id}"


def _read(cursor: str) -> tuple | None:
    at, _sign, pk = cursor.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment.astimezone(UTC), UUID(pk)) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
