"""Invents the people of a distributor and what happened with each over fourteen months."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from mlmcrm.demo import phrases
from mlmcrm.demo.deeds import Climbed, Deed, Delivered, Noted, Ordered, Story, Touched
from mlmcrm.demo.names import LONG_NAMES, Names
from mlmcrm.demo.wares import WARES

HISTORY = 425  # days, about fourteen months
SILENCE = {"warm": 90, "cold": 30}  # days after which the house asks for a word; most had one since
RHYTHMS = (21, 28, 28, 30, 35, 35, 42, 56, 60)
PLACES = ("home", "home", "event", "business", "phone", "online", "")
FATES = (("suspect", 24), ("prospect", 21), ("customer", 22), ("client", 33))


@dataclass(frozen=True)
class Circle:
    """Whose people they are, by which clock, and how they can be reached."""

    now: datetime
    zone: str
    phone: Callable[[int], str]  # fictional numbers of the country
    domain: str
    has_email: float
    agrees: float
    elsewhere: tuple[str, ...] = ()  # zones of some

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()


class Teller:
    """Invents stories of one circle; the same random source tells the same ones."""

    def __init__(self, circle: Circle, rng: Random):
        self.circle, self.rng = circle, rng
        self.names = Names(rng)
        self.zone = ZoneInfo(circle.zone)
        self.told: list[Story] = []

    def tell(self, count: int) -> list[Story]:
        """Return everybody, with so many more; each was introduced only by somebody who was there before."""
        fates, weights = zip(*FATES, strict=True)
        fresh = []
        for number in range(count):
            fate = self.rng.choices(fates, weights)[0]
            fresh.append(self._story(fate, LONG_NAMES[number // 60] if self._is_long(number) else None))
            self.told.append(fresh[-1])
        for story in self.told:
            self._begin_early_enough(story)
        self._introduce(fresh)
        return sorted(self.told, key=lambda story: story.entered_at)

    def person(self, name, days_ago: int, **facts) -> Story:
        """Return a person entered so many days ago, with ways to be reached, and nothing else."""
        rng, number = self.rng, len(self.told)
        at = self.moment(days_ago)
        story = Story(name=name, entered_at=at, entered_on=self.day(at), **facts)
        if rng.random() < self.circle.has_email:
            story.email = f"{name.latin}.{number + 1}@{self.circle.domain}"
            story.agrees = rng.random() < self.circle.agrees
        if rng.random() < 0.85:
            story.phone = self.circle.phone(number)
        if rng.random() < 0.6:
            story.address = f"{rng.choice(phrases.STREETS)} {rng.randint(1, 140)}"
        story.birthday = self._birthday()
        story.tags = tuple(sorted(rng.sample(phrases.TAGS, rng.choice((0, 0, 0, 1, 1, 2)))))
        story.channel = rng.choice(("", "", "", "phone", "text", "email", "visit"))
        story.hours = rng.choice(("", "", "", *phrases.HOURS))
        if self.circle.elsewhere and rng.random() < 0.08:
            story.zone = rng.choice(self.circle.elsewhere)
        return story

    def moment(self, days_ago: float) -> datetime:
        """Return an instant in the waking hours of a day; of today only what has passed already."""
        day = self.circle.today - timedelta(days=int(days_ago))
        wall = datetime.combine(day, time(9)) + timedelta(minutes=self.rng.randint(0, 630))
        at = wall.replace(tzinfo=self.zone).astimezone(UTC)
        latest = self.circle.now - timedelta(minutes=10)
        return at if at <= latest else latest - timedelta(minutes=self.rng.randint(0, 240))

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def order(self, days_ago: float, lines: Iterable[tuple[str, int]]) -> list[Deed]:
        """Return an order with its delivery, if the goods have come by now."""
        rng = self.rng
        at = self.moment(days_ago)
        on = self.day(at)
        planned = on + timedelta(days=rng.randint(1, 4))
        told = planned + timedelta(days=rng.choice((0, 1, 1)))
        order = Ordered(
            at, on, tuple(lines), told, planned, rng.choice(PLACES),
            rng.choice(phrases.EXTRAS) if rng.random() < 0.12 else "",
        )  # fmt: skip
        come = self.moment(max((self.circle.today - planned).days, 0))
        if planned <= self.circle.today and come > at:
            return [order, Delivered(come, self.day(come), order)]
        return [order]

    def basket(self) -> tuple[tuple[str, int], ...]:
        """Return what somebody usually buys: one to three products."""
        wares = self.rng.choices(WARES, [ware.share for ware in WARES], k=self.rng.choice((1, 1, 2, 2, 3)))
        codes = dict.fromkeys(ware.code for ware in wares)
        return tuple((code, self.rng.choice((1, 1, 1, 2))) for code in codes)

    def touch(self, days_ago: float, **facts) -> Touched:
        kind = facts.pop("kind", None) or self.rng.choice(("call", "call", "message", "message", "visit"))
        note = facts.pop("note", None)
        if note is None:
            note = self.rng.choice(phrases.TALKS) if self.rng.random() < 0.6 else ""
        return Touched(self.moment(days_ago), kind, note=note, **facts)

    # One method for each fate: how far somebody came up the ladder.

    def _story(self, fate: str, name=None) -> Story:
        name = self.names.take(name) if name else self.names.next()
        cold = fate in ("suspect", "prospect") and self.rng.random() < 0.2
        story = getattr(self, f"_{fate}")(name, "cold" if cold else "warm")
        story.source = self.rng.choice(phrases.SOURCES)
        if self.rng.random() < 0.28:
            after = (self.circle.today - story.entered_on).days
            story.deeds.append(Noted(self.moment(self.rng.uniform(0, after)), self.rng.choice(phrases.NOTES)))
        return story

    def _suspect(self, name, warmth: str) -> Story:
        last = self._last_word(warmth)
        known = self.rng.choice((0, 0, self.rng.randint(0, 120)))
        story = self.person(name, min(HISTORY, last + known), warmth=warmth)
        story.deeds.append(self.touch(last))
        if self.rng.random() < 0.04:
            at = self.moment(last)
            story.deeds.append(Climbed(at, self.day(at), 3, self.rng.choice(phrases.BY_HAND)))
        return story

    def _prospect(self, name, warmth: str) -> Story:
        last = self._last_word(warmth)
        first = min(HISTORY, last + self.rng.randint(1, 90))
        story = self.person(name, min(HISTORY, first + self.rng.randint(0, 30)), warmth=warmth)
        story.deeds += [self._interest(first), self.touch(last)]
        if self.rng.random() < 0.3:
            story.deeds.append(
                self.touch(
                    max(last - 2, 0), kind="message", direction="in", note=self.rng.choice(phrases.REPLIES)
                )
            )
        return story

    def _customer(self, name, warmth: str) -> Story:
        ordered = int(self.rng.triangular(0, HISTORY - 60, 40))
        story = self.person(name, min(HISTORY, ordered + self.rng.randint(0, 45)), warmth=warmth)
        story.deeds += self.order(ordered, self.basket())
        self._words_between(story, ordered, share=0.8)
        return story

    def _client(self, name, warmth: str) -> Story:
        rhythm = self.rng.choice(RHYTHMS)
        ago = self._last_order(rhythm)
        days = [ago]
        while (
            len(days) < 14 and days[-1] + rhythm < HISTORY - 20 and (len(days) < 2 or self.rng.random() < 0.9)
        ):
            days.append(days[-1] + max(7, round(rhythm * self.rng.uniform(0.85, 1.2))))
        usual = self.basket()
        story = self.person(name, min(HISTORY, days[-1] + self.rng.randint(0, 40)), warmth=warmth)
        if self.rng.random() < 0.5:
            story.deeds.append(self._interest(min(HISTORY, days[-1] + self.rng.randint(0, 10))))
        for day in days:
            lines = usual if self.rng.random() < 0.7 else self.basket()
            story.deeds += self.order(day, lines)
            self._words_between(story, day, share=0.55)
        return story

    def _last_word(self, warmth: str) -> int:
        """Days since the last word: mostly within the house's silence, some long past it."""
        silence = SILENCE[warmth]
        luck = self.rng.random()
        if luck < 0.86:
            return self.rng.randint(1, silence - 5)
        if luck < 0.92:
            return self.rng.randint(silence + 5, min(2 * silence, HISTORY - 40))
        return self.rng.randint(min(4 * silence + 10, HISTORY - 30), HISTORY - 20)

    def _last_order(self, rhythm: int) -> int:
        """Days since the last order of a client: in rhythm, slipping away, or cooling."""
        luck = self.rng.random()
        if luck < 0.72:
            return int(self.rng.uniform(0, 1.25 * rhythm))
        if luck < 0.86:
            return int(self.rng.uniform(1.7 * rhythm, 2.7 * rhythm))
        return int(self.rng.uniform(3.4 * rhythm, min(6 * rhythm, HISTORY - 2 * rhythm)))

    def _interest(self, days_ago: float) -> Touched:
        kind = self.rng.choice(("inquiry", "inquiry", "sample", "presentation"))
        if kind == "sample":
            return self.touch(days_ago, kind="sample", note=self.rng.choice(phrases.SAMPLES))
        if kind == "presentation":
            return self.touch(days_ago, kind="presentation", note=self.rng.choice(phrases.PRESENTATIONS))
        return self.touch(days_ago, direction="in", inquiry=True, note=self.rng.choice(phrases.ASKED))

    def _words_between(self, story: Story, ordered: int, share: float) -> None:
        """A word some days after an order, and sometimes their answer."""
        after = ordered - self.rng.randint(4, 16)
        if after < 0 or self.rng.random() > share:
            return
        story.deeds.append(self.touch(after))
        if self.rng.random() < 0.25:
            reply = self.rng.choice(phrases.REPLIES)
            story.deeds.append(self.touch(max(after - 1, 0), kind="message", direction="in", note=reply))

    def _birthday(self) -> tuple[int | None, int, int] | None:
        """Most have one; a few of them today or in the next days."""
        luck = self.rng.random()
        if luck > 0.7:
            return None
        ahead = self.rng.randint(0, 9) if luck < 0.03 else self.rng.randint(10, 364)
        day = self.circle.today + timedelta(days=ahead)
        year = self.rng.randint(self.circle.today.year - 80, self.circle.today.year - 20)
        return (year if self.rng.random() < 0.5 else None, day.month, min(day.day, 28))

    def _begin_early_enough(self, story: Story) -> None:
        story.sort()
        if story.deeds and story.deeds[0].at <= story.entered_at:
            story.entered_at = story.deeds[0].at - timedelta(minutes=2)
            story.entered_on = self.day(story.entered_at)

    def _introduce(self, fresh: list[Story]) -> None:
        """A quarter came by somebody who had bought before."""
        buyers = [(story, bought) for story in self.told if (bought := _first_bought(story))]
        for story in sorted(fresh, key=lambda story: story.entered_at):
            friends = [other for other, bought in buyers if bought < story.entered_at]
            if friends and self.rng.random() < 0.25:
                story.introduced_by = self.rng.choice(friends)
                story.source = ""

    def _is_long(self, number: int) -> bool:
        return number % 60 == 7 and number // 60 < len(LONG_NAMES)


def _first_bought(story: Story) -> datetime | None:
    return next((deed.at for deed in story.deeds if isinstance(deed, Ordered)), None)
