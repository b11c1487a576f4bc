"""The ledger while many write at once: whoever orders, enrols, moves or folds, every line is the sum of its people.

First with the guard off, to see that there is a race at all.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from decimal import Decimal
from io import StringIO
from random import Random
from threading import Barrier, BrokenBarrierError, Event
from time import monotonic, sleep

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from customers.models import Customer
from kit.events import Actor, Door
from kit.models import Event as Told
from sales.actions import place_order, void_order
from sales.models import Product
from team import tasks
from team.actions import enrol_distributor, fold, move_distributor, recount_ledger
from team.errors import TeamRefused
from team.models import Company, Distributor, LineMonth, LineStanding, OwnMonth, OwnStanding
from team.sheets import count_anew
from tests.team.test_ledger import assert_sums
from tests.team.test_moves import assert_places

PATIENCE = 60  # seconds
DEEDS = 12  # of each writer
MONTHS = [date(2026, month, 1) for month in (1, 2, 3)]
WORKER = Actor(None, Door.TASK)

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"
)


@pytest.fixture
def balm(company):
    return Product.objects.create(
        company=company, code="B", name="Hand balm", price=Decimal("9.50"), pv=Decimal(3), currency="EUR"
    )


@pytest.fixture
def line(company, ana, ben, cleo, by_ana):
    """Ana, below her Ben and Dora, below Ben Eli and Finn; Cleo beside; all counted."""
    dora = enrol_distributor(company=company, sponsor=ana, by=by_ana, name="Dora")
    eli = enrol_distributor(company=company, sponsor=ben, by=by_ana, name="Eli")
    finn = enrol_distributor(company=company, sponsor=ben, by=by_ana, name="Finn")
    people = {one.name: one for one in (ana, ben, cleo, dora, eli, finn)}
    company.refresh_from_db()
    recount_ledger(company=company, by=WORKER)
    return people


def at_once(*verbs) -> list:
    """Do everything at the same time, each by a connection of its own; return what came of it, errors too."""
    start = Barrier(len(verbs))

    def run(verb):
        start.wait(timeout=PATIENCE)
        try:
            return verb()
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return [future.result(timeout=4 * PATIENCE) for future in [pool.submit(run, verb) for verb in verbs]]


def buys(owner, balm, number=0, on=MONTHS[2]):
    by = Actor(owner, Door.WEB)
    person, _new = Customer.objects.get_or_create(owner=owner, name=f"Buyer {owner.pk} {number}")
    return place_order(owner=owner, by=by, lines=[(balm, 1, None)], person=person, ordered_on=on)


def orders_of(person) -> int:
    return sum(LineMonth.objects.filter(person=person, month=202603).values_list("orders", flat=True))


def paused_before(words: str, meet):
    """Let whoever is about to send a statement with these words meet the other first, once."""
    waits = [meet]

    def wrapper(execute, sql, params, many, context):
        if words in sql and waits:
            waits.pop()()
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)


@on_postgresql
@pytest.mark.parametrize("guarded", [False, True])
def test_without_the_companys_lock_two_folds_give_a_wrong_sum(company, line, balm, guarded):
    """Both read the line of Ana before either writes it: the one who writes last takes the other's order away."""
    for name in ("Eli", "Dora"):
        buys(line[name], balm)
    both_read = Barrier(2)

    def meet():
        with suppress(BrokenBarrierError):  # where the other one is kept out
            both_read.wait(timeout=2)

    def counting(person):
        def count():
            with paused_before('INSERT INTO "team_linemonth"', meet), transaction.atomic():
                if guarded:
                    Company.objects.select_for_update().get(pk=company.pk)
                count_anew(company, [person.pk])

        return count

    assert at_once(counting(line["Eli"]), counting(line["Dora"])) == [None, None]
    assert orders_of(line["Ana"]) == (2 if guarded else 1)
    Told.objects.uncounted().mark_counted()
    wrong = recount_ledger(company=company, by=WORKER, check=True)
    assert any(told.startswith(f"line of {line['Ana'].pk}, 202603: ") for told in wrong) == (not guarded)


@on_postgresql
@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_written_at_once_the_lines_are_the_sums_of_their_people(
    company, line, balm, by_ana, seed
):
    came = at_once(
        *(ordering(company, balm, seed * 10 + number) for number in range(3)),
        *(enrolling(company, by_ana, seed * 10 + number) for number in range(2)),
        *(moving(company, by_ana, seed * 10 + number) for number in range(2)),
        folding(company),
        folding(company),
    )
    assert [one for one in came if isinstance(one, Exception)] == []
    tasks.fold_ledger()
    assert not Told.objects.uncounted().filter(owner__company=company).exists()
    out = StringIO()
    call_command("recount", "--check", stdout=out, stderr=StringIO())
    assert out.getvalue().splitlines()[-1].endswith(" differ=0")
    company.refresh_from_db()
    assert_places(company)
    assert_sums(company)
    assert OwnMonth.objects.filter(orders__gt=0).exists()
    assert Told.objects.filter(kind="distributor.moved").exists()


