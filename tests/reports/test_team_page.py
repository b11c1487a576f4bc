"""The page of a team: its figures are the sums of its people, the viewer's own come first, customers stay few."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from customers.models import Customer
from kit import clock
from kit.events import Actor, Door
from reports.team_states import standing_as
from sales.actions import place_order
from sales.models import Product
from team.actions import enrol_distributor, recount_ledger
from team.in_action import state_of
from team.models import Distributor, LineStanding, OwnMonth
from tests.queries.counting import count_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WORKER = Actor(None, Door.TASK)


@pytest.fixture
def line(company, ana, ben, by_ana, by_ben):
    """Ben has six customers who ordered in February, five of whom ordered in March; Eli below him has one."""
    balm = Product.objects.create(
        company=company, code="B", name="Hand balm", price=Decimal("10.00"), pv=Decimal(3), currency="EUR"
    )
    dara = enrol_distributor(company=company, sponsor=ana, by=by_ana, name="Dara")
    eli = enrol_distributor(company=company, sponsor=ben, by=by_ana, name="Eli")

    def buys(owner, by, number, day):
        person, _new = Customer.objects.get_or_create(owner=owner, name=f"Buyer {number}")
        place_order(owner=owner, by=by, lines=[(balm, 1, None)], person=person, ordered_on=day)

    for number in range(6):
        buys(ben, by_ben, number, date(2026, 2, 20))
    for number in range(5):
        buys(ben, by_ben, number, date(2026, 3, 1))
    buys(eli, by_ben, 9, date(2026, 2, 7))
    recount_ledger(company=company, by=WORKER)
    return {"dara": dara, "eli": eli}


def page(client, path="/team/", **query) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def figure(shown: str, label: str) -> str:
    return re.search(rf'<dt>{label}</dt><dd class="big">([^<]*)</dd>', shown)[1]


def legs(shown: str) -> list[str]:
    """The names in the rows of the table."""
    return re.findall(
        r'<a class="name" [^>]*><bdi>([^<]*)</bdi>', shown.split('id="legs"')[1].split("</tbody>")[0]
    )


def test_the_figures_are_the_sums_of_the_people(as_ana, company, line):
    shown = page(as_ana)
    team = shown.split('id="all-h"')[1]
    sales = sum(OwnMonth.objects.filter(month=202603).values_list("sales", flat=True)) // 100
    assert (figure(team, "Customer sales"), sales) == (f"€{sales}", 50)
    assert figure(team, "Customers who reorder") == "71%"  # 5 of 7
    assert figure(team, "In action") == "1"
    assert figure(team, "At risk") == "1"
    assert "3 people below, in 2 legs, up to 2 levels deep." in shown
    assert "No appointment kept and no order for 23 days" in shown


def test_the_viewers_own_month_comes_first(as_ben, as_ana, ben, line):
    as_ana.force_login(ben)
    shown = page(as_ana)
    assert shown.index('id="me-h"') < shown.index('id="all-h"') < shown.index('id="legs-h"')
    assert figure(shown, "Customers who reorder") == "83%"
    assert figure(shown, "New customers") == "0"
    assert figure(page(as_ana, month="2026-02"), "New customers") == "6"


def test_whose_month_comes_first_on_the_page_of_somebody_below(as_ana, ben, line):
    shown = page(as_ana, f"/team/{ben.uuid}/")
    assert figure(shown, "New customers") == "0"
    assert "The team of <bdi>Ben</bdi>" in shown
    assert legs(shown) == ["Eli"]
    assert "level 2" in shown


def test_few_customers_of_others_are_said_to_be_few(as_ana, ben, line):
    eli = line["eli"]
    enrol_distributor(company=ben.company, sponsor=eli, by=WORKER, name="Fay")
    recount_ledger(company=ben.company, by=WORKER)
    shown = page(as_ana, f"/team/{eli.uuid}/", month="2026-02").split('id="all-h"')[1]
    assert "under 5 new, 0 in the whole of January" in shown
    assert figure(shown, "Customers who reorder") == "–"
    as_ana.force_login(eli)
    assert "1 new, 0 in the whole of January" in page(as_ana, month="2026-02")


def test_the_upline_and_strangers_are_not_there(as_ben, as_cleo, ana, ben, cleo, line):
    as_cleo.force_login(ben)
    assert as_cleo.get(f"/team/{ana.uuid}/").status_code == 404
    assert as_cleo.get(f"/team/{ana.uuid}/legs/").status_code == 404
    as_cleo.force_login(cleo)
    assert as_cleo.get(f"/team/{ben.uuid}/").status_code == 404
    assert "Ben" not in page(as_cleo)


def test_legs_in_another_order(as_ana, line):
    assert legs(page(as_ana)) == ["Ben", "Dara"]
    assert legs(page(as_ana, sort="-people")) == ["Dara", "Ben"]
    assert legs(page(as_ana, sort="name")) == ["Ben", "Dara"]
    assert 'aria-sort="ascending"' in page(as_ana, sort="-sales")


def test_people_who_stand_in_some_way(as_ana, line):
    assert legs(page(as_ana, show="in_action")) == ["Ben"]
    assert legs(page(as_ana, show="at_risk")) == ["Eli"]
    assert legs(page(as_ana, show="starting")) == ["Dara"]


@pytest.mark.parametrize(
    "query",
    [{"month": "2020-01"}, {"month": "x"}, {"sort": "x"}, {"show": "quiet"}, {"cursor": "x"}],
)
def test_what_there_is_not_is_not_found(as_ana, line, query):
    assert as_ana.get("/team/", query).status_code == 404


def test_the_legs_of_somebody_as_rows(as_ana, ben, line):
    shown = page(as_ana, f"/team/{ben.uuid}/legs/", at="1")
    assert shown.startswith('<tr data-depth="2">')
    assert ">Eli<" in shown


def test_whose_figures_are_being_counted_is_said(as_ana, ben, by_ben, line):
    assert "being counted" not in page(as_ana)
    person, product = Customer.objects.filter(owner=ben).first(), Product.objects.get()
    place_order(owner=ben, by=by_ben, lines=[(product, 1, None)], person=person)
    assert "1 person’s figures are being counted" in page(as_ana)


def test_more_legs_than_a_page_holds(as_ana, company, ana):
    Distributor.objects.bulk_create(
        Distributor(
            company=company, name=f"D {n}", path=f"0e{n:03}", depth=1, sponsor=ana, joined_on=date(2026, 1, 5)
        )
        for n in range(30)
    )
    shown = page(as_ana, sort="name")
    cursor = re.search(r"cursor=([\w-]+)", shown)[1]
    assert len(legs(shown)) == 25
    assert len({*legs(shown), *legs(page(as_ana, sort="name", cursor=cursor))}) == 30


def test_without_a_team_one_is_asked_to_invite(as_cleo, cleo):
    shown = page(as_cleo)
    assert "No team yet" in shown
    assert 'id="me-h"' in shown
    assert '<a href="/team/"' not in shown


def test_who_leads_finds_the_team_in_the_navigation(as_ana, ben):
    assert '<a href="/team/" data-go="r"' in page(as_ana)


@pytest.mark.parametrize("state", ["in_action", "at_risk", "starting"])
def test_people_are_found_by_the_rule(company, ana, ben, line, state):
    """Each day of the rule's edges, beside the rule itself."""
    today = clock.today(company.zoneinfo)
    people = list(Distributor.objects.filter(company=company))
    for days in (0, 13, 14, 15, 20, 21, 22, 29, 30, 31, 118, 119, 120, 121):
        Distributor.objects.update(last_active_on=today - timedelta(days=days), joined_on=date(2020, 1, 1))
        Distributor.objects.filter(pk=ben.pk).update(
            last_active_on=None, joined_on=today - timedelta(days=days)
        )
        rows, _order = standing_as(Distributor.objects.filter(company=company), state, today)
        people = Distributor.objects.filter(company=company)
        true = {one for one in people if state_of(one.joined_on, one.last_active_on, today) == state}
        assert set(rows) == true, days


@pytest.mark.parametrize("people", [10, 1000])
def test_the_page_asks_the_same_few_questions(as_ana, company, ana, ben, people):
    Distributor.objects.bulk_create(
        Distributor(
            company=company, name=f"D {n}", path=f"00{n:04}", depth=2, sponsor=ben, joined_on=date(2026, 1, 5)
        )
        for n in range(people)
    )
    LineStanding.objects.create(person=ana, members=people + 2)
    page(as_ana)
    assert count_queries(as_ana, "/team/").count == 18
    assert count_queries(as_ana, f"/team/{ben.uuid}/legs/").count == 8
