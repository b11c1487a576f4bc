"""People who bought a few times and then no more: without them nobody would ever leave, and nothing be learned of it."""

from datetime import timedelta
from random import Random

from kit import clock
from mlmcrm.demo.days import WORKER
from mlmcrm.demo.deeds import Ordered, Story
from mlmcrm.demo.stories import Circle, Teller
from reports import actions as reports
from reports.purchases import purchases_of, slices_of
from team.models import Company

LONG_AGO = 150  # days
SHARE = 0.75  # of those who bought once, so long ago
WEEKS = 16  # of nights in which somebody was said to be slipping away
AGAIN = (1, 1, 1, 1, 2, 2, 3)


def some_bought_again(stories: list[Story], circle: Circle, rng: Random) -> None:
    """Give most of those who bought once, long ago, a few orders more, soon after the first."""
    teller = Teller(circle, rng)
    for story in stories:
        bought = [(circle.today - deed.on).days for deed in story.deeds if isinstance(deed, Ordered)]
        if len(bought) == 1 and bought[0] > LONG_AGO and rng.random() < SHARE:
            for number in range(rng.choice(AGAIN)):
                story.deeds += teller.order(bought[0] - (number + 1) * rng.randint(14, 30), teller.basket())
            story.sort()


def nights_of(company: Company) -> None:
    """Look back at a night of each of the last weeks, and then at this one."""
    today = clock.today(company.zoneinfo)
    for weeks in range(WEEKS, 0, -1):
        on = today - timedelta(weeks=weeks)
        reports.judge_flags(company=company, by=WORKER, on=on)
        for ids in slices_of(company):
            found = purchases_of(ids, on)
            reports.raise_flags(company=company, by=WORKER, on=on, purchases=found, chances={})
    reports.measure_retention(company=company, by=WORKER)
