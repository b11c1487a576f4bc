"""What the verbs of a survey share: what can be answered, how it is kept, and what it gives rise to."""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from customers.actions import log_touch
from customers.models import Customer
from customers.models.touch import Direction, TouchKind
from customers.tidying import tidy_text
from followups import survey_words
from followups.actions.complaints import add_words, open_complaint, reopen_complaint
from followups.actions.facts import tell_next_due
from followups.actions.owed import Owed, owe, take_back_owed
from followups.actions.tasks import finish_task
from followups.models import Complaint, Suggestion, Survey, Task
from followups.models.complaint import ComplaintOrigin
from followups.models.kinds import TaskKind
from followups.models.survey import Occasion, SuggestionState
from followups.survey_defaults import FRIEND, SUGGESTION
from followups.surveying import LONGEST, SCALES, is_high, is_low
from kit import clock
from kit.errors import Refused
from kit.events import Actor, facts_of, record

FACTS = (
    "measure",
    "score",
    "why",
    "better",
    "may_call",
    "would_introduce",
    "answered_at",
    "refused_at",
    "version",
)
LATER = timedelta(days=14)  # before somebody is asked for the introduction they offered
FRIEND_OF_USE, SUGGESTION_OF_USE = timedelta(days=60), timedelta(days=30)
LONGEST_WISH = 2_000  # of a complaint
TAKEN_BACK = "taken_back"
SUGGESTIONS = "/surveys/suggestions/"


@dataclass(frozen=True)
class Answer:
    """What somebody says: a step of the scale, why, and up to three things more."""

    score: int
    why: str = ""
    better: str = ""
    may_call: bool = False
    would_introduce: bool = False


def read_answer(measure: str, answer: Answer) -> Answer:
    """Return an answer as it is kept. Raises Refused, naming the field, for none or too many signs."""
    if answer.score not in SCALES[measure]:
        raise Refused(_("Choose one of these, please."), field="score")
    words = {name: tidy_text(getattr(answer, name)) for name in ("why", "better")}
    for name, text in words.items():
        if len(text) > LONGEST:
            said = _("At most %(most)d signs, please; these are %(n)d.")
            raise Refused(said % {"most": LONGEST, "n": len(text)}, field=name)
    friend = answer.would_introduce and is_high(measure, answer.score)
    return Answer(answer.score, **words, may_call=answer.may_call, would_introduce=friend)


@transaction.atomic
def keep_answer(survey: Survey, person: Customer, by: Actor, answer: Answer, *, by_customer: bool) -> Survey:
    """Keep an answer with all that follows from it; the same words twice are one. The person is held."""
    is_new = survey.answered_at is None
    values = {**vars(answer), "search_key": search_key(answer.why, answer.better)}
    if not is_new and all(getattr(survey, name) == value for name, value in values.items()):
        survey.event = None
        return survey
    before = facts_of(survey, FACTS)
    values.update(answered_at=survey.answered_at or clock.now(), version=survey.version + 1)
    for name, value in values.items():
        setattr(survey, name, value)
    survey.save(update_fields=[*values, "updated_at"])
    if is_new and by_customer:
        said = survey_words.answer_said(survey.measure, survey.score)
        note = f"{said}\n{answer.why}".strip()[:500]
        log_touch(person=person, by=by, kind=TouchKind.MESSAGE, direction=Direction.IN, note=note)
    if is_new:
        _finish_asking(person, by)
    _suggest(survey, person, by)
    if survey.would_introduce != before["would_introduce"]:
        _offer_friend(survey, person, by)
    _complain(survey, person, by, by_customer)
    kind = "survey.answered" if is_new else "survey.changed"
    after = facts_of(survey, FACTS)
    survey.event = record(kind, survey, by=by, person=person, before=before, after=after)
    tell_next_due([person])
    return survey


def search_key(why: str, better: str) -> str:
    """Return in what the words of an answer are searched."""
    return unicodedata.normalize("NFC", f"{why}\n{better}").casefold()


@transaction.atomic
def let_go(*, survey: Survey, person: Customer, by: Actor) -> None:
    """Take back what an answer gave rise to, but a complaint: that has its own way."""
    if suggestion := open_suggestion(survey):
        drop_suggestion(suggestion, person, by)
    take_back_owed(person=person, by=by, occurrence=_friend(survey), reason=_("taken back"))


def open_suggestion(survey: Survey) -> Suggestion | None:
    return Suggestion.objects.open().filter(survey=survey).first()


