"""The secret address by which one's own calendar reads ours, and other calendars that we read. Each change is an event."""

from datetime import timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from appointments.actions.booking import hold_calendar
from appointments.errors import AppointmentError, Settled
from appointments.fetching import CannotRead, tidy_address
from appointments.models import Feed, OutsideCalendar
from kit import background, clock
from kit.events import Actor, Event, facts_of, record
from team.models import Distributor

MOST_CALENDARS = 10
NOTED_EVERY = timedelta(minutes=10)
CALENDAR_FACTS = ("name", "url")
READ = "appointments.tasks.read_calendars"


@transaction.atomic
def open_feed(*, owner: Distributor, by: Actor) -> Feed:
    """Make the secret address of a distributor's feed. Twice is once."""
    hold_calendar(owner)
    feed, is_new = Feed.objects.get_or_create(owner=owner, defaults={"made_at": clock.now()})
    if is_new:
        record("feed.opened", feed, by=by, after={"shows_titles": feed.shows_titles})
    return feed


@transaction.atomic
def renew_feed(*, feed: Feed, by: Actor) -> Event:
    """Make a new address; the former one is worth nothing from now on."""
    row = Feed.objects.select_for_update().get(pk=feed.pk)
    row.token, row.made_at, row.read_at = uuid4(), clock.now(), None
    row.save(update_fields=["token", "made_at", "read_at"])
    return record("feed.renewed", row, by=by)


@transaction.atomic
def show_titles(*, feed: Feed, by: Actor, on: bool) -> Event | None:
    """Let the feed show names and titles, or only that one is busy. Return None if nothing was new."""
    row = Feed.objects.select_for_update().get(pk=feed.pk)
    if row.shows_titles == on:
        return None
    # Programs ask for what changed since; what is shown changes with this.
    row.shows_titles, row.made_at = on, clock.now()
    row.save(update_fields=["shows_titles", "made_at"])
    return record("feed.changed", row, by=by, before={"shows_titles": not on}, after={"shows_titles": on})


def note_read(feed: Feed) -> None:
    """Note that somebody's program reads the feed, now and then."""
    now = clock.now()
    if feed.read_at is None or feed.read_at < now - NOTED_EVERY:
        Feed.objects.filter(pk=feed.pk, token=feed.token).update(read_at=now)


@transaction.atomic
def add_calendar(*, owner: Distributor, by: Actor, url: str, name: str = "") -> Event:
    """Read another calendar of a distributor from now on. Raises AppointmentError for an address that is none."""
    hold_calendar(owner)
    try:
        url = tidy_address(url)
    except CannotRead as problem:
        raise AppointmentError(problem.said, field="url", code=problem.code) from None
    if owner.outside_calendars.count() >= MOST_CALENDARS:
        said = _("At most %(most)d calendars, please.") % {"most": MOST_CALENDARS}
        raise AppointmentError(said, field="url")
    row = OutsideCalendar(owner=owner, name=name.strip()[:100] or _("Calendar"), url=url, due_at=clock.now())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AppointmentError(_("This calendar is read already."), field="url") from None
    background.nudge(READ)
    return record("outside_calendar.added", row, by=by, after=facts_of(row, CALENDAR_FACTS))


@transaction.atomic
def remove_calendar(*, calendar: OutsideCalendar, by: Actor) -> Event:
    """Read a calendar no more, and forget its times. Raises Settled where that was done already."""
    row = OutsideCalendar.objects.select_for_update().filter(pk=calendar.pk).first()
    if row is None:
        raise Settled(_("This calendar is not read any more."))
    event = record("outside_calendar.removed", row, by=by, before=facts_of(row, CALENDAR_FACTS))
    row.delete()
    return event
