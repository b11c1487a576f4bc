"""Writes the company, the people of the one who is measured, and copies of them for everybody else."""

from datetime import datetime
from random import Random

from django.db import connection, transaction

from benchmarks.world.copying import copy_people
from benchmarks.world.owed import write_owed
from followups import actions as followup_actions
from kit import clock
from mlmcrm.demo.deeds import Noted, Story
from mlmcrm.demo.founding import ACCOUNTS, AT_LEAST, PASSWORD, Team, found
from mlmcrm.demo.history import History
from mlmcrm.demo.stories import Circle, Teller
from sales import actions as sales_actions
from team.models import Company, Distributor

OTHERS = len(ACCOUNTS) + 2  # whom founding adds to those below the leader
LONG_HISTORY = 60  # entries of the person whose page is measured, at least
SEED = 1


def fill(*, people: int, own: int, users: int) -> dict:
    """Fill an empty database and return who signs in and whose page to open."""
    landmarks = _fill(people, own, users)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return landmarks


@transaction.atomic
def _fill(people: int, own: int, users: int) -> dict:
    now = clock.now()
    team = found(now, max(users - OTHERS, AT_LEAST), Random(f"{SEED}:team"))
    # Without this the sign-in page would show the demo's accounts.
    Company.objects.update(is_demo=False)
    stories = _stories(now, own)
    history = History(team.amara, team.products, until=now)
    history.write(stories)
    write_owed(history, now)
    ids = [row.pk for row in history.rows.people]
    for recount in (sales_actions.recount_facts, followup_actions.recount_facts):
        recount(ids)
    others = _others(team, users)
    copy_people(of=team.amara, to=_shares(others, people - own))
    return {
        "email": team.amara.email,
        "password": PASSWORD,
        "person": str(history.person_of[id(stories[-1])].pk),
        "search": "kar",
        "people": people,
        "own": own,
    }


def _stories(now: datetime, count: int) -> list[Story]:
    circle = Circle(
        now, "Europe/Berlin", lambda number: f"+49302312{number % 10_000:04}", "post.example", 0.8, 0.8
    )
    teller = Teller(circle, Random(f"{SEED}:people"))
    told = teller.tell(count - 1)
    return [*told, _long_history(teller)]


def _long_history(teller: Teller) -> Story:
    """Somebody with a year of orders, words and notes."""
    story = teller.person(teller.names.next(), 400)
    for days_ago in range(15, 390, 25):
        story.deeds += teller.order(days_ago, teller.basket())
        story.deeds += [teller.touch(days_ago - 5), teller.touch(days_ago - 9, direction="in")]
        at = teller.moment(days_ago - 10)
        story.deeds.append(
            Noted(at, "Asked for the smaller parcel next time, and for the recipe of the tea.")
        )
    assert len(story.deeds) > LONG_HISTORY
    story.sort()
    return story


def _others(team: Team, users: int) -> list[int]:
    rest = Distributor.objects.filter(company=team.company).exclude(pk=team.amara.pk)
    return list(rest.order_by("pk").values_list("pk", flat=True)[: users - 1])


def _shares(owners: list[int], people: int) -> dict[int, int]:
    """How many people each of the others has, by the owner's id."""
    if people <= 0:
        return {}
    each, more = divmod(people, len(owners))
    return {owner: each + (number < more) for number, owner in enumerate(owners)}
