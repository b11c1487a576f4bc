"""What the company's files told of the months of everybody in the line who does not work with Kept: most are quiet."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from customers.models import Customer
from kit.bulk import batches, insert_values
from team.figures import NOW, Figures, month_of, months_back
from team.models import Distributor, ToldMonth
from team.models.distributor import Status

MONTHS = 13
WRITTEN = 20_000  # rows of one write
# What becomes of those who stay: the share, and how many days ago they were last active. The rest never began.
FATES = ((0.37, 0, 14), (0.15, 21, 119), (0.05, 15, 20), (0.28, 120, 600))
AT_ONCE_GONE = 0.5  # of leavers, who go within 13 weeks


@dataclass(frozen=True, slots=True)
class Walk:
    """How somebody works: since when, until when, and at which pace."""

    since: date
    until: date
    pace: float  # customers who order in a month
    meets: float  # appointments in a month


def let_leave(places: list, today: date, rng: Random) -> None:
    """Give those who left the day on which they did: half of them within 13 weeks."""
    for place in places:
        if place.status == Status.TERMINATED:
            known = max((today - place.joined_on).days, 1)
            days = 90 * rng.random() if rng.random() < AT_ONCE_GONE else known * rng.random()
            place.left_on = place.joined_on + timedelta(days=min(int(days) + 1, known))


def tell_months(leader: Distributor, today: date, rng: Random) -> None:
    """Write thirteen months of those below a leader who have no people of their own here."""
    months = months_back(month_of(today.year, today.month), MONTHS)
    line = Distributor.objects.below(leader).exclude(pk__in=Customer.objects.values("owner")).order_by("path")
    people = line.values_list("pk", "joined_on", "left_on", "status", "next_child")
    rows = (row for one in people.iterator() for row in _months_of(one, months, today, rng))
    for some in batches(rows, WRITTEN):
        insert_values(ToldMonth, ("person", "month", "figures", "last_active_on"), some)


def _months_of(one: tuple, months: list[int], today: date, rng: Random):
    person, joined_on, left_on, status, recruits = one
    walk = _walk(joined_on, left_on, status, today, rng)
    if walk is None:
        return
    before = 0
    for month in months:
        first = date(month // 100, month % 100, 1)
        following = (first + timedelta(days=31)).replace(day=1)
        if walk.since >= following or walk.until < first:
            continue
        begins, ends = max(walk.since, first), min(walk.until, following - timedelta(days=1))
        is_last = walk.until < following
        figures = _figures(walk, ((ends - begins).days + 1) / 30, before, is_last, recruits, rng)
        before = figures.get("buyers", 0)
        if before or figures.get("kept"):
            yield person, month, figures, ends
    yield person, NOW, _standing(walk, status, rng), None


def _walk(joined_on: date, left_on: date | None, status: str, today: date, rng: Random) -> Walk | None:
    """How somebody works, or None who never began."""
    if status == Status.ACTIVE:
        until = _last_day(today, rng)
    elif left_on:
        until = left_on - timedelta(days=int(40 * rng.random()))
    else:
        until = today - timedelta(days=120 + int(400 * rng.random()))
    if until is None or until < joined_on:
        return None
    return Walk(joined_on, until, 0.6 + 5 * rng.random() ** 3, 3 * rng.random() ** 2)


def _last_day(today: date, rng: Random) -> date | None:
    drawn = rng.random()
    for share, nearest, farthest in FATES:
        if drawn < share:
            return today - timedelta(days=nearest + int((farthest - nearest + 1) * rng.random()))
        drawn -= share
    return None


def _figures(walk: Walk, part: float, before: int, is_last: bool, recruits: int, rng: Random) -> Figures:
    """The figures of a month, or of the part of it in which somebody works."""
    chance = rng.random
    buyers = int(walk.pace * part * (0.5 + chance()) + chance())
    kept = int(walk.meets * part * (0.5 + chance()) + 0.5 * chance())
    buyers = buyers or int(is_last and not kept)  # on the last day of activity something was done
    reorders = min(before, int(buyers * (0.3 + 0.6 * chance())))
    orders = buyers + int(0.4 * buyers * chance())
    sales, own_use = orders * (1_900 + int(3_800 * chance())), int(2.2 * chance()) * 2_450
    ended, asked = int(3 * part * chance() + 0.3), int(chance() < 0.02 * buyers)
    return {
        name: number
        for name, number in {
            "orders": orders, "buyers": buyers, "reorders": reorders,
            "newcomers": min(buyers - reorders, int(2.5 * chance())),
            "sales": sales, "own_use": own_use, "volume": (sales + own_use) * 7 // 10,
            "kept": kept, "due": kept + int(kept * 0.5 * chance() + 0.1),
            "promises_kept": int(ended * (0.7 + 0.31 * chance())), "promises_early": int(ended * 0.35 * chance()),
            "promises_ended": ended, "touches": int((4 + 6 * walk.pace) * part * chance()),
            "done": int((2 + 3 * walk.pace) * part * chance()), "complaints": asked, "answered": asked,
            "answer_minutes": asked * int(30 + 900 * chance()), "answers": int(0.5 * buyers * chance()),
            "encouraged": int(bool(recruits) and chance() < 0.4),
        }.items()
        if number
    }  # fmt: skip


def _standing(walk: Walk, status: str, rng: Random) -> Figures:
    """The people of somebody by rung; of who left nobody is counted any more."""
    chance = rng.random
    if status == Status.TERMINATED:
        return {}
    known = walk.pace * (3 + 5 * chance())
    return {
        "suspects": int(known * chance()), "prospects": int(0.6 * known * chance()),
        "customers": int(0.8 * known * chance()), "clients": int(0.7 * known * chance()),
        "enrolled": int(0.1 * known * chance()), "advocates": int(0.15 * known * chance()),
        "overdue": int(3 * chance() ** 2), "open_complaints": int(chance() < 0.02),
    }  # fmt: skip
