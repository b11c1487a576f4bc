"""Says to a distributor why a time of their own calendar does not fit. Nobody else is told: it names who is met."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.clashes import Clash, Hindrance, Other, clash_with
from appointments.facts import bounds_of, busy_of, length_of, opening_of, terms_of
from appointments.models import Appointment, Availability, MeetingKind, OutsideTime
from appointments.models.appointment import State
from appointments.slots import Opening, open_stretches
from kit import clock
from kit.isolating import isolated
from kit.writing import write_clock, write_day, write_minutes, write_span
from team.models import Distributor
from team.wall_time import first_instant_at

A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)
FRESH = timedelta(minutes=5)


def reason_of(
    owner: Distributor, kind: MeetingKind, at: datetime, code: str, *, without: Appointment | None = None
) -> str:
    """Return the sentence for a code of `why_not`; empty where there is no more to say than the refusal does."""
    terms = terms_of(owner)
    if code == "just_taken":
        clash = _clash(owner, kind, at, without)
        return _said(clash, owner) if clash else ""
    if code == "closed":
        return _closed(owner, opening_of(owner, terms), at, at + length_of(kind).meeting)
    if code in ("day_full", "week_full"):
        return _full(owner, terms, at, code, without)
    if code == "needs_pause":
        said = ngettext(
            "After %(n)d meeting in a row you want a pause of %(pause)s.",
            "After %(n)d meetings in a row you want a pause of %(pause)s.",
            terms.most_in_a_row,
        )
        return said % {"n": terms.most_in_a_row, "pause": write_minutes(terms.pause_minutes)}
    if code == "too_soon":
        return _("You want %(time)s before a meeting, the way included.") % {"time": _ahead(kind, terms)}
    if code == "too_far":
        return _("You let meetings be booked %(time)s ahead at most.") % {
            "time": write_span(terms.furthest_days)
        }
    return ""


def _clash(owner: Distributor, kind: MeetingKind, at: datetime, without: Appointment | None) -> Clash | None:
    length, way = length_of(kind), timedelta(minutes=kind.travel_minutes)
    start, end = at - length.before, at + length.meeting + length.after
    rows = Appointment.objects.filter(owner=owner).holding().overlapping(start, end)
    rows = rows.exclude(pk=without.pk if without else None).select_related("kind")
    others = [_other(row) for row in rows.prefetch_related("guests__customer").order_by("starts_at")]
    outside = OutsideTime.objects.visible_to(owner).overlapping(start, end).order_by("starts_at")
    others += [Other(one.starts_at, one.ends_at, row=one) for one in outside]
    return clash_with(at, length, way, others)


def _other(row: Appointment) -> Other:
    before, after = row.starts_at - row.blocked_from, row.blocked_until - row.ends_at
    way = timedelta(minutes=row.travel_minutes)
    return Other(row.starts_at, row.ends_at, before, after, way, row)


def _said(clash: Clash, owner: Distributor) -> str:
    other = clash.other
    facts = {
        "what": _named(other.row),
        "from": _clock(other.starts_at, owner),
        "to": _clock(other.ends_at, owner),
        "needed": write_minutes(clash.needed // A_MINUTE),
        "left": write_minutes(clash.left // A_MINUTE),
    }
    if clash.hindrance == Hindrance.MEETING and _is_fresh(other.row):
        said = _("That time was just taken: %(what)s, from %(from)s to %(to)s.")
    elif clash.hindrance == Hindrance.MEETING:
        said = _("%(what)s is from %(from)s to %(to)s.")
    elif clash.hindrance == Hindrance.WAY:
        said = _(
            "%(what)s is from %(from)s to %(to)s: the way takes %(needed)s, and there would be %(left)s."
        )
    else:
        said = _("%(what)s is from %(from)s to %(to)s: you want %(needed)s between the two, not %(left)s.")
    return said % facts


def _is_fresh(row: Appointment | OutsideTime) -> bool:
    """Did somebody take it while this was being thought about?"""
    return isinstance(row, Appointment) and row.created_at > clock.now() - FRESH


def _named(row: Appointment | OutsideTime) -> str:
    """With whom, or what it is called."""
    if isinstance(row, OutsideTime):
        return isolated(row.title) if row.title else _("What stands in your other calendar")
    people = [guest.customer.name for guest in row.guests.all() if guest.state != State.CANCELLED]
    if len(people) == 1:
        return isolated(people[0])
    return isolated(row.title or str(row.kind or _("Appointment")))


def _closed(owner: Distributor, opening: Opening, at: datetime, until: datetime) -> str:
    """A day off, a protected time, or outside of the hours of the day."""
    day = at.astimezone(opening.zone).date()
    if day in opening.days_off:
        return _("%(day)s is a day off.") % {
            "day": write_day(day, today=owner.today(), language=owner.language)
        }
    for one in owner.protected_times.all():
        starts, ends = (first_instant_at(day, wall, opening.zone) for wall in (one.starts, one.ends))
        if one.weekday == day.weekday() and starts < until and at < ends:
            what = isolated(one.title) if one.title else _("your own time")
            times = {"from": _clock(starts, owner), "to": _clock(ends, owner), "what": what}
            return _("From %(from)s to %(to)s is protected: %(what)s.") % times
    hours = [f"{_clock(one, owner)}–{_clock(other, owner)}" for one, other in open_stretches(opening, day)]
    if not hours:
        return _("You have no hours on that day.")
    return _("It has to begin and end in your hours: %(hours)s.") % {"hours": ", ".join(hours)}


def _full(
    owner: Distributor, terms: Availability, at: datetime, code: str, without: Appointment | None
) -> str:
    """How many meetings there are already, of how many that are wanted."""
    day = at.astimezone(owner.zoneinfo).date()
    first = day if code == "day_full" else day - day.weekday() * A_DAY
    last = day if code == "day_full" else first + 6 * A_DAY
    busy = busy_of(owner, first, last, without=without)
    days = [one.starts_at.astimezone(owner.zoneinfo).date() for one in busy if one.starts_at]
    count = sum(first <= one <= last for one in days)
    most = bounds_of(terms).most_a_day if code == "day_full" else bounds_of(terms).most_a_week
    if most is None or count < most:
        return _("It would be more time of meetings than you want.")
    said = _("That week has %(count)d of the %(most)d meetings that you want at most.")
    if code == "day_full":
        said = _("That day has %(count)d of the %(most)d meetings that you want at most.")
    return said % {"count": count, "most": most}


def _ahead(kind: MeetingKind, terms: Availability) -> str:
    return write_minutes(max(terms.notice_minutes, length_of(kind).before // A_MINUTE))


def _clock(moment: datetime, owner: Distributor) -> str:
    return write_clock(moment, zone=owner.zoneinfo, language=owner.language)
