"""Lines of people for tests of reports: many rows, written at once."""

from datetime import date, timedelta
from random import Random

from team.figures import MONTHLY_NAMES, STANDING_NAMES
from team.models import Distributor, LineMonth, LineStanding, OwnMonth, OwnStanding
from team.tree import child_code

MARCH = 202603
TODAY = date(2026, 3, 2)


def grown(leader: Distributor, count: int, seed: int = 1) -> list[Distributor]:
    """Put so many people below a leader, with days and states at random; no figures yet."""
    rng = Random(seed)
    company, above = leader.company, [leader]
    for number in range(count):
        sponsor = rng.choice(above[-40:]) if rng.random() < 0.7 else rng.choice(above)
        above.append(_child(company, sponsor, number, rng, leader))
    Distributor.objects.bulk_update([one for one in above if one.pk], ["next_child"])
    Distributor.objects.bulk_create(above[1:], 500)
    return above[1:]


def _child(company, sponsor: Distributor, number: int, rng: Random, leader: Distributor) -> Distributor:
    name = f"{rng.choice(['Ada', 'Bo', 'Åse', 'Ida', 'عمر'])} {rng.randrange(30):03}"
    person = Distributor(
        company=company,
        sponsor=sponsor if sponsor.pk else leader,
        enroller=leader,
        number=f"{leader.number}-{number}",
        country=rng.choice(["DE", "FR", "GH"]),
        name=name,
        name_key=name.casefold(),
        path=sponsor.path + child_code(sponsor.next_child),
        depth=sponsor.depth + 1,
        joined_on=TODAY - timedelta(days=rng.choice([1, 10, 29, 30, 31, 200, 900])),
        last_active_on=rng.choice(
            [None, *(TODAY - timedelta(days=days) for days in (0, 7, 8, 14, 15, 20, 21, 90, 119, 120, 400))]
        ),
        status=rng.choice(["active", "active", "inactive", "terminated"]),
    )
    sponsor.next_child += 1
    return person


def figures(person: Distributor, month: int = MARCH, *, line: bool = False, **numbers: int) -> None:
    """Write figures of somebody as the ledger holds them: of the month, and as they stand."""
    monthly, standing = (LineMonth, LineStanding) if line else (OwnMonth, OwnStanding)
    of_month = {name: n for name, n in numbers.items() if name in MONTHLY_NAMES}
    stand = {name: n for name, n in numbers.items() if name in STANDING_NAMES}
    if of_month:
        monthly.objects.update_or_create(person=person, month=month, defaults=of_month)
    if stand:
        standing.objects.update_or_create(person=person, defaults=stand)