def ordering(company, balm, seed):
    def order():
        rng = Random(seed)
        for number in range(DEEDS):
            owner = anybody(company, rng)
            placed = buys(owner, balm, f"{seed} {number % 4}", rng.choice(MONTHS))
            if rng.random() < 0.25:
                void_order(order=placed, by=Actor(owner, Door.WEB), reason="Not so")

    return order


def enrolling(company, by, seed):
    def enrol():
        rng = Random(seed)
        for number in range(DEEDS):
            sponsor = anybody(company, rng)
            enrol_distributor(company=company, sponsor=sponsor, by=by, name=f"New {seed} {number}")

    return enrol


def moving(company, by, seed):
    def move():
        rng = Random(seed)
        for _number in range(DEEDS):
            try:
                move_distributor(distributor=anybody(company, rng), sponsor=anybody(company, rng), by=by)
            except TeamRefused as refusal:
                assert refusal.code == "loop"

    return move


def folding(company):
    def work():
        for _number in range(2 * DEEDS):
            fold(company=company, by=WORKER)
            sleep(0.02)

    return work


def anybody(company, rng) -> Distributor:
    return rng.choice(list(company.distributors.order_by("pk")))


def held_back(verb, others: Event):
    """Do something in a transaction that ends once the other one stands and waits."""

    def run():
        with transaction.atomic():
            verb()
            others.set()
            _until_somebody_waits()

    return run


def _until_somebody_waits() -> None:
    end = monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            assert monotonic() < end, "nobody waits"
            sleep(0.02)


def after(others: Event, verb):
    def run():
        assert others.wait(timeout=PATIENCE)
        return verb()

    return run


@on_postgresql
def test_of_two_moves_below_each_other_one_waits_and_is_refused(company, line, by_ana):
    """Each alone would be right; both would make a loop."""
    ben, dora, begun = line["Ben"], line["Dora"], Event()
    first = held_back(lambda: move_distributor(distributor=ben, sponsor=dora, by=by_ana), begun)
    second = after(begun, lambda: move_distributor(distributor=dora, sponsor=line["Eli"], by=by_ana))
    came = at_once(first, second)
    assert (came[0], came[1].code) == (None, "loop")
    assert_tree(company)


@on_postgresql
def test_of_two_moves_of_one_branch_within_the_other_one_waits_and_both_hold(company, line, by_ana):
    """Eli leaves a branch that is on its way: he goes from where he stands when it is his turn."""
    begun = Event()
    first = held_back(
        lambda: move_distributor(distributor=line["Ben"], sponsor=line["Cleo"], by=by_ana), begun
    )
    second = after(begun, lambda: move_distributor(distributor=line["Eli"], sponsor=line["Dora"], by=by_ana))
    came = at_once(first, second)
    assert [one for one in came if isinstance(one, Exception)] == []
    sponsors = dict(company.distributors.values_list("name", "sponsor__name"))
    assert (sponsors["Ben"], sponsors["Eli"], sponsors["Finn"]) == ("Cleo", "Dora", "Ben")
    sizes = {row.person.name: row.members for row in LineStanding.objects.select_related("person")}
    assert sizes == {"Ana": 3, "Dora": 2, "Eli": 1, "Cleo": 3, "Ben": 2, "Finn": 1}
    assert_tree(company)


@on_postgresql
def test_who_orders_does_not_wait_for_a_fold(company, line, balm):
    """The company's row is held for the ledger; a deed does not ask for it."""
    held, done = Event(), Event()

    def hold():
        with transaction.atomic():
            fold(company=company, by=WORKER)
            held.set()
            return done.wait(timeout=10)

    def order():
        assert held.wait(timeout=PATIENCE)
        buys(line["Eli"], balm)
        done.set()

    buys(line["Finn"], balm)
    assert at_once(hold, order) == [True, None]


@pytest.mark.parametrize(
    "at", ['INSERT INTO "team_ownmonth"', 'INSERT INTO "team_linestanding"', 'UPDATE "kit_event"']
)
def test_a_fold_that_is_killed_changes_nothing(company, line, balm, at):
    buys(line["Eli"], balm)
    enrol_distributor(company=company, sponsor=line["Eli"], by=WORKER, name="Greta")
    before = written()

    def die():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), paused_before(at, die):
        fold(company=company, by=WORKER)
    assert written() == before
    assert Told.objects.uncounted().exists()
    assert fold(company=company, by=WORKER) > 0
    assert orders_of(line["Ana"]) == 1
    assert_tree(company)


def written() -> list:
    """All rows of the ledger, and which events wait."""
    models = (OwnMonth, OwnStanding, LineMonth, LineStanding)
    rows = [sorted(tuple(row.values()) for row in model.objects.values()) for model in models]
    return [*rows, sorted(Told.objects.uncounted().values_list("pk", flat=True)), Company.objects.get().folds]


def assert_tree(company):
    company.refresh_from_db()
    assert_places(company)
    while fold(company=company, by=WORKER):
        pass
    assert recount_ledger(company=company, by=WORKER, check=True) == []
    assert_sums(company)
