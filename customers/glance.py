"""Says in one line what is most telling about a person, as the cards of the ladder show it."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from customers.ladder import Rung
from customers.readiness import Facts, Ready, Why
from customers.wording import EVIDENCE
from kit.writing import write_date, write_span


@dataclass(frozen=True)
class Seen:
    """What happened with a person beyond the carried facts, the latest of each kind.

    `wrote_on` is the day they last got in touch themselves, `interest` the kind and day of
    the last inquiry, sample or presentation, `word` what the climb by hand to this rung rests on.
    """

    wrote_on: date | None = None
    interest: tuple[str, date] | None = None
    introduced: int = 0
    word: str = ""


def facts_about(person, seen: Seen, zone: tzinfo) -> Facts:
    """Return the values from which readiness is decided; `zone` is the owner's."""
    return Facts(
        rung=person.rung,
        since=person.rung_since,
        warm=person.warmth == "warm",
        introduced=person.introduced_by_id is not None,
        orders=person.orders_count,
        ordered_on=local_day(person.last_order_at, zone),
        expected_on=person.expected_order_on,
        slips_on=person.slips_on,
        wrote_on=seen.wrote_on,
        interest_on=seen.interest[1] if seen.interest else None,
    )


def ready_said(person, ready: Ready, seen: Seen, today: date) -> str:
    """Say by which evidence somebody is ready to climb."""
    day = _written(ready.on, today)
    if ready.why == Why.WROTE:
        return _("Got in touch on %(day)s") % {"day": day}
    if ready.why == Why.INTRODUCED:
        return format_html(_("From {name}, warm"), name=_name(person.introduced_by))
    if ready.why == Why.INTEREST:
        return _("%(what)s, %(day)s") % {"what": EVIDENCE[seen.interest[0]], "day": day}
    if ready.why == Why.GLAD:
        said = {"n": person.orders_count, "day": day}
        return ngettext("%(n)d order, on %(day)s", "%(n)d orders, the last on %(day)s", said["n"]) % said
    if ready.on < today:
        return _("Next order was expected on %(day)s") % {"day": day}
    return _("Next order expected on %(day)s") % {"day": day}


def known_said(person, seen: Seen, today: date, zone: tzinfo) -> str:
    """Say what is most telling about somebody who is not ready."""
    if person.last_order_at:
        return _orders_said(person, seen, today, zone)
    if person.rung == Rung.SUSPECT:
        return _origin_said(person, today, zone)
    if seen.word:
        return seen.word
    if seen.interest:
        kind, on = seen.interest
        return _("%(what)s, %(day)s") % {"what": EVIDENCE[kind], "day": _written(on, today)}
    return _introduced_said(seen) or _contact_said(person, today, zone)


def _orders_said(person, seen: Seen, today: date, zone: tzinfo) -> str:
    last = local_day(person.last_order_at, zone)
    if person.is_slipping(today) or person.is_cooling(today):
        return _("%(span)s without an order") % {"span": write_span((today - last).days)}
    if person.rung == Rung.ADVOCATE and seen.introduced:
        return _introduced_said(seen)
    day = _written(last, today)
    if person.order_interval:
        return _("Orders every %(span)s, last on %(day)s") % {
            "span": write_span(person.order_interval), "day": day,
        }  # fmt: skip
    return _("First order on %(day)s") % {"day": day}


def _origin_said(person, today: date, zone: tzinfo) -> str:
    """Where somebody comes from; who introduced them says more than a place."""
    if person.introduced_by_id:
        return format_html(_("From {name}"), name=_name(person.introduced_by))
    if person.source and person.rung_since:
        return _("%(source)s, %(day)s") % {
            "source": person.source, "day": _written(person.rung_since, today),
        }  # fmt: skip
    return person.source or _contact_said(person, today, zone)


def _introduced_said(seen: Seen) -> str:
    said = {"n": seen.introduced}
    return ngettext("Introduced one person", "Introduced %(n)d people", said["n"]) % said if said["n"] else ""


def _contact_said(person, today: date, zone: tzinfo) -> str:
    if person.last_contact_at is None:
        return _("No contact yet")
    return _("Last contact on %(day)s") % {"day": _written(local_day(person.last_contact_at, zone), today)}


def local_day(moment: datetime | None, zone: tzinfo) -> date | None:
    """The day of a moment in a zone."""
    return moment.astimezone(zone).date() if moment else None


def _written(day: date, today: date) -> str:
    return write_date(day, today=today, language=get_language() or "en")


def _name(person) -> str:
    return format_html("<bdi>{}</bdi>", person.name)