def drop_suggestion(suggestion: Suggestion, person: Customer, by: Actor) -> None:
    """Note that a suggestion was never made."""
    Suggestion.objects.filter(pk=suggestion.pk).update(
        revoked_at=clock.now(), version=suggestion.version + 1, updated_at=clock.now()
    )
    take_back_owed(person=person, by=by, occurrence=occurrence_of(suggestion), reason=_("taken back"))


def occurrence_of(suggestion: Suggestion) -> str:
    """Name what a suggestion gives rise to; behind it, what that is and the version it comes from."""
    return f"suggestion:{suggestion.pk}"


def look_at(suggestion: Suggestion) -> str:
    """Name the looks at a suggestion."""
    return f"{occurrence_of(suggestion)}:look"


def plan_look(suggestion: Suggestion, person: Customer, by: Actor) -> None:
    """Put a suggestion on the list."""
    now = clock.now()
    owed = Owed(
        rule=SUGGESTION, occurrence=f"{look_at(suggestion)}:{suggestion.version}", due_at=now, expires_at=now + SUGGESTION_OF_USE,
        context={"page": SUGGESTIONS, "said": suggestion.text[:300]},
    )  # fmt: skip
    owe(person=person, by=by, owed=[owed])


def _finish_asking(person: Customer, by: Actor) -> None:
    """What stood on the list to ask them is done."""
    for task in Task.objects.open().filter(customer=person, kind=TaskKind.SURVEY):
        finish_task(task=task, by=by)


def _suggest(survey: Survey, person: Customer, by: Actor) -> None:
    """What would make it better is a suggestion; other words change one that nobody has answered."""
    known = Suggestion.objects.filter(survey=survey).first()
    if known is None and survey.better:
        made = Suggestion(
            owner_id=survey.owner_id, customer=person, survey=survey, text=survey.better, said_at=clock.now()
        )
        made.save(force_insert=True)
        plan_look(made, person, by)
    elif known and known.state == SuggestionState.OPEN and known.text != survey.better:
        if not survey.better:
            drop_suggestion(known, person, by)
            return
        was_gone = known.revoked_at is not None
        known.text, known.revoked_at, known.version = survey.better, None, known.version + 1
        known.save(update_fields=["text", "revoked_at", "version", "updated_at"])
        if was_gone:
            plan_look(known, person, by)


def _offer_friend(survey: Survey, person: Customer, by: Actor) -> None:
    """Who offers to introduce a friend is asked once, later, and by nobody but the distributor."""
    if not survey.would_introduce:
        take_back_owed(person=person, by=by, occurrence=_friend(survey), reason=_("taken back"))
        return
    at = clock.now() + LATER
    owed = Owed(
        rule=FRIEND,
        occurrence=f"{_friend(survey)}:{survey.version}",
        due_at=at,
        expires_at=at + FRIEND_OF_USE,
    )
    owe(person=person, by=by, owed=[owed])


def _friend(survey: Survey) -> str:
    return f"friend_offered:{survey.pk}"


def _complain(survey: Survey, person: Customer, by: Actor, by_customer: bool) -> None:
    """A low answer opens a complaint, once; other words of it are added, and open one again that is closed."""
    if not is_low(survey.measure, survey.score):
        return
    with override(person.owner.language or None):
        text = survey_words.complaint_said(survey.measure, survey.score, survey.why)
        if survey.may_call:
            text = f"{text}\n{_('They may be called about it.')}"
    order = survey.subject_id if survey.occasion == Occasion.DELIVERY else None
    said = {"text": text[:LONGEST], "wish": survey.better[:LONGEST_WISH]}
    opened = open_complaint(
        customer=person, by=by, origin=ComplaintOrigin.SURVEY, origin_id=survey.pk, order_id=order, **said
    )
    if survey.complaint_id != opened.pk:
        survey.complaint = Complaint.objects.get(pk=opened.pk)
        Survey.objects.filter(pk=survey.pk).update(complaint=opened.pk)
    elif opened.event is None:
        _say_more(survey.complaint, by, said, by_customer)


def _say_more(complaint: Complaint, by: Actor, said: dict, by_customer: bool) -> None:
    known = {complaint.text, complaint.wish, *complaint.words.values_list("text", flat=True)}
    words = "\n\n".join(text for text in said.values() if text and text not in known)[:LONGEST]
    if not words or words in known:
        return
    told = {"by": by, "by_customer": by_customer}
    standing = complaint.customer.complaints.open().first()
    if standing is None:
        reopen_complaint(complaint=complaint, words=words[:LONGEST_WISH], **told)
    else:
        add_words(complaint=standing, text=words, **told)
