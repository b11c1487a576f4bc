"""What the ledger of the team counts of follow-ups: tasks, promises, complaints and surveys."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db.models import Count, F, Q, QuerySet, Sum

from followups.models import Complaint, Promise, Survey, Task
from followups.models.promise import PromiseState
from followups.models.task import TaskState
from kit import clock
from team.counting import Tally, month_in
from team.models import Company
from team.wall_time import first_instant_at

KEPT = (PromiseState.KEPT, PromiseState.EARLY)
A_MINUTE = 60  # seconds


def count_followups(company: Company, people: Sequence[int], tally: Tally) -> None:
    """Count what some people owed others and did; what waits for somebody taken off the list is left out."""
    _count_tasks(company, people, tally)
    _count_promises(people, tally)
    _count_complaints(company, people, tally)
    _count_answers(company, people, tally)


def newly_overdue(company: Company, since: date, today: date) -> Iterable[int]:
    """Return whose tasks are overdue today and were not on the day `since`."""
    tasks = _overdue(company, today).filter(owner__company=company)
    began = Q(local_date__gte=since) | Q(snoozed_until__gte=_midnight(company, since))
    return tasks.filter(began).order_by().values_list("owner", flat=True).distinct()


def _count_tasks(company: Company, people: Sequence[int], tally: Tally) -> None:
    done = Task.objects.filter(owner__in=people, state=TaskState.DONE)
    _count_months(company, done, "closed_at", "done", tally)
    late = _overdue(company, clock.today(company.zoneinfo)).filter(owner__in=people)
    _count_standing(late, "overdue", tally)


def _overdue(company: Company, today: date) -> QuerySet:
    """Open tasks whose day is over, and to which none was put off that is not."""
    over = Q(snoozed_until=None) | Q(snoozed_until__lt=_midnight(company, today))
    return Task.objects.open().filter(over, local_date__lt=today, customer__deleted_at=None)


def _count_promises(people: Sequence[int], tally: Tally) -> None:
    """By the day on which each ended on its owner's wall; released ones say nothing."""
    ended = Promise.objects.judged().filter(owner__in=people).order_by()
    rows = ended.values_list("owner", "ended_on__year", "ended_on__month", "state")
    for owner, year, month, state, number in rows.annotate(number=Count("pk")):
        first = date(year, month, 1)
        tally.happen(owner, first, "promises_ended", number)
        if state in KEPT:
            tally.happen(owner, first, "promises_kept", number)
        if state == PromiseState.EARLY:
            tally.happen(owner, first, "promises_early", number)


def _count_complaints(company: Company, people: Sequence[int], tally: Tally) -> None:
    theirs = Complaint.objects.filter(owner__in=people)
    _count_months(company, theirs.standing(), "opened_at", "complaints", tally)
    _count_standing(theirs.open().filter(customer__deleted_at=None), "open_complaints", tally)
    answered = theirs.standing().filter(answered_at__isnull=False).order_by()
    rows = answered.values_list("owner", month_in(company, "answered_at"))
    took = Sum(F("answered_at") - F("opened_at"))
    for owner, first, number, time_taken in rows.annotate(number=Count("pk"), took=took):
        tally.happen(owner, first, "answered", number)
        tally.happen(owner, first, "answer_minutes", int(time_taken.total_seconds() // A_MINUTE))


def _count_answers(company: Company, people: Sequence[int], tally: Tally) -> None:
    """Who answers twice in a month is one."""
    answered = Survey.objects.answered().filter(owner__in=people)
    _count_months(company, answered, "answered_at", "answers", tally, of="customer")


def _count_months(
    company: Company, rows: QuerySet, moment: str, name: str, tally: Tally, *, of: str = "pk"
) -> None:
    months = rows.order_by().values_list("owner", month_in(company, moment))
    counted = months.annotate(number=Count(of, distinct=of != "pk"))
    for owner, first, many in counted:
        tally.happen(owner, first, name, many)


def _count_standing(rows: QuerySet, name: str, tally: Tally) -> None:
    for owner, number in rows.order_by().values_list("owner").annotate(number=Count("pk")):
        tally.stand(owner, name, number)


def _midnight(company: Company, day: date) -> datetime:
    return first_instant_at(day, time(), company.zoneinfo)
