"""Asks people how content they are: the row of a survey is there from the moment its letter goes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Customer
from followups import wording
from followups.actions.facts import hold_people
from followups.actions.owed import Owed, owe
from followups.actions.surveyed import surveyed_one
from followups.defaults import ALWAYS
from followups.errors import Closed, NoWay, TooOften
from followups.kinds import Kind
from followups.models import Message, Rule, Survey
from followups.models.rule import Action
from followups.models.survey import Measure, Occasion
from followups.survey_defaults import REQUEST, RULES
from followups.survey_links import root_of
from followups.surveying import closes, free_from, measure_of, occasion_of, too_soon
from kit import clock
from kit.errors import Refused
from kit.events import Actor, record
from kit.ids import uuid7
from kit.templatetags.kept import day

OF_USE = timedelta(days=7)
HALF_YEARLY = "client_half_year"


def ensure_survey_rules() -> None:
    """Add the rules of surveys that are missing; what somebody changed stays as it is."""
    Rule.objects.bulk_create([Rule(active_from=ALWAYS, **terms) for terms in RULES], ignore_conflicts=True)
    # The half-yearly question was a task until there were surveys.
    before = Rule.objects.filter(owner=None, key=HALF_YEARLY, action=Action.TASK, kind=Kind.CHECK_IN)
    before.update(action=Action.SURVEY, kind=Kind.SURVEY, letter="survey_relation", keep_hours=8 * 7 * 24)


@transaction.atomic
def ask_by_hand(*, customer: Customer, by: Actor, measure: str = Measure.CSAT) -> Message:
    """Send somebody the questions now, by a letter with their own link.

    Raises Refused for an unknown scale, TooOften within 90 days of another survey, NoWay where no letter
    can go, Closed where they want no surveys.
    """
    owner, person = customer.owner, hold_people([customer.pk])[customer.pk]
    person.owner = owner
    if person.deleted_at:
        raise Closed(_("This person was taken off your list."))
    if measure not in Measure.values:
        raise Refused(_("Choose one of these, please."), field="measure")
    refuse_too_often(person)
    now = clock.now()
    asked = Owed(
        rule=REQUEST, occurrence=f"asked:{uuid7()}", due_at=now, expires_at=now + OF_USE,
        context={"measure": measure}, else_task=False,
    )  # fmt: skip
    messages = owe(person=person, by=by, owed=[asked])
    if not messages:
        raise NoWay(_("No letter can go to them. Ask in person, and write down what they say."))
    message = messages[0]
    message.event = record(
        "survey.asked", message, by=by, person=person, after={"measure": measure, "state": message.state}
    )
    return message


def refuse_too_often(person: Customer, planned: bool = True) -> None:
    """Raise TooOften where somebody was asked within 90 days, or as `planned` will be; Closed where they want none."""
    asked = surveyed_one(person, planned)
    language = person.owner.language
    if asked.refused:
        raise Closed(wording.reason("no_surveys", language))
    if near := too_soon(person.owner.today(), asked.days):
        said = _("They were asked on %(day)s, or will be. The next time is from %(free)s on.")
        raise TooOften(said % {"day": day(near), "free": day(free_from(near))})


def ask_in_letters(messages: Sequence[Message], now: datetime) -> None:
    """Note that the questions of these letters are asked, in the caller's transaction. Twice is once."""
    asking = [message for message in messages if message.rule.action == Action.SURVEY]
    if asking:
        rows = [survey_of(message, now) for message in asking if not message.resend_of_id]
        Survey.objects.bulk_create(rows, ignore_conflicts=True)


def survey_of(message: Message, asked_at: datetime) -> Survey:
    """Return the unsaved survey of a letter."""
    occasion, measure = terms_of(message)
    return Survey(
        owner_id=message.owner_id, customer_id=message.customer_id, message_id=root_of(message),
        occasion=occasion, measure=measure, subject_id=_subject(message.occurrence),
        asked_at=asked_at, closes_at=closes(asked_at),
    )  # fmt: skip


def terms_of(message: Message) -> tuple[str, str]:
    """Return what a letter asks about, and on which scale."""
    if message.rule.key == REQUEST:
        measure = message.context.get("measure", Measure.CSAT)
        return Occasion.REQUEST, measure if measure in Measure.values else Measure.CSAT
    occasion = occasion_of(message.rule.anchor)
    return occasion, measure_of(occasion)


def take_questions_back(message: Message) -> None:
    """Note that the questions of a letter were not asked after all, unless somebody has answered or refused them."""
    Survey.objects.filter(message=message, answered_at=None, refused_at=None).delete()


def _subject(occurrence: str) -> UUID | None:
    """The order or the complaint that an occurrence names."""
    kind, _colon, rest = occurrence.partition(":")
    if kind not in ("order", "complaint"):
        return None
    try:
        return UUID(rest[:36])
    except ValueError:
        return None
