"""Lives on through the days after a world was made: the schedule's own tasks, and what people do meanwhile."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.utils.module_loading import import_string

from customers.models import Customer
from followups.models import Message
from kit import clock
from mlmcrm.demo.neighbours import Neighbours
from mlmcrm.schedule import PERIODIC
from team.models import Distributor

USUAL_HOURS = (time(0, 10), time(4), time(8, 2), time(11), time(14, 30), time(17), time(21, 1))
A_MOMENT = timedelta(seconds=1)


class Onward:
    """The days of some distributors and their people, one after the other.

    The periodic tasks run at these hours (UTC), the planner at those of `plans_at` every `plans_every`
    days; letters are delivered the moment they are due, but for the days (counted from the start) on
    which everything stands still.
    """

    def __init__(
        self,
        owners: Sequence[Distributor],
        start: date,
        *,
        seed: int,
        hours: Sequence[time] = USUAL_HOURS,
        plans_at: Sequence[time] = USUAL_HOURS,
        plans_every: int = 1,
        still: Sequence[int] = (),
    ):
        self.since = self.now = datetime.combine(start, time(), UTC)
        self.hours, self.plans_at, self.plans_every = hours, set(plans_at), plans_every
        self.still = set(still)
        self.deeds: Counter[str] = Counter()
        self.stopped: dict[UUID, datetime] = {}  # since when somebody wants no letters
        self.spared: dict[UUID, list[tuple[datetime, date]]] = defaultdict(list)  # from when to which day
        self.moved: dict[UUID, list[tuple[datetime, ZoneInfo]]] = defaultdict(
            list
        )  # by which clock until then
        self.circles = [Neighbours(owner, Random(f"{seed}:{owner.handle}:onward"), self) for owner in owners]
        self._queue: list[tuple[datetime, int, Callable[[], None]]] = []
        self._number = count()

    def at(self, moment: datetime, what: Callable[[], None]) -> None:
        """Let something happen at a moment."""
        heapq.heappush(self._queue, (moment, next(self._number), what))

    def clock_of(self, person: Customer, moment: datetime) -> ZoneInfo:
        """Return by which clock a person lived at a moment."""
        return next((zone for at, zone in self.moved[person.pk] if moment < at), person.zoneinfo)

    def live(self, number: int) -> None:
        """Live through one day, counted from the start."""
        day = self.since.date() + timedelta(days=number)
        for circle in self.circles:
            circle.fill(day)
        stands_still = number in self.still
        for hour in () if stands_still else self.hours:
            plans = hour in self.plans_at and number % self.plans_every == 0
            self.at(datetime.combine(day, hour, UTC), lambda plans=plans: self._tick(plans))
        self._run(datetime.combine(day + timedelta(days=1), time(), UTC), stands_still)

    def _run(self, until: datetime, stands_still: bool) -> None:
        while self._queue and self._queue[0][0] < until:
            moment, _number, what = heapq.heappop(self._queue)
            self._wait(moment, stands_still)
            with clock.travel(self.now):
                what()
        self._wait(until, stands_still)

    def _wait(self, until: datetime, stands_still: bool) -> None:
        """Let time pass; each letter goes the moment it is due, as the schedule looks every two seconds."""
        last = None
        while not stands_still and (due := _next_letter()) and due < until and due != last:
            self._deliver(due + A_MOMENT)
            last = due
        self.now = max(self.now, until)
        if not stands_still:
            self._deliver(self.now)

    def _deliver(self, moment: datetime) -> None:
        self.now = max(self.now, moment)
        with clock.travel(self.now):
            _call("deliver")

    def _tick(self, plans: bool) -> None:
        for name in _TASKS:
            if plans or name != "plan":
                _call(name)


_TASKS = {name: path for name, path, _seconds in PERIODIC}


def _call(name: str) -> None:
    import_string(_TASKS[name])()


def _next_letter() -> datetime | None:
    return Message.objects.filter(state="planned").aggregate(at=Min("due_at"))["at"]
