"""Surveys that were asked in person: the distributor writes down what somebody said."""

from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Customer
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.surveys.asking import refuse_too_often
from followups.actions.surveys.holding import FACTS, Answer, keep_answer, let_go, read_answer
from followups.errors import Closed
from followups.models import Survey
from followups.models.survey import Measure, Occasion
from followups.surveying import closes
from kit import clock
from kit.errors import Refused
from kit.events import Actor, facts_of, record


@transaction.atomic
def write_down(*, customer: Customer, by: Actor, measure: str, answer: Answer) -> Survey:
    """Keep what somebody said who was asked in person.

    Where questions are out to them on this scale and wait for an answer, it is theirs. Raises Refused with
    the field, TooOften within 90 days of another survey, Closed where they want none.
    """
    owner, person = customer.owner, hold_people([customer.pk])[customer.pk]
    person.owner = owner
    if person.deleted_at:
        raise Closed(_("This person was taken off your list."))
    if measure not in Measure.values:
        raise Refused(_("Choose one of these, please."), field="measure")
    answer, now = read_answer(measure, answer), clock.now()
    survey = waiting_for(person, measure)
    if survey is None:
        refuse_too_often(person, planned=False)
        survey = Survey(
            owner_id=person.owner_id, customer=person, occasion=Occasion.REQUEST, measure=measure,
            asked_at=now, closes_at=closes(now),
        )  # fmt: skip
        survey.save(force_insert=True)
    return keep_answer(survey, person, by, answer, by_customer=False)


def waiting_for(person: Customer, measure: str) -> Survey | None:
    """Return the questions that are out to somebody and have no answer yet."""
    rows = Survey.objects.standing().filter(customer=person, measure=measure, answered_at=None)
    return rows.filter(closes_at__gt=clock.now()).order_by("-asked_at").first()


@transaction.atomic
def take_back_survey(*, survey: Survey, by: Actor) -> Survey:
    """Note that an answer was never given; a complaint that it opened stays, and is taken back by itself.

    Twice is once.
    """
    person = hold_people([survey.customer_id])[survey.customer_id]
    survey.refresh_from_db()
    if survey.revoked_at:
        survey.event = None
        return survey
    before = facts_of(survey, FACTS)
    let_go(survey=survey, person=person, by=by)
    survey.version += 1
    changed = ["version", "updated_at"]
    if survey.message_id is None:
        survey.revoked_at = clock.now()
        changed.append("revoked_at")
    else:  # the questions stand, without an answer
        nothing = {
            "answered_at": None, "score": None, "why": "", "better": "", "may_call": False,
            "would_introduce": False, "search_key": "",
        }  # fmt: skip
        for name, value in nothing.items():
            setattr(survey, name, value)
        changed += nothing
    survey.save(update_fields=changed)
    after = facts_of(survey, FACTS)
    survey.event = record("survey.taken_back", survey, by=by, person=person, before=before, after=after)
    tell_next_due([person])
    return survey
