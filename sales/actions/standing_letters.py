"""The letter before each run of a standing order, with a link to skip it, put it off or end it."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from followups.actions import Owed, owe, take_back_owed
from followups.defaults import ALWAYS
from followups.letters import language_of
from followups.models import Rule
from followups.tokens import token_for
from kit.events import Actor
from kit.writing import write_out_day
from sales.models import StandingOrder
from sales.models.standing import RunState, StandingState
from sales.standing import announced_on
from sales.standing_defaults import HOUSE_RULES
from sales.wares import goods_of
from team.wall_time import first_instant_at

PURPOSE = "standing"  # of the tokens in its links
MORNING = time(10)


def ensure_letters() -> None:
    """Add the rules of these letters that are missing; what somebody changed stays as it is."""
    known = set(Rule.objects.filter(owner=None).values_list("key", flat=True))
    fresh = [Rule(active_from=ALWAYS, **terms) for terms in HOUSE_RULES if terms["key"] not in known]
    Rule.objects.bulk_create(fresh, ignore_conflicts=True)


def announce(standing: StandingOrder, by: Actor) -> None:
    """Plan the letter before the coming run as it is now; what waited to be said of it before is taken back."""
    person, cause = standing.customer, f"standing:{standing.pk}:"
    take_back_owed(person=person, by=by, occurrence=cause, reason=_("The standing order changed."))
    run = standing.runs.filter(state=RunState.COMING).first()
    if standing.state != StandingState.RUNNING or run is None:
        return
    letter = Owed(
        rule="standing_reminder",
        occurrence=f"{cause}{run.number}:v{standing.version}",
        due_at=_moment(announced_on(run.due_on), person),
        expires_at=first_instant_at(run.due_on, time(), standing.owner.zoneinfo),
        context=_context(standing, run.due_on),
    )
    owe(person=person, by=by, owed=[letter])


def link_for(standing: StandingOrder) -> str:
    """Return the address at which the person says what becomes of it."""
    return settings.SITE_URL + reverse("standing-guest", args=[token_for(PURPOSE, standing.pk)])


def _context(standing: StandingOrder, due_on) -> dict:
    person = standing.customer
    language = language_of(person, standing.owner)
    lines = standing.lines.select_related("product")
    before = due_on - timedelta(days=30)  # never "tomorrow": nobody knows when it is read
    return {
        "goods": goods_of(lines, language),
        "day": write_out_day(due_on, today=before, language=language),
        "link": link_for(standing),
    }


def _moment(day, person) -> datetime:
    return first_instant_at(day, MORNING, person.zoneinfo)
