"""`recount` looks at the ledger too: it tells what is wrong figure by figure, mends it, and what merely waits is not wrong."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kit import clock
from kit.models import Event
from team.models import Company, LineMonth, LineStanding, OwnMonth
from tests.team.test_ledger import balm, buys  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
MARCH = 202603


def run(*words) -> list[str]:
    """What the command says of the ledger, and its last line."""
    out = StringIO()
    try:
        call_command("recount", *words, stdout=out, stderr=StringIO())
    except CommandError as problem:
        assert words == ("--check",) and "without --check" in str(problem)
        return [*out.getvalue().splitlines(), "exit 1"]
    return out.getvalue().splitlines()


@pytest.fixture
def counted(company, ana, ben, by_ben, buys):  # noqa: F811
    buys(ben, by_ben, ordered_on=date(2026, 3, 1))
    assert run() == ["people=1 mended=0"]
    assert LineMonth.objects.get(person=ana, month=MARCH).orders == 1


def test_what_is_right_stays(counted):
    assert run("--check") == ["people=1 differ=0"]


def test_what_waits_is_no_difference_and_is_counted_by_a_recount(counted, ana, ben, by_ben, buys):  # noqa: F811
    buys(ben, by_ben, ordered_on=date(2026, 3, 2))
    assert run("--check") == ["people=1 differ=0"]
    assert Event.objects.uncounted().exists()
    assert run() == ["people=1 mended=0"]
    assert not Event.objects.uncounted().exists()
    assert LineMonth.objects.get(person=ana, month=MARCH).orders == 2


def test_what_the_calendar_changes_is_no_difference_before_it_is_counted(counted, ana, ben):
    with clock.travel(clock.now() + timedelta(days=21)):
        assert run("--check") == ["people=1 differ=0"]
        assert run() == ["people=1 mended=0"]
    assert LineStanding.objects.get(person=ana).at_risk == 1


def test_a_company_that_nobody_counted_yet_has_nothing_wrong(company, ana, ben, by_ben, buys):  # noqa: F811
    buys(ben, by_ben)
    assert run("--check") == ["people=1 differ=0"]


def test_a_wrong_line_is_told_and_mended(counted, ana):
    LineMonth.objects.filter(person=ana, month=MARCH).update(orders=7, sales=0)
    told = f"Ledger: line of {ana.pk}, 202603: orders 7 is 1, sales 0 is 1900"
    assert run("--check") == [told, "people=1 differ=1", "exit 1"]
    assert LineMonth.objects.get(person=ana, month=MARCH).orders == 7
    assert run() == [told, "people=1 mended=1"]
    assert run("--check") == ["people=1 differ=0"]


def test_wrong_own_figures_are_told_and_mended_with_the_lines_above(counted, ana, ben):
    OwnMonth.objects.filter(person=ben, month=MARCH).update(buyers=0)
    own = f"Ledger: own figures of {ben.pk}, 202603: buyers 0 is 1"
    assert run("--check") == [own, "people=1 differ=1", "exit 1"]
    assert run() == [own, "people=1 mended=1"]
    assert run("--check") == ["people=1 differ=0"]
    assert LineMonth.objects.get(person=ana, month=MARCH).buyers == 1


def test_a_line_that_is_missing_and_one_too_many_are_told(counted, ana, ben, cleo):
    run()  # Cleo came meanwhile
    LineStanding.objects.filter(person=ana).update(quiet=9)
    LineMonth.objects.filter(person=ben, month=MARCH).delete()
    LineMonth.objects.create(person=cleo, month=202601, orders=3)
    told = run("--check")
    assert [line.split(",")[0] for line in told[:-2]] == [
        f"Ledger: line of {person.pk}" for person in (ana, ben, cleo)
    ]
    assert told[-2:] == ["people=1 differ=3", "exit 1"]
    run()
    assert run("--check") == ["people=1 differ=0"]


def test_every_company_is_recounted(counted, ana):
    other = Company.objects.create(name="Other", currency="EUR", country="DE", zone="Europe/Berlin")
    one = other.distributors.create(name="Zoe", path="0")
    run()
    LineStanding.objects.filter(person__in=[ana, one]).update(members=8)
    assert run("--check")[:-2] == [
        f"Ledger: line of {ana.pk}, now: members 8 is 2",
        f"Ledger: line of {one.pk}, now: members 8 is 1",
    ]
