"""A seeded line: each joins below somebody who was there before, whoever that is; twelve months of what they did."""

import time
from datetime import date, timedelta
from random import Random

from allauth.account.models import EmailAddress
from django.db import connection, transaction

from kit import clock
from kit.bulk import batches, insert_rows, insert_values
from kit.events import Actor, Door
from team.actions import build_ledger
from team.figures import month_of, months_back
from team.models import Company, Distributor, LineStanding, ToldMonth
from team.tree import child_code

SEED, MONTHS, WRITTEN = 7, 12, 20_000
EMAIL, PASSWORD = "root@bench.example", "a root that is measured"
MIDDLE, SMALL_BRANCH = 10, 100  # the parts of the line that the node and the branch that moves are
AT_WORK = 0.4  # of people, in a month
WORKER = Actor(None, Door.TASK)


def write(count: int) -> dict:
    """Fill an empty database; return the seconds that counting the whole ledger took, and who signs in."""
    with transaction.atomic():
        company = _people(count, Random(SEED))
        _months(company, Random(SEED + 1))
    begun = time.perf_counter()
    build_ledger(company=company, by=WORKER)
    seconds = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    nodes = {
        name: {"uuid": str(node.uuid), "members": LineStanding.objects.get(person=node).members}
        for name, node in landmarks(company).items()
        if name != "half"
    }
    return {"rebuild": seconds, "email": EMAIL, "password": PASSWORD, "nodes": nodes}


def landmarks(company: Company) -> dict[str, Distributor]:
    """The root, somebody with a tenth of the line, one with a hundredth, one without anybody, and half of the line."""
    root = company.distributors.get(depth=0)
    whole = LineStanding.objects.get(person=root).members
    below = LineStanding.objects.filter(person__company=company).exclude(person=root)

    def nearest(size: float) -> Distributor:
        rows = below.values_list("person", "members")
        return Distributor.objects.get(pk=min(rows, key=lambda row: abs(row[1] - size))[0])

    leaf = company.distributors.filter(next_child=0).order_by("pk")[whole // 4]
    nodes = {"root": root, "node": nearest(whole / MIDDLE), "branch": nearest(whole / SMALL_BRANCH)}
    return {**nodes, "leaf": leaf, "half": nearest(whole / 2)}


def _people(count: int, chance: Random) -> Company:
    company = Company.objects.create(
        name="Line", currency="EUR", country="DE", zone="Europe/Berlin", next_root=1
    )
    today = clock.today(company.zoneinfo)
    first = Distributor(
        company=company, name="Root", path="0", email=EMAIL, handle="root", joined_on=today - timedelta(900)
    )
    first.set_password(PASSWORD)
    first.save()
    EmailAddress.objects.create(user=first, email=EMAIL, verified=True, primary=True)
    sponsors = [0, 0, *(_above(number, chance) for number in range(2, count))]
    paths, depths, children = ["0"], [0], [0] * count
    for above in sponsors[1:]:
        paths.append(paths[above] + child_code(children[above]))
        depths.append(depths[above] + 1)
        children[above] += 1
    rows = (_person(company, first.pk, n, sponsors, paths, depths, children, today) for n in range(1, count))
    for some in batches(rows, WRITTEN):
        insert_rows(some)
    Distributor.objects.filter(pk=first.pk).update(next_child=children[0])
    return company


def _above(number: int, chance: Random) -> int:
    """Somebody of the same half: every second one stands below the first recruit."""
    return number % 2 + 2 * chance.randrange(number // 2)


def _person(company, root: int, number: int, sponsors, paths, depths, children, today: date) -> Distributor:
    """Ids follow each other in an empty table, so that sponsors are known before they are written."""
    above = root + sponsors[number]
    return Distributor(
        company=company, name=f"Person {number * 7919 % 100_003:06}", path=paths[number], depth=depths[number],
        sponsor_id=above, enroller_id=above, next_child=children[number], password="!",
        joined_on=today - timedelta(900 - 890 * number // len(paths)),
    )  # fmt: skip


def _months(company: Company, chance: Random) -> None:
    today = clock.today(company.zoneinfo)
    months = months_back(month_of(today.year, today.month), MONTHS)
    people = company.distributors.order_by("pk").values_list("pk", flat=True)
    rows = (
        (person, month, _figures(chance), date(month // 100, month % 100, 1))
        for person in people
        for month in months
        if chance.random() < AT_WORK
    )
    for some in batches(rows, WRITTEN):
        insert_values(ToldMonth, ("person", "month", "figures", "last_active_on"), some)


def _figures(chance: Random) -> dict:
    buyers = 1 + int(4 * chance.random())
    sales = buyers * (1_900 + int(3_800 * chance.random()))
    return {
        "orders": buyers, "buyers": buyers, "reorders": buyers // 2, "sales": sales, "volume": sales * 7 // 10,
        "kept": int(2 * chance.random()), "due": 2, "touches": int(20 * chance.random()),
    }  # fmt: skip
