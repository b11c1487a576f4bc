"""What somebody says on their own page: an answer, other words for it, or that they want no more surveys."""

from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Customer
from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.retired import Why, retire
from followups.actions.surveys.asking import survey_of
from followups.actions.surveys.holding import Answer, keep_answer, read_answer
from followups.errors import Closed
from followups.models import Message, Survey, Task
from followups.models.rule import Action
from followups.models.survey import Measure, Occasion
from kit import clock
from kit.events import Actor, facts_of, record

NO_SURVEYS = "no_surveys"


@transaction.atomic
def answer_survey(*, message: Message, by: Actor, answer: Answer) -> Survey:
    """Keep what the person of a letter answers; a second answer takes the place of the first.

    Raises Closed once the survey is closed or the person was taken off the list, Refused with the field
    for what is no answer.
    """
    person, survey = _held(message)
    answer = read_answer(survey.measure, answer)
    if survey.closes_at <= clock.now():
        raise Closed(_("These questions are closed. Just write, and it will be read."))
    return keep_answer(survey, person, by, answer, by_customer=True)


@transaction.atomic
def refuse_surveys(*, message: Message, by: Actor) -> Survey:
    """Ask somebody no more questions: what waits is cancelled. Twice is once."""
    person, survey = _held(message)
    if survey.refused_at is None:
        _refuse(survey, person, by)
    return survey


@transaction.atomic
def choose_surveys(*, customer: Customer, by: Actor, wanted: bool) -> Customer:
    """Keep whether somebody wants to be asked how content they are, who may never have been. Twice is once."""
    if wanted:
        return welcome_surveys(customer=customer, by=by)
    owner, person = customer.owner, hold_people([customer.pk])[customer.pk]
    person.owner = owner
    known = Survey.objects.standing().filter(customer=person)
    if not known.filter(refused_at__isnull=False).exists():
        _refuse(known.order_by("-asked_at").first() or _never_asked(person), person, by)
    return customer


@transaction.atomic
def welcome_surveys(*, customer: Customer, by: Actor) -> Customer:
    """Let somebody be asked again who had wanted no surveys."""
    person = hold_people([customer.pk])[customer.pk]
    for survey in Survey.objects.filter(customer=person, refused_at__isnull=False):
        if survey.closes_at <= survey.asked_at and not survey.answered_at:  # it kept the wish alone
            survey.revoked_at = clock.now()
        _write(survey, person, by, "survey.welcome", None)
        customer.event = survey.event
    return customer


def _refuse(survey: Survey, person: Customer, by: Actor) -> None:
    _write(survey, person, by, "survey.refused", clock.now())
    reason = wording.reason(NO_SURVEYS, person.owner.language)
    waiting = {"customer": person, "rule__action": Action.SURVEY}
    letters, tasks = Message.objects.waiting().filter(**waiting), Task.objects.open().filter(**waiting)
    retire([*letters, *tasks], Why(NO_SURVEYS, reason), by)
    tell_next_due([person])


def _never_asked(person: Customer) -> Survey:
    """A survey that is closed from the beginning: it was never asked, and keeps the wish for none."""
    now = clock.now()
    survey = Survey(
        owner_id=person.owner_id, customer=person, occasion=Occasion.REQUEST, measure=Measure.CSAT,
        asked_at=now, closes_at=now,
    )  # fmt: skip
    survey.save(force_insert=True)
    return survey


def _write(survey: Survey, person: Customer, by: Actor, kind: str, refused_at) -> None:
    before = facts_of(survey, ("refused_at",))
    survey.refused_at, survey.version = refused_at, survey.version + 1
    survey.save(update_fields=["refused_at", "revoked_at", "version", "updated_at"])
    after = facts_of(survey, ("refused_at", "version"))
    survey.event = record(kind, survey, by=by, person=person, before=before, after=after)


def _held(message: Message) -> tuple[Customer, Survey]:
    """The person, held, and the survey of a letter; who answers before it is known to have gone was asked now."""
    owner, person = message.owner, hold_people([message.customer_id])[message.customer_id]
    person.owner = owner
    if person.deleted_at:
        raise Closed(_("These questions are closed. Just write, and it will be read."))
    survey = Survey.objects.filter(message=message).first()
    if survey is None:
        survey = survey_of(message, message.sent_at or message.begun_at or clock.now())
        survey.save(force_insert=True)
    if survey.revoked_at:
        raise Closed(_("These questions are closed. Just write, and it will be read."))
    return person, survey
