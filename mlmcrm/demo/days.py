"""Lives through the last days by the actions that the pages call, with letters sent and tasks done."""

import heapq
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import singledispatchmethod
from itertools import count
from random import Random

from django.conf import settings
from django.db.models import Min

from customers import actions as people
from customers.ladder import Kind
from followups import actions as followups
from followups.delivery import deliver_due
from followups.delivery.parcels import Parcel
from followups.delivery.replies import Outcome, accepted
from followups.delivery.transport import Outbox
from followups.models import Message, Task
from kit import clock
from kit.errors import Refused
from kit.events import Actor, Door
from mlmcrm.demo.deeds import Climbed, Deed, Delivered, Joined, Noted, Ordered, Story, Touched
from mlmcrm.demo.history import History
from sales import actions as sales
from team.models import Distributor

WORKER = Actor(None, Door.TASK)
MOST_AN_EVENING = 6


class Nowhere(Outbox):
    """For a house whose letters go to a mail server: those of the past are not sent again."""

    def open(self) -> None:
        pass

    def send(self, parcel: Parcel) -> Outcome:
        return accepted(250, "before this house opened")


class Days:
    """What is still to happen, in the order of time, for all distributors together."""

    def __init__(self):
        self._queue: list[tuple[datetime, int, Callable[[], None]]] = []
        self._number = count()

    def at(self, moment: datetime, what: Callable[[], None]) -> None:
        """Let something happen at a moment."""
        heapq.heappush(self._queue, (moment, next(self._number), what))

    def live(self, now: datetime) -> None:
        """Let everything happen until now; letters leave when they are due."""
        while self._queue and self._queue[0][0] <= now:
            moment, _number, what = heapq.heappop(self._queue)
            self._post(moment)
            with clock.travel(moment):
                what()
        self._post(now)

    def _post(self, until: datetime) -> None:
        """Send what was due; never by a mail server, because these days lie in the past."""
        last = None
        while (due := _next_letter()) and due <= until and due != last:
            with clock.travel(min(due + timedelta(seconds=1), until)):
                deliver_due(line=_line())
            last = due


class Life:
    """The days of one distributor, as far as history leaves them."""

    def __init__(self, history: History, days: Days, rng: Random):
        self.history, self.days, self.rng = history, days, rng
        self.owner = history.owner
        self.unmet: frozenset[str] = frozenset()  # names of people who are not met by appointment

    @property
    def by(self) -> Actor:
        """Each deed is one of its own, as from a page."""
        return Actor(self.owner, Door.WEB)

    def plan(self, stories: list[Story], now: datetime) -> None:
        """Queue what the stories tell of the days after history, and the evenings of work."""
        start = self.history.until
        for story in stories:
            if story.entered_at >= start:
                self.days.at(story.entered_at, lambda story=story: self.enter(story))
            for deed in story.deeds:
                if deed.at >= start:
                    self.days.at(deed.at, lambda story=story, deed=deed: self._deed(deed, self.person(story)))
        evening = start.replace(hour=18, minute=30, second=0, microsecond=0)
        while evening < now - timedelta(hours=3):
            self.days.at(evening, self.evening)
            evening += timedelta(days=1)

    def person(self, story: Story):
        return self.history.person_of[id(story)]

    def enter(self, story: Story) -> None:
        """Add a person as the form does."""
        introducer = story.introduced_by and self.person(story.introduced_by)
        self.history.person_of[id(story)] = people.add_person(
            owner=self.owner, by=self.by, name=story.name.full, greeting=story.name.greeting,
            emails=filter(None, [story.email]), phones=filter(None, [story.phone]), tags=story.tags,
            address=story.address, birthday=story.birthday, zone=story.zone, warmth=story.warmth,
            source=story.source, introduced_by=introducer, preferred_channel=story.channel,
            preferred_hours=story.hours, consents=[("email", "service")] if story.agrees else (),
        )  # fmt: skip

    def evening(self) -> None:
        """Do some of what is due."""
        spend_evening(self.owner, self.rng)

    @singledispatchmethod
    def _deed(self, deed: Deed, person) -> None:
        raise TypeError(f"Nobody does a {type(deed).__name__}.")

    @_deed.register
    def _touched(self, deed: Touched, person) -> None:
        people.log_touch(
            person=person,
            by=self.by,
            kind=deed.kind,
            direction=deed.direction,
            note=deed.note,
            inquiry=deed.inquiry,
        )

    @_deed.register
    def _ordered(self, deed: Ordered, person) -> None:
        lines = [(self.history.products[code], quantity, None) for code, quantity in deed.lines]
        self.history.order_of[id(deed)] = sales.place_order(
            owner=self.owner, by=self.by, person=person, lines=lines, ordered_on=deed.on,
            told_delivery_on=deed.told, planned_delivery_on=deed.planned, place_of_sale=deed.place,
            extras=deed.extras,
        )  # fmt: skip

    @_deed.register
    def _delivered(self, deed: Delivered, person) -> None:
        sales.deliver_order(order=self.history.order_of[id(deed.order)], by=self.by, on=deed.on)

    @_deed.register
    def _noted(self, deed: Noted, person) -> None:
        people.add_note(person=person, by=self.by, text=deed.text)

    @_deed.register
    def _climbed(self, deed: Climbed, person) -> None:
        with suppress(Refused):  # they came up by themselves meanwhile
            people.climb_by_hand(person=person, by=self.by, rung=deed.rung, reason=deed.reason)

    @_deed.register
    def _joined(self, deed: Joined, person) -> None:
        people.add_evidence(
            person=person, by=self.by, kind=Kind.ENROLMENT, on=deed.on, source=deed.distributor
        )


def spend_evening(owner: Distributor, rng: Random, *, one_each: bool = False) -> None:
    """Do some of what is due: look through drafts, call people, leave the rest for tomorrow.

    `one_each` calls nobody twice on an evening.
    """
    drafts = Message.objects.visible_to(owner).filter(state="draft")
    for draft in drafts.order_by("due_at", "customer__name_key"):
        if rng.random() < 0.8:
            with suppress(Refused):  # too late by now, after their quiet hours
                followups.approve_message(message=draft, by=Actor(owner, Door.WEB))
    due = Task.objects.visible_to(owner).due(clock.now())
    due = due.order_by("due_at", "customer__name_key", "kind")
    if one_each:
        due = list({task.customer_id: task for task in reversed(due)}.values())[::-1]
    for task in due[:MOST_AN_EVENING]:
        luck = rng.random()
        if luck < 0.7:
            followups.finish_task(task=task, by=Actor(owner, Door.WEB), touch_kind="call")
        elif luck < 0.8:
            followups.put_off_task(task=task, by=Actor(owner, Door.WEB))


def look_at_the_calendar() -> None:
    """What the worker does by the clock: plan birthdays and words after a silence, let old things pass."""
    followups.expire_old(by=WORKER)
    followups.plan_ahead(by=WORKER)


def _line() -> Outbox:
    return Outbox() if getattr(settings, "EMAIL_FILE_PATH", None) else Nowhere()


def _next_letter() -> datetime | None:
    return Message.objects.filter(state="planned").aggregate(at=Min("due_at"))["at"]
