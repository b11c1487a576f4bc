"""What the three promised in the last weeks, and how it went: mostly early, now and then late, once not at all."""

from datetime import date, datetime, timedelta
from random import Random

from customers.models import Customer
from followups import actions as followups
from followups.models import Promise
from kit import clock
from mlmcrm.demo.days import Life

A_DAY = timedelta(days=1)
HOW_MANY = {"amara": 26, "yaw": 8, "cleo": 6}
TEXTS = (
    "send the fragrance list", "bring a sample of the hand balm", "send the tea recipe", "lend the tea book",
    "find out whether the lid fits the old tin", "call about the garden party",
)  # fmt: skip
EXTRAS = ("a card", "a sachet of tea", "two samples")
TOOK = (0, 1, 1, 1, 2, 2, 3)  # days, of those that were kept
IN_HAND = 4  # days that were told
OLDEST, NEWEST = 60, 6  # days ago
SOLD_OUT = "It was sold out, and does not come again."


def keep_promises(life: Life, now: datetime, rng: Random) -> None:
    """Queue what somebody promised, each to another person; the last one but one was broken, one came late."""
    count = HOW_MANY[life.owner.handle]
    for number in range(count):
        given = now - (OLDEST - number * (OLDEST - NEWEST) // count) * A_DAY
        took = {count - 2: None, count - 3: IN_HAND + 1}.get(number, rng.choice(TOOK))
        extra = rng.choice(EXTRAS) if rng.random() < 0.3 else ""
        text = rng.choice(TEXTS)
        life.days.at(given, lambda number=number, rest=(text, took, extra): _give(life, number, *rest))


def _give(life: Life, number: int, text: str, took: int | None, extra: str) -> None:
    person = _person(life, number)
    if person is None:
        return
    told_on = life.owner.today() + IN_HAND * A_DAY
    made = followups.make_promise(customer=person, by=life.by, text=text, due_on=told_on)
    after = (IN_HAND - 1 if took is None else took) * A_DAY
    life.days.at(made.created_at + after, lambda: _end(life, made, took, extra, told_on))


def _end(life: Life, made: Promise, took: int | None, extra: str, told_on: date) -> None:
    if took is None:
        followups.break_promise(promise=made, by=life.by, reason=SOLD_OUT)
    else:
        followups.keep_promise(promise=made, by=life.by, extra=extra)
    made.refresh_from_db()
    if made.apology:
        followups.finish_task(task=made.apology, by=life.by)


def _person(life: Life, number: int) -> Customer | None:
    people = Customer.objects.visible_to(life.owner).filter(
        orders_count__gt=0, created_at__lt=clock.now(), grieving_until=None, refused_on=None
    )
    people = people.exclude(name__in=life.unmet).order_by("name_key", "pk")
    count = people.count()
    return people[number * 7 % count] if count else None
