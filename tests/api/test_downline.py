"""The report of a downline over the API: rows, totals of the whole line, and what is refused."""

from datetime import date

import pytest

from kit.models import Event
from team.models import Distributor
from tests.api.conftest import phone_of
from tests.queries.counting import count_queries
from tests.reports.lines import figures, grown

NOBODY = "01890000-0000-7000-8000-000000000000"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
REPORT = "/api/v1/reports/downline/"


@pytest.fixture
def dora(company, ben):
    """Ben's recruit."""
    return Distributor.objects.create(
        company=company, name="Dora Ö", number="D7", country="FR", sponsor=ben, enroller=ben, path="000",
        depth=2, joined_on=date(2026, 2, 20), rank=3, paid_rank=2, last_active_on=date(2026, 2, 25),
    )  # fmt: skip


def test_rows_totals_and_as_of(upline, ana, ben, dora):
    figures(dora, sales=12_50, volume=7_00, orders=3, buyers=6)
    figures(ana, line=True, sales=20_00, buyers=8, orders=11, members=3)
    figures(ana, sales=7_50, buyers=2, orders=8, members=1)
    answer = upline.get(f"{REPORT}?columns=sales,volume,orders,buyers,line_members&sort=-level").json()
    somebody = {"id": str(ben.uuid), "number": "N00", "name": "Ben"}
    assert answer["rows"][0] == {
        "id": str(dora.uuid), "level": 2, "leg": somebody, "number": "D7", "name": "Dora Ö", "country": "FR",
        "status": "active", "joined_on": "2026-02-20", "sponsor": somebody, "enroller": somebody,
        "rank": 3, "paid_rank": 2, "last_active": "week", "state": "in_action",
        "figures": {
            "sales": {"amount": "12.50", "currency": "EUR"}, "volume": "7.00", "orders": "<5", "buyers": 6,
            "line_members": 0,
        },
    }  # fmt: skip
    assert [row["name"] for row in answer["rows"]] == ["Dora Ö", "Ben"]
    totals = answer["totals"]
    assert (totals["month"], totals["people"], totals["waiting"]) == ("2026-03", 2, 1)  # signed in
    assert (totals["own"]["buyers"], totals["line"]["buyers"], totals["line"]["orders"]) == (2, 8, "<5")
    assert totals["line"]["sales"] == {"amount": "20.00", "currency": "EUR"}
    assert totals["line_now"]["members"] == 3
    assert (answer["as_of"], answer["next"]) == ("2026-03-02T09:30:00Z", None)
    assert [event.kind for event in Event.objects.all()] == ["device.signed_in"]


def test_pages_go_on_where_they_ended(upline, ben):
    grown(ben, 25)
    seen, cursor = [], ""
    while cursor is not None:
        answer = upline.get(
            f"{REPORT}?limit=10&sort=-last_active,name&cursor={cursor}".replace("&cursor=&", "")
        ).json()
        seen += [row["number"] for row in answer["rows"]]
        cursor = answer["next"]
    assert len(seen) == len(set(seen)) == 26


def test_each_sees_only_what_is_below(phone, stranger, upline, outsider, ana, ben, dora):
    assert [row["name"] for row in phone.get(REPORT).json()["rows"]] == ["Dora Ö"]
    assert stranger.get(REPORT).json()["rows"] == []
    assert outsider.get(REPORT).status_code == 404
    assert phone_of(dora).get(f"{REPORT}?top={ben.uuid}").json()["fields"].keys() == {"top"}
    inner = upline.get(f"{REPORT}?top={ben.uuid}").json()
    assert [(row["name"], row["level"], row["leg"]["name"]) for row in inner["rows"]] == [
        ("Dora Ö", 2, "Dora Ö")
    ]


@pytest.mark.parametrize(
    "query, field, code",
    [
        ("month=2030-01", "month", "unknown_month"),
        ("month=2019-01", "month", "closed_month"),
        ("columns=orders,iban", "columns", "unknown_column"),
        ("sort=name,level,joined_on,last_active", "sort", "too_many_keys"),
        ("sort=volume", "sort", "unknown_column"),
        (f"top={NOBODY}", "top", "no_such"),
        ("at_least=buyers:2", "at_least", "too_fine"),
        ("colour=red", "colour", "invalid"),
        ("limit=0", "limit", "invalid"),
        ("state=asleep", "state", "invalid"),
    ],
)
def test_what_makes_no_sense_is_refused(upline, query, field, code):
    answer = upline.get(f"{REPORT}?{query}")
    body = answer.json()
    assert (answer.status_code, body["code"], list(body["fields"])) == (400, code, [field])


def test_a_cursor_of_an_old_sort_is_refused(upline, ben):
    grown(ben, 5)
    cursor = upline.get(f"{REPORT}?limit=2&sort=name").json()["next"]
    answer = upline.get(f"{REPORT}?limit=2&sort=-name&cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


def test_the_number_of_queries_is_the_same_for_one_and_for_many(upline, ben):
    counts = []
    upline.get(REPORT)  # and what is asked once in the life of a process is asked
    for number, size in enumerate((1, 3, 30)):
        grown(ben, size, seed=number) if number == 0 else grown(_last(), size, seed=number)
        counts.append(count_queries(upline, f"{REPORT}?columns=all&sort=-last_active&limit=200").count)
    assert len(set(counts)) == 1


def _last() -> Distributor:
    return Distributor.objects.order_by("-pk")[0]
