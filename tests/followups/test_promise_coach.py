"""The coach where a promise is typed: proposed by htmx, taken without script, and what it rests on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from followups import actions
from followups.coach import advice_for, paces_of
from followups.models import Promise
from followups.promises_shown import figures_of, promise_rates
from followups.promising import Figures
from kit import clock
from tests.queries.counting import count_queries

pytestmark = pytest.mark.usefixtures("monday")
MONDAY = date(2026, 3, 2)
PROPOSE = "/promises/propose/"


def kept(
    owner, person, days: int, count: int = 1, *, state: str = "kept", text: str = "A tin", **rest
) -> None:
    """Promises to send something that took so many days, told for the day they came."""
    rows = [
        Promise(
            owner=owner, customer=person, text=text, kind="send", state=state, due_on=MONDAY, told_on=MONDAY,
            given_on=MONDAY - timedelta(days=days), closed_at=clock.now(), ended_on=MONDAY, **rest,
        )
        for _ in range(count)
    ]  # fmt: skip
    Promise.objects.bulk_create(rows)


def test_the_proposal_before_and_after_twenty_kept_promises(ben, rosa):
    """Three days are usual to send something; told on a Monday with one in hand, that is Friday."""
    before = advice_for(ben, "send the leaflet")
    assert (before.kind, before.due_on, before.told_on) == ("send", date(2026, 3, 5), date(2026, 3, 6))
    assert (before.proposal.known, before.proposal.basis) == (0, "usual")
    kept(ben, rosa, 1, count=18)
    kept(ben, rosa, 2, count=2)
    after = advice_for(ben, "send the leaflet")
    assert (after.due_on, after.told_on) == (date(2026, 3, 3), date(2026, 3, 4))
    assert (after.proposal.known, after.proposal.basis) == (20, "own")


def test_weeks_end_and_days_off_are_no_days_to_be_told(ben, rosa):
    kept(ben, rosa, 4, count=20)  # Friday, and one in hand would be Saturday
    advice = advice_for(ben, "send the leaflet")
    assert (advice.due_on, advice.told_on) == (date(2026, 3, 6), date(2026, 3, 9))


def test_few_are_filled_up_with_the_companys_and_nobody_elses(ben, ana, cleo, rosa):
    kept(ana, rosa, 6, count=30)
    assert advice_for(ben, "send it").proposal.basis == "team"
    assert advice_for(ben, "call her").proposal.basis == "usual"
    assert dict(paces_of(ben))["send or bring something"].days == 7
    ana.company_id = cleo.company_id
    if cleo.company_id != ben.company_id:
        ana.save(update_fields=["company"])
        assert advice_for(ben, "send it").proposal.basis == "usual"


def test_what_is_longer_ago_than_a_year_says_nothing(ben, rosa):
    kept(ben, rosa, 1, count=20)
    Promise.objects.update(ended_on=MONDAY - timedelta(days=366), given_on=MONDAY - timedelta(days=367))
    assert advice_for(ben, "send it").proposal.known == 0


def test_by_htmx_the_days_are_filled_in_while_typing(as_ben, ben):
    shown = as_ben.get(PROPOSE, {"text": "send the leaflet"}, HTTP_HX_REQUEST="true").content.decode()
    assert 'value="2026-03-06"' in shown and 'value="2026-03-05"' in shown
    assert "Tell them 6 Mar." in shown.replace("Fri ", "")
    assert not Promise.objects.exists()


def test_a_day_that_somebody_chose_stays_and_one_of_the_coach_moves(as_ben):
    typed = {"text": "call", "told_on": "2026-03-12", "due_on": "2026-03-05"}
    typed |= {"coached_told": "2026-03-06", "coached_due": "2026-03-05"}
    shown = as_ben.get(PROPOSE, typed).content.decode()
    assert 'id="id_told_on"' in shown and shown.count('value="2026-03-12"') == 1
    assert 'value="2026-03-04"' in shown  # two days are usual to call


@pytest.mark.parametrize("typed", [{}, {"text": "x" * 5000}, {"kind": "nothing"}, {"told_on": "no day"}])
def test_whatever_is_typed_there_is_a_proposal(as_ben, typed):
    assert as_ben.get(PROPOSE, typed).status_code == 200


def test_the_proposal_is_a_constant_number_of_queries(as_ben, ben, rosa):
    few = count_queries(as_ben, PROPOSE + "?text=send").count
    kept(ben, rosa, 2, count=15)
    assert (few, count_queries(as_ben, PROPOSE + "?text=send").count) == (6, 6)


def test_without_script_empty_days_are_the_coachs(as_ben, rosa):
    as_ben.post(f"/people/{rosa.pk}/promise/", {"text": "send the leaflet"})
    made = Promise.objects.get()
    assert (made.kind, made.due_on, made.told_on) == ("send", date(2026, 3, 5), date(2026, 3, 6))


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ({"told_on": "2026-03-03"}, (date(2026, 3, 3), date(2026, 3, 3))),
        ({"told_on": "2026-03-20"}, (date(2026, 3, 5), date(2026, 3, 20))),
        ({"due_on": "2026-03-04"}, (date(2026, 3, 4), date(2026, 3, 4))),
        ({"kind": "answer"}, (date(2026, 3, 3), date(2026, 3, 4))),
    ],
)
def test_what_is_said_holds(as_ben, rosa, said, days):
    as_ben.post(f"/people/{rosa.pk}/promise/", {"text": "send the leaflet", **said})
    made = Promise.objects.get()
    assert (made.due_on, made.told_on) == days


def test_an_extra_is_noted_where_it_is_kept_and_taken_back_with_it(as_ben, rosa, by_ben):
    made = actions.make_promise(customer=rosa, by=by_ben, text="A tin", due_on=MONDAY)
    as_ben.post(f"/promises/{made.pk}/keep/", {"extra": "A card"})
    assert figures_of(rosa.owner) == Figures(1, 1, 0.0, 1)
    assert "Beside it:" in as_ben.get("/promises/?show=ended").content.decode()
    actions.reopen_promise(promise=made, by=by_ben, extra="")
    assert Promise.objects.get().extra == ""


def test_done_on_an_earlier_day_is_judged_by_it(as_ben, rosa, by_ben):
    made = actions.make_promise(customer=rosa, by=by_ben, text="A tin", due_on=MONDAY)
    with clock.travel(datetime(2026, 3, 4, 9, tzinfo=UTC)):
        as_ben.post(f"/promises/{made.pk}/keep/", {"on": "2026-03-05"})
        assert Promise.objects.get().state == "open"
        as_ben.post(f"/promises/{made.pk}/keep/", {"on": "2026-03-02"})
    assert (Promise.objects.get().state, Promise.objects.get().ended_on) == ("kept", MONDAY)


def test_rates_of_many_are_one_query_and_figures_alone(ana, ben, rosa, django_assert_num_queries):
    kept(ben, rosa, 2, state="early", extra="A card", missed_on=MONDAY + timedelta(days=3))
    kept(ben, rosa, 2, state="early", missed_on=MONDAY + timedelta(days=1))
    kept(ben, rosa, 2, state="late")
    kept(ben, rosa, 2, state="broken")
    kept(ben, rosa, 2, state="released")
    kept(ben, rosa, 2, revoked_at=clock.now())
    kept(ana, rosa, 2)
    with django_assert_num_queries(1):
        rates = promise_rates([ana.pk, ben.pk], MONDAY, MONDAY)
    assert rates == {ben.pk: Figures(4, 2, 2.0, 1), ana.pk: Figures(1, 1, 0.0, 0)}
    assert promise_rates([ben.pk], MONDAY - timedelta(days=9), MONDAY - timedelta(days=1)) == {}


def test_figures_stand_on_today_with_the_person_and_among_promises(as_ben, ben, rosa):
    kept(ben, rosa, 2, count=3, extra="A card")
    kept(ben, rosa, 2, state="late")
    for page in ("/today/", f"/people/{rosa.pk}/", "/promises/"):
        shown = as_ben.get(page).content.decode()
        assert "3 of 4" in shown, page


def test_a_question_that_was_answered_becomes_a_card(as_ben, rosa, by_ben):
    asked = {"origin": "meeting", "kind": "answer", "due_on": MONDAY}
    made = actions.make_promise(customer=rosa, by=by_ben, text="Answer: is it vegan?", **asked)
    actions.keep_promise(promise=made, by=by_ben)
    link = "?kind=question&amp;title=is%20it%20vegan%3F"
    assert link in as_ben.get("/promises/?show=ended").content.decode()
    shown = as_ben.get(reverse("card-add"), {"kind": "question", "title": made.question}).content.decode()
    assert 'value="is it vegan?"' in shown
