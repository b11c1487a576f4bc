"""Holds days that were lived against what is promised to people, and sums them up."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from email import message_from_bytes
from pathlib import Path

from django.conf import settings

from customers.models import Customer
from followups.models import Message, Task
from kit.events import Actor, Door
from kit.models import Event
from mlmcrm.demo.onward import Onward
from mlmcrm.demo.touches import Touched, crowded_days, crowded_weeks, touches, wishes_of
from team import actions as team
from team.models import Distributor
from team.quiet_hours import is_quiet

QUIET = (time(21), time(8))
ENDED = ("refused", "failed", "cancelled", "expired")


class Lived:
    """What came of days: each promise with what breaks it, as lines to read."""

    def __init__(self, onward: Onward):
        self.onward = onward
        self.people = {person.pk: person for person in Customer.objects.select_related("owner")}
        self.touches = touches(onward.since, onward.clock_of)
        self.wishes = wishes_of(self.people.values(), onward.since)

    def broken(self) -> dict[str, list[str]]:
        """Return what breaks each promise; nothing does."""
        return {
            "no occurrence twice": self.twice(),
            "one touch a person and day": self.crowded("days"),
            "no more than allowed in seven days": self.crowded("weeks"),
            "no letter in quiet hours": [str(row) for row in self._all() if self._is_quiet(row)],
            "nothing after a stop": [str(row) for row in self._all() if self._is_after_stop(row)],
            "nothing while spared": [str(row) for row in self._all() if self._is_spared(row)],
            "each with a reason": self.without_words(),
            "states add up to what was planned": self.unaccounted(),
            "each letter of the outbox has one row": self.strays(),
        }

    def twice(self) -> list[str]:
        """Occurrences of a step for which there is more than one letter or task."""
        names = ("customer", "rule__key", "occurrence")
        planned = [*Message.objects.values_list(*names)]
        planned += Task.objects.exclude(rule=None).values_list(*names)
        return [
            f"{self.people[who].name}: {key} {name}"
            for (who, key, name), n in Counter(planned).items()
            if n > 1
        ]

    def crowded(self, by: str) -> list[str]:
        """What came too close; not what a distributor did on another day than the list said."""
        return [self._with_the_week(row) for row in self._crowded(by) if not row.late]

    def without_words(self) -> list[str]:
        """Touches without a cause, and what ended without a reason."""
        silent = [str(row) for row in self._all() if not row.cause.strip()]
        ended = [*Message.objects.filter(state__in=ENDED, reason="")]
        ended += Task.objects.filter(state__in=ENDED, reason="")
        return silent + [f"{row._meta.model_name} {row}: {row.state}" for row in ended]

    def unaccounted(self) -> list[str]:
        """Letters and tasks that were never told as planned, or were and are gone; and what is overdue."""
        found = []
        for model, begins in (
            (Message, ("message.planned", "message.sent_again")),
            (Task, ("task.planned",)),
        ):
            told = set(Event.objects.filter(kind__in=begins).values_list("subject_id", flat=True))
            rows = {str(pk) for pk in model.objects.values_list("pk", flat=True)}
            found += [f"{model._meta.model_name} {pk}" for pk in told ^ rows]
        waits = Message.objects.filter(state__in=("claimed", "uncertain")) | Message.objects.due(
            self.onward.now
        )
        return found + [f"{row}: {row.state}" for row in waits]

    def strays(self) -> list[str]:
        """Files without a letter that went, letters that went without a file; but for confirmed stops,
        and for what a distributor is told."""
        files = {path.stem: path for path in Path(settings.EMAIL_FILE_PATH).glob("*.eml")}
        sent = {str(pk) for pk in Message.objects.filter(state="sent").values_list("pk", flat=True)}
        alone = [files[name] for name in files.keys() - sent]
        own = {person.owner.email for person in self.people.values()}
        return [*(sent - files.keys()), *(path.name for path in alone if not _is_beside(path, own))]

    def late(self) -> list[Touched]:
        """What a distributor did on another day than the list said, close to another touch."""
        return [row for row in {*self._crowded("days"), *self._crowded("weeks")} if row.late]

    def _all(self) -> Iterator[Touched]:
        return (row for rows in self.touches.values() for row in rows)

    def _crowded(self, by: str) -> Iterable[Touched]:
        for pk, rows in self.touches.items():
            yield from crowded_days(rows) if by == "days" else crowded_weeks(rows, self.wishes[pk])

    def _with_the_week(self, row: Touched) -> str:
        """A touch, and those that count of the week before it."""
        week = [
            f"{one}{' (late)' if one.late else ''}"
            for one in self.touches[row.person]
            if one.counted and one.at < row.at and row.at - one.at < timedelta(days=7)
        ]
        return "\n    after ".join([str(row), *week])

    def _is_quiet(self, row: Touched) -> bool:
        return row.what == "letter" and not row.awaited and is_quiet(row.at, row.zone, *QUIET)

    def _is_after_stop(self, row: Touched) -> bool:
        return row.what == "letter" and row.at > self.onward.stopped.get(row.person, row.at)

    def _is_spared(self, row: Touched) -> bool:
        """Not what a distributor did on another day than the list said: on that of the list nobody is spared."""
        spans = self.onward.spared[row.person]
        return (
            row.counted and not row.late and any(began < row.at and row.day <= last for began, last in spans)
        )


def live_on(start: datetime, days: int, seed: int, say: Callable[[str], None]) -> Lived:
    """Let those with people live through the days after a moment; twice everything stands still."""
    owners = Distributor.objects.filter(handle__in=("amara", "yaw", "cleo")).order_by("handle")
    still = (days // 3, days // 3 + 1, 2 * days // 3)
    for owner in owners:
        quiet = {"quiet_from": QUIET[0], "quiet_until": QUIET[1], "on": True}
        team.set_quiet_hours(distributor=owner, by=Actor(owner, Door.COMMAND), **quiet)
    onward = Onward(owners, (start + timedelta(days=1)).date(), seed=seed, still=still)
    for number in range(days - 1):
        onward.live(number)
        if number % 10 == 9:
            say(f"{number + 1} days.")
    return Lived(onward)


def summary(lived: Lived) -> list[str]:
    """Return the table for the record."""
    rows = [row for found in lived.touches.values() for row in found]
    kinds = Counter(row.what + ("" if row.counted else ", owed anyway") for row in rows)
    table = [
        ("people", {"in all": len(lived.people), "touched": len(lived.touches)}),
        ("what people did", lived.onward.deeds),
        ("touches", kinds),
        ("letters", Counter(_named(Message))),
        ("tasks", Counter(_named(Task))),
        (
            "not sent, and why",
            Counter(Message.objects.filter(state__in=ENDED).values_list("reason", flat=True)),
        ),
        ("not done, and why", Counter(Task.objects.filter(state__in=ENDED).values_list("reason", flat=True))),
        ("done late, close to another touch", {"by their distributor's choice": len(lived.late())}),
        ("promises, and what breaks them", {name: len(found) for name, found in lived.broken().items()}),
    ]
    return [line for title, counted in table for line in _lines(title, counted)]


def listing(lived: Lived) -> Iterator[str]:
    """Yield every person with all that touched them, and all that did not and why, line by line."""
    held: dict = defaultdict(list)
    for model in (Message, Task):
        rows = model.objects.filter(state__in=ENDED, updated_at__gte=lived.onward.since)
        for row in rows.select_related("rule").order_by("due_at"):
            title = row.rule.title if row.rule else row._meta.verbose_name
            held[row.customer_id].append(f"  {row.due_at:%Y-%m-%d}  {title}: {row.state}. {row.reason}")
    for person in sorted(lived.people.values(), key=lambda person: (person.owner_id, person.name_key)):
        yield f"{person.name} ({person.owner.handle})"
        for row in lived.touches.get(person.pk, ()):
            at = row.at.astimezone(row.zone)
            by_hand = "" if row.counted else ", owed anyway"
            yield f"  {at:%Y-%m-%d %H:%M} {at:%Z}  {row.what}{by_hand}: {row.cause}"
        yield from held[person.pk]


def _named(model) -> Iterator[str]:
    names = dict(model._meta.get_field("state").choices)
    return (str(names[state]) for state in model.objects.values_list("state", flat=True))


def _lines(title: str, counted: dict[str, int]) -> list[str]:
    ordered = sorted(counted.items(), key=lambda pair: -pair[1])
    return [f"\n{title}", *(f"  {count:6,}  {name}" for name, count in ordered)]


def _is_beside(path: Path, own: set[str]) -> bool:
    """Say whether a file is no letter to one of the people: it confirms a stop, or is for their distributor."""
    letter = message_from_bytes(path.read_bytes())
    return letter["Auto-Submitted"] == "auto-replied" or letter["To"] in own
