"""Tells how soon a distributor answers: what they promise, and what was measured, over office hours alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from appointments.facts import terms_of
from appointments.models import Appointment
from customers.models import Touch
from customers.models.touch import Direction, TouchKind
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
    """Return how soon a distributor answers, in four queries beside their hours and days off."""
    questions = [*_requests(owner), *_letters(owner)]
    hours, off = hours_of(owner) or USUAL_HOURS, days_off_of(owner)
    now = clock.now()
    waits = [open_time(one.asked_at, one.answered_at or now, owner.zoneinfo, hours, off) for one in questions]
    return ReplyPromise(terms_of(owner).reply_minutes, _middle(waits), len(waits))


def _requests(owner: Distributor) -> Iterable[Question]:
    rows = Appointment.objects.filter(owner=owner, asked_at__gte=clock.now() - LOOKED_BACK)
    return [Question(*times) for times in rows.values_list("asked_at", "answered_at")]


def _letters(owner: Distributor) -> Iterable[Question]:
    """What people wrote, with the first word back to each; who wrote twice asked once."""
    rows = Touch.objects.filter(owner=owner, at__gte=clock.now() - LOOKED_BACK, revoked_at=None)
    written = rows.filter(direction=Direction.IN, kind=TouchKind.MESSAGE, inquiry=False)
    written = written.values_list("customer_id", "at")  # an inquiry is a request, counted as such
    back = defaultdict(list)
    for person, at in rows.filter(direction=Direction.OUT).order_by("at").values_list("customer_id", "at"):
        back[person].append(at)
    questions = {}
    for person, at in written.order_by("at"):
        answered = next((one for one in back[person] if one >= at), None)
        questions.setdefault((person, answered), Question(at, answered))
    return questions.values()


def _middle(waits: list[timedelta]) -> int | None:
    """The middle wait in whole minutes, rounded up: a promise is never made better than it is."""
    return ceil(median(waits) / A_MINUTE) if len(waits) >= FEW else None
