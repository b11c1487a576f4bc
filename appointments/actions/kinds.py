"""Kinds of appointment: added, changed, retired and taken into use again. Each is an event with an undo."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from appointments.actions.booking import hold_calendar
from appointments.defaults import HOUSE_KINDS
from appointments.errors import AppointmentError, Settled
from appointments.models import MeetingKind
from kit import clock
from kit.events import Actor, Event, facts_of, record
from team.models import Distributor

KIND_FACTS = (
    "name", "about", "minutes", "place", "address", "travel_minutes", "minutes_before", "minutes_after",
    "seats", "who", "agenda",
)  # fmt: skip
LONGEST = 720  # minutes, of a meeting and of what lies around it
MOST_SEATS = 500


@transaction.atomic
def ensure_kinds(*, owner: Distributor, by: Actor) -> list[MeetingKind]:
    """Return the kinds in use; who never had any gets those of the house."""
    hold_calendar(owner)
    if not owner.meeting_kinds.exists():
        for terms in HOUSE_KINDS:
            add_kind(owner=owner, by=by, **_in_words(terms))
    return list(owner.meeting_kinds.filter(is_active=True))


@transaction.atomic
def add_kind(*, owner: Distributor, by: Actor, name: str, **fields) -> MeetingKind:
    """Add a kind of appointment at the end of the list. Raises AppointmentError."""
    hold_calendar(owner)
    values = tidied({"name": name, **fields})
    others = list(owner.meeting_kinds.values_list("slug", "position"))
    kind = MeetingKind(
        owner=owner,
        slug=_free_slug(values["name"], {slug for slug, _position in others}),
        position=1 + max((position for _slug, position in others), default=-1),
        **values,
    )
    kind.save(force_insert=True)
    kind.event = record("meeting_kind.added", kind, by=by, after=facts_of(kind, KIND_FACTS))
    return kind


@transaction.atomic
def change_kind(*, kind: MeetingKind, by: Actor, **fields) -> Event | None:
    """Change a kind; what is booked already stays as it is. Return None if nothing was new."""
    row = MeetingKind.objects.select_for_update().get(pk=kind.pk)
    values = tidied(fields)
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if not changed:
        return None
    before = facts_of(row, changed)
    _write(kind, row, {name: values[name] for name in changed})
    return record("meeting_kind.changed", row, by=by, before=before, after=facts_of(row, changed))


@transaction.atomic
def retire_kind(*, kind: MeetingKind, by: Actor) -> Event | None:
    """Take a kind out of use; appointments of it stay. Twice is once."""
    return _switch(kind, by, "meeting_kind.retired", on=False)


@transaction.atomic
def bring_back_kind(*, kind: MeetingKind, by: Actor) -> Event | None:
    """Take a kind into use again. Twice is once."""
    return _switch(kind, by, "meeting_kind.brought_back", on=True)


def kind_of(pk) -> MeetingKind:
    """Return the kind that an event is about. Raises Settled."""
    found = MeetingKind.objects.filter(pk=pk).first()
    if found is None:
        raise Settled(_("That no longer exists."))
    return found


def _switch(kind: MeetingKind, by: Actor, said: str, *, on: bool) -> Event | None:
    row = MeetingKind.objects.select_for_update().get(pk=kind.pk)
    if row.is_active == on:
        return None
    _write(kind, row, {"is_active": on})
    return record(said, row, by=by, before={"is_active": not on}, after={"is_active": on})


def _write(kind: MeetingKind, row: MeetingKind, values: dict) -> None:
    """Write values, and show them on the instance that the caller holds."""
    for name, value in {**values, "updated_at": clock.now()}.items():
        setattr(row, name, value)
        setattr(kind, name, value)
    row.save(update_fields=[*values, "updated_at"])


def tidied(fields: dict) -> dict:
    """Return the fields of a kind as they are kept. Raises AppointmentError, or TypeError for a field that is none."""
    if unknown := set(fields) - set(KIND_FACTS):
        raise TypeError(f"No facts of a kind: {', '.join(sorted(unknown))}")
    values = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    if values.get("name") == "":
        raise AppointmentError(_("What is it called?"), field="name")
    _check_range(values, "minutes", 1, LONGEST)
    _check_range(values, "seats", 1, MOST_SEATS)
    for name in ("travel_minutes", "minutes_before", "minutes_after"):
        _check_range(values, name, 0, LONGEST)
    return values


def _in_words(terms: dict) -> dict:
    """The terms of a usual kind in the language that is active."""
    agenda = [
        {"title": _(title), "minutes": minutes, "hint": _(hint) if hint else ""}
        for minutes, title, hint in terms["agenda"]
    ]
    return {**terms, "name": _(terms["name"]), "about": _(terms["about"]), "agenda": agenda}


def _check_range(values: dict, name: str, least: int, most: int) -> None:
    if name in values and not least <= values[name] <= most:
        said = _("From %(least)d to %(most)d, please.") % {"least": least, "most": most}
        raise AppointmentError(said, field=name)


def _free_slug(name: str, taken: set[str]) -> str:
    base = slugify(name)[:50] or "meeting"
    slugs = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in slugs if slug not in taken)
