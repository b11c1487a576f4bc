"""What becomes of what people propose: done and told to each who said so, or not possible."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Customer
from customers.tidying import tidy_text
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.owed import Owed, owe, take_back_owed
from followups.actions.surveys.holding import look_at, occurrence_of, plan_look
from followups.actions.tasks import finish_task
from followups.errors import Closed
from followups.models import Suggestion, Task
from followups.models.survey import SuggestionState
from followups.survey_defaults import DONE
from kit import clock
from kit.errors import Refused
from kit.events import Actor, Change, facts_of, record, record_many

FACTS = ("state", "answer", "closed_at", "version")
LONGEST_ANSWER = 2_000
OF_USE = timedelta(days=14)
MOST_AT_ONCE = 200


@transaction.atomic
def answer_suggestions(*, suggestions: Sequence[Suggestion], by: Actor, answer: str) -> list[Suggestion]:
    """Note what was done about suggestions, and tell each who made one: "you said, we did".

    With each go those that were joined to it. Returns those that were open; each carries its `event`.
    Raises Refused at `answer` for no words or too many, Closed where all of them are answered.
    """
    words = _words(answer)
    people, rows = _held(suggestions)
    if not rows:
        raise Closed(_("These are answered already."))
    for row in rows:
        _close(row, people[row.customer_id], by, SuggestionState.DONE, words)
        _tell(row, people[row.customer_id], by)
    return _note(rows, people, by, "suggestion.done")


@transaction.atomic
def decline_suggestion(*, suggestion: Suggestion, by: Actor, reason: str = "") -> Suggestion:
    """Note that a suggestion cannot be followed; nothing is sent. Raises Closed for one that is answered."""
    people, rows = _held([suggestion])
    if not rows:
        raise Closed(_("These are answered already."))
    for row in rows:
        _close(row, people[row.customer_id], by, SuggestionState.DECLINED, tidy_text(reason)[:LONGEST_ANSWER])
    return next(row for row in _note(rows, people, by, "suggestion.declined") if row.pk == suggestion.pk)


@transaction.atomic
def join_suggestion(*, suggestion: Suggestion, by: Actor, to: Suggestion) -> Suggestion:
    """Note that two say the same, so that they are answered together. Raises Refused for one and itself."""
    first = to.same_as if to.same_as and to.same_as.state == SuggestionState.OPEN else to
    if first.pk == suggestion.pk or first.owner_id != suggestion.owner_id:
        raise Refused(_("Choose another suggestion, please."), field="to")
    person = hold_people([suggestion.customer_id])[suggestion.customer_id]
    suggestion.refresh_from_db()
    before = {"same_as": suggestion.same_as_id and str(suggestion.same_as_id)}
    if suggestion.same_as_id == first.pk:
        suggestion.event = None
        return suggestion
    others = [str(pk) for pk in suggestion.others.values_list("pk", flat=True)]
    suggestion.others.update(same_as=first, updated_at=clock.now())
    suggestion.same_as, suggestion.version = first, suggestion.version + 1
    suggestion.save(update_fields=["same_as", "version", "updated_at"])
    after = {"same_as": str(first.pk), "version": suggestion.version, "others": others}
    suggestion.event = record(
        "suggestion.joined", suggestion, by=by, person=person, before=before, after=after
    )
    return suggestion


@transaction.atomic
def join_suggestions(*, suggestions: Sequence[Suggestion], by: Actor) -> list[Suggestion]:
    """Note that several say the same, with the one said first; return those that were joined to it.

    Raises Refused for fewer than two.
    """
    first, *others = sorted(suggestions, key=lambda row: (row.said_at, row.pk)) or [None]
    if not others:
        raise Refused(_("Choose two or more that say the same, please."))
    return [join_suggestion(suggestion=row, by=by, to=first) for row in others]


@transaction.atomic
def part_suggestion(
    *, suggestion: Suggestion, by: Actor, before: str | None, others: Iterable[str] = ()
) -> Suggestion:
    """Undo joining; the `others` that stood with it do so again, where nobody has moved them since."""
    person = hold_people([suggestion.customer_id])[suggestion.customer_id]
    moved = Suggestion.objects.filter(pk__in=list(others), same_as=suggestion.same_as_id)
    moved.update(same_as=suggestion, updated_at=clock.now())
    suggestion.same_as_id, suggestion.version = before, suggestion.version + 1
    suggestion.save(update_fields=["same_as", "version", "updated_at"])
    after = {"same_as": before, "version": suggestion.version}
    suggestion.event = record("suggestion.parted", suggestion, by=by, person=person, after=after)
    return suggestion


@transaction.atomic
def reopen_suggestion(*, suggestion: Suggestion, by: Actor) -> Suggestion:
    """Open a suggestion again that was answered; a letter about it that has not gone does not go. Twice is once."""
    person = hold_people([suggestion.customer_id])[suggestion.customer_id]
    suggestion.refresh_from_db()
    if suggestion.state == SuggestionState.OPEN:
        suggestion.event = None
        return suggestion
    before = facts_of(suggestion, FACTS)
    take_back_owed(
        person=person, by=by, occurrence=f"{occurrence_of(suggestion)}:done", reason=_("taken back")
    )
    suggestion.state, suggestion.answer, suggestion.closed_at = SuggestionState.OPEN, "", None
    suggestion.version += 1
    suggestion.save(update_fields=[*FACTS, "updated_at"])
    plan_look(suggestion, person, by)
    suggestion.event = record(
        "suggestion.reopened", suggestion, by=by, person=person, before=before,
        after=facts_of(suggestion, FACTS),
    )  # fmt: skip
    tell_next_due([person])
    return suggestion


def _words(answer: str) -> str:
    words = tidy_text(answer)
    if not words:
        raise Refused(_("Write what you did, please. It goes to those who proposed it."), field="answer")
    if len(words) > LONGEST_ANSWER:
        raise Refused(_("At most %(most)d signs, please.") % {"most": LONGEST_ANSWER}, field="answer")
    return words


def _held(suggestions: Iterable[Suggestion]) -> tuple[dict, list[Suggestion]]:
    """The people, held, and those of the suggestions, with what was joined to them, that are open."""
    named = {row.pk for row in suggestions}
    rows = Suggestion.objects.filter(pk__in=named) | Suggestion.objects.filter(same_as__in=named)
    ids = set(rows.values_list("customer_id", flat=True)[:MOST_AT_ONCE])
    people = {pk: person for pk, person in hold_people(ids).items() if not person.deleted_at}
    rows = rows.filter(customer__in=people).open().select_related("owner").order_by("said_at", "pk")
    return people, list(rows[:MOST_AT_ONCE])


def _close(row: Suggestion, person: Customer, by: Actor, state: str, answer: str) -> None:
    row.before = facts_of(row, FACTS)
    row.state, row.answer, row.closed_at, row.version = state, answer, clock.now(), row.version + 1
    row.save(update_fields=[*FACTS, "updated_at"])
    for task in Task.objects.open().filter(customer=person, occurrence__startswith=look_at(row)):
        finish_task(task=task, by=by)


def _tell(row: Suggestion, person: Customer, by: Actor) -> None:
    person.owner, now = row.owner, clock.now()
    owed = Owed(
        rule=DONE, occurrence=f"{occurrence_of(row)}:done:{row.version}", due_at=now, expires_at=now + OF_USE,
        context={"said": row.text[:300], "answer": row.answer},
    )  # fmt: skip
    owe(person=person, by=by, owed=[owed])


def _note(rows: list[Suggestion], people: dict, by: Actor, kind: str) -> list[Suggestion]:
    changes = [
        Change(kind, row, person=row.customer_id, before=row.before, after=facts_of(row, FACTS))
        for row in rows
    ]
    for row, event in zip(rows, record_many(changes, by=by), strict=True):
        row.event = event
    tell_next_due(people.values())
    return rows
