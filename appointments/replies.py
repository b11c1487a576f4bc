"""Tells how soon a distributor answers: what they promise, and what was measured, over office hours alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from appointments.facts import terms_of
from appointments.models import Appointment
from followups.models import Task
from followups.models.kinds import TaskKind
from followups.models.rule import Anchor
from followups.models.task import TaskState
from kit import clock
from team.actions.hours import days_off_of, hours_of
from team.models import Distributor
from team.office_hours import USUAL_HOURS, open_time

LOOKED_BACK = timedelta(days=90)
FEW = 5  # of fewer questions nothing is said
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class ReplyPromise:
    """Minutes of office hours: promised (None: nothing), and of the middle one of all answers (None: too few)."""

    minutes: int | None
    median: int | None
    counted: int

    @property
    def is_kept(self) -> bool:
        return self.minutes is None or self.median is None or self.median <= self.minutes


@dataclass(frozen=True)
class Question:
    """Something that wants an answer. Without one it waits still."""

    asked_at: datetime
    answered_at: datetime | None


def reply_promise_of(owner: Distributor) -> ReplyPromise:
    """Return how soon a distributor answers, in three queries beside their hours and days off."""
    questions = [*_requests(owner), *_inquiries(owner)]
    hours, off = hours_of(owner) or USUAL_HOURS, days_off_of(owner)
    now = clock.now()
    waits = [open_time(one.asked_at, one.answered_at or now, owner.zoneinfo, hours, off) for one in questions]
    return ReplyPromise(terms_of(owner).reply_minutes, _middle(waits), len(waits))


def _requests(owner: Distributor) -> Iterable[Question]:
    rows = Appointment.objects.filter(owner=owner, asked_at__gte=clock.now() - LOOKED_BACK)
    return [Question(*times) for times in rows.values_list("asked_at", "answered_at")]


def _inquiries(owner: Distributor) -> Iterable[Question]:
    """What people asked and what Today said wants an answer; requests for a time are counted as such."""
    rows = Task.objects.filter(owner=owner, kind=TaskKind.ANSWER, created_at__gte=clock.now() - LOOKED_BACK)
    rows = rows.exclude(state=TaskState.CANCELLED).exclude(rule__anchor=Anchor.MEETING)
    return [
        Question(asked_at, closed_at if state == TaskState.DONE else None)
        for asked_at, closed_at, state in rows.values_list("created_at", "closed_at", "state")
    ]


def _middle(waits: list[timedelta]) -> int | None:
    """The middle wait in whole minutes, rounded up: a promise is never made better than it is."""
    return ceil(median(waits) / A_MINUTE) if len(waits) >= FEW else None
