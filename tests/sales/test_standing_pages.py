"""Pages of standing orders: the distributor's, and the one that the person opens by a link."""

from datetime import date

import pytest

from customers.actions import delete_person
from followups.tokens import token_for
from kit.models import Event
from kit.undo import can_undo
from sales import actions
from sales.models import StandingOrder

pytestmark = pytest.mark.usefixtures("monday")
TERMS = {
    "typed": "2 hand balm",
    "every": "1",
    "unit": "month",
    "starts_on": "2026-03-31",
    "agreed_words": "Yes",
}


@pytest.fixture
def standing(rosa, balm, by_ben):
    return actions.begin_standing(
        person=rosa, by=by_ben, lines=[(balm, 2)], every=1, unit="month", starts_on=date(2026, 3, 31), agreed_words="Yes"
    )  # fmt: skip


@pytest.fixture
def link(standing):
    return f"/o/{token_for('standing', standing.pk)}/"


def state(standing):
    row = StandingOrder.objects.get(pk=standing.pk)
    return row.state, row.next_on


def test_one_is_begun_on_the_page_of_a_person(as_ben, rosa, balm):
    page = f"/people/{rosa.pk}/standing/"
    assert as_ben.get(page).status_code == 200
    assert as_ben.post(page, TERMS).status_code == 302
    assert StandingOrder.objects.get().lines.get().quantity == 2
    assert "Rosa Lind" in as_ben.get("/orders/standing/").content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"typed": "3 unicorns"}, "typed"),
        ({"typed": "2 hand balm @ 1"}, "typed"),
        ({"every": "0"}, "every"),
        ({"starts_on": "2026-03-01"}, "starts_on"),
        ({"agreed_words": ""}, "agreed_words"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(as_ben, rosa, balm, change, field):
    answer = as_ben.post(f"/people/{rosa.pk}/standing/", TERMS | change)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_the_page_of_one_does_all_verbs(as_ben, standing, tea):
    page = f"/orders/standing/{standing.pk}/"
    assert as_ben.get(page).status_code == 200
    as_ben.post(f"{page}skip/")
    assert state(standing) == ("running", date(2026, 4, 30))
    as_ben.post(f"{page}delay/", {"to": "2026-05-04"})
    assert state(standing) == ("running", date(2026, 5, 4))
    assert as_ben.post(f"{page}delay/", {"to": "2026-09-01"}).status_code == 422
    as_ben.post(f"{page}pause/")
    assert state(standing) == ("paused", None)
    as_ben.post(f"{page}resume/")
    change = {"typed": "1 tea sampler", "every": "2", "unit": "week", "next_on": "2026-03-09"}
    assert as_ben.get(f"{page}change/").status_code == 200
    assert as_ben.post(f"{page}change/", change).status_code == 302
    assert state(standing) == ("running", date(2026, 3, 9))
    as_ben.post(f"{page}end/", {"reason": "Enough"})
    assert state(standing) == ("ended", None)
    assert "Enough" in as_ben.get("/orders/standing/?show=ended").content.decode()


def test_looking_changes_nothing(client, link, standing):
    before = StandingOrder.objects.values().get()
    for part in ("", "skip/", "delay/", "end/", "again/"):
        assert client.get(link + part).status_code in (200, 302)
        assert client.head(link + part).status_code in (200, 302)
    assert StandingOrder.objects.values().get() == before


def test_the_person_leaves_a_run_out_and_has_one_later(client, link, standing):
    assert client.post(f"{link}skip/", {"run": "1"}).status_code == 302
    assert client.post(f"{link}skip/", {"run": "1"}).status_code == 302
    assert state(standing) == ("running", date(2026, 4, 30))
    client.post(f"{link}delay/", {"to": "2026-05-07"})
    assert state(standing) == ("running", date(2026, 5, 7))
    assert [client.post(f"{link}delay/", {"to": to}).status_code for to in ("", "2026-12-01")] == [422, 422]


def test_it_ends_at_once_and_only_then_something_else_is_offered_once(client, link, standing):
    first = client.get(link).content.decode()
    assert ("End the standing order" in first, "too often" in first) == (True, False)
    answer = client.post(f"{link}end/", follow=True).content.decode()
    assert (state(standing)[0], "Every 2 months instead" in answer) == ("ended", True)
    assert "Every 2 months instead" not in client.get(link).content.decode()
    client.post(f"{link}again/", {"less": "1"})
    assert (StandingOrder.objects.get().every, state(standing)[0]) == (2, "running")


def test_what_they_chose_themselves_nobody_takes_back(client, link, ben, standing):
    client.post(f"{link}end/")
    event = Event.objects.get(kind="standing.ended")
    assert (event.actor, can_undo(event)) == (None, False)


def test_a_link_that_is_none_says_so_kindly(client, link, rosa, by_ben):
    assert client.get("/o/nonsense/").status_code == 404
    assert client.get(f"/o/{token_for('preferences', rosa.pk)}/").status_code == 404
    delete_person(person=rosa, by=by_ben)
    assert client.get(link).status_code == 404
