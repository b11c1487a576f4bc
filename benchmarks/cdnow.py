"""The CDNOW sample of real orders: its histories until a day, and what its people did afterwards.

Orders of 2,357 customers of a record shop, published for research by Fader and Hardie; `examples/README.md`
says where it is from. It is no part of the project.
"""

import os
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from customers.rhythm import rhythm_of
from reports.fitting import fit_behaviour, fit_spending
from reports.flagging import Facts, judge_on, verdict
from reports.survival import NEW, History, chance_alive, expected_orders

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "cdnow_sample.txt"
BEGINS, ENDS, WEEKS = date(1997, 1, 1), date(1997, 9, 30), 39
USUAL = 60  # days; of those who ordered once the rule says nothing


@dataclass(frozen=True)
class Buyer:
    """The days on which somebody ordered, and what each came to."""

    days: list[date]
    spent: list[float]

    def until(self, day: date) -> list[date]:
        return [one for one in self.days if one <= day]

    def history(self, day: date) -> History:
        """Until a day, in weeks from the first order on."""
        known = self.until(day)
        last, known_for = (known[-1] - known[0]).days / 7, (day - known[0]).days / 7
        return History(len(known) - 1, last, known_for)


def sample() -> Path | None:
    """Where the sample lies: KEPT_CDNOW names it, else it is looked for beside the project."""
    path = Path(os.environ.get("KEPT_CDNOW") or BESIDE)
    return path if path.is_file() else None


@cache
def buyers() -> list[Buyer]:
    """Everybody, several orders on one day being one."""
    found: dict = defaultdict(lambda: defaultdict(float))
    for row in sample().read_text(encoding="ascii").splitlines():
        person, _, day, _, dollars = row.split()
        found[person][date(int(day[:4]), int(day[4:6]), int(day[6:]))] += float(dollars)
    return [Buyer(sorted(own), [own[day] for day in sorted(own)]) for own in found.values()]


@cache
def histories() -> Counter:
    """Those of the calibration, each with how many people have it."""
    return Counter(buyer.history(ENDS) for buyer in buyers())


@cache
def fitted():
    """The behaviour with its log-likelihood, and the spending with the number of people it rests on."""
    amounts = Counter()
    for buyer in buyers():
        further = buyer.spent[1 : len(buyer.until(ENDS))]
        if further:
            amounts[len(further), sum(further) / len(further)] += 1
    behaviour, likely = fit_behaviour(histories())
    return behaviour, likely, fit_spending(amounts)[0], amounts.total()


def by_week() -> list[tuple[int, float, int]]:
    """Yield for each week until the end how many further orders were expected by then, and how many came."""
    how, firsts = fitted()[0], Counter(buyer.days[0] for buyer in buyers())
    again = sorted(day for buyer in buyers() for day in buyer.days[1:])
    rows = []
    for week in range(1, 2 * WEEKS + 1):
        end = BEGINS + timedelta(weeks=week)
        told = sum(
            n * expected_orders(how, NEW, (end - day).days / 7) for day, n in firsts.items() if day < end
        )
        rows.append((week, told, sum(day < end for day in again)))
    return rows


def by_repeats(most: int = 7) -> list[tuple[str, int, float, float]]:
    """Return for people with so many further orders in the calibration what each was expected to order, and did."""
    how, groups = fitted()[0], defaultdict(list)
    end = ENDS + timedelta(weeks=WEEKS)
    for buyer in buyers():
        one = buyer.history(ENDS)
        came = len([day for day in buyer.days if ENDS < day <= end])
        groups[min(one.repeats, most)].append((expected_orders(how, one, WEEKS), came))
    return [
        (f"{n}" if n < most else f"{n} or more", len(rows), *(sum(column) / len(rows) for column in zip(*rows, strict=True)))
        for n, rows in sorted(groups.items())
    ]  # fmt: skip


def by_threshold(thresholds) -> list[tuple[float, int, int]]:
    """Return for each threshold how many flags seven nights, four weeks apart, would raise, and how many were real."""
    how = fitted()[0]
    found = [row for month in range(7) for row in _slipping(how, ENDS + timedelta(weeks=4 * month))]
    return [
        (most, sum(chance < most for chance, _real in found), sum(real for chance, real in found if chance < most))
        for most in thresholds
    ]  # fmt: skip


def _slipping(how, day: date):
    """The chance of each whose silence is as long as the rule asks for, and whether it proved real."""
    for buyer in buyers():
        rhythm = rhythm_of(buyer.until(day), lasts=None, usual=USUAL)
        if rhythm is None or rhythm.interval is None or not rhythm.slips_on <= day < rhythm.cools_on:
            continue
        one = Facts(buyer.until(day)[-1], rhythm.slips_on, rhythm.cools_on, None)
        until = judge_on(day, rhythm.interval)
        later = next((other for other in buyer.days if other > one.last_on), None)
        said = verdict(day, until, later, date.max)
        yield chance_alive(how, buyer.history(day)), said.real
