"""How a distributor works: name, signature, language, zone, limits."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kit import events
from kit.events import Actor, Event
from team.errors import TeamRefused
from team.holidays import is_place
from team.models import Distributor
from team.zones import is_zone

CHANGEABLE = (
    "name",
    "greeting",
    "signature",
    "postal_address",
    "handle",
    "language",
    "zone",
    "theme",
    "shortcuts",
    "daily_limit",
    "review_repeat_thanks",
    "quiet_from",
    "quiet_until",
    "quiet_hours_on",
    "holidays_of",
)


@transaction.atomic
def change_settings(*, distributor: Distributor, by: Actor, **fields) -> Event | None:
    """Change some of one's own settings; return the event, or None if nothing was new."""
    if unknown := set(fields) - set(CHANGEABLE):
        raise TypeError(f"No settings: {', '.join(sorted(unknown))}")
    row = Distributor.objects.select_for_update().get(pk=distributor.pk)
    fields = {name: _tidy(name, value) for name, value in fields.items()}
    changed = sorted(name for name, value in fields.items() if getattr(row, name) != value)
    if not changed:
        return None
    before = events.facts_of(row, changed)
    for name in changed:
        setattr(row, name, fields[name])
    _check_quiet_hours(row)
    _save(row, changed)
    for name in changed:
        setattr(distributor, name, fields[name])
    return events.record("settings.changed", row, by=by, before=before, after=events.facts_of(row, changed))


def _tidy(name: str, value):
    if isinstance(value, str):
        value = value.strip()
    if name == "name" and not value:
        raise TeamRefused(_("Your name, please: it stands under your letters."), field="name")
    if name == "zone" and not is_zone(value):
        raise TeamRefused(_("There is no time zone called %(zone)s.") % {"zone": value}, field="zone")
    if name == "holidays_of" and value and not is_place(value):
        raise TeamRefused(_("No public holidays are known of %(place)s.") % {"place": value}, field=name)
    if name == "handle":
        return value.lower() if value else None
    return value


def _check_quiet_hours(row: Distributor) -> None:
    if row.quiet_hours_on and row.quiet_from == row.quiet_until:
        raise TeamRefused(
            _("Quiet hours need a beginning and another end. Or switch them off."), field="quiet_until"
        )


def _save(row: Distributor, changed: list[str]) -> None:
    if "handle" in changed and row.handle and _handle_taken(row):
        raise TeamRefused(_("This handle is taken. Choose another one."), field="handle")
    try:
        with transaction.atomic():
            row.save(update_fields=changed)
    except IntegrityError:
        raise TeamRefused(_("This handle is taken. Choose another one."), field="handle") from None


def _handle_taken(row: Distributor) -> bool:
    return Distributor.objects.filter(handle=row.handle).exclude(pk=row.pk).exists()
