"""Offers go to exactly those whose wants they answer, with the reason for each who gets none."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from customers.ladder import Rung
from customers.models import Consent
from followups.models import Complaint, Message, Task
from kit import clock
from kit.events import last_event_of
from kit.undo import undo
from sales.actions import (
    change_offer,
    end_offer,
    end_offers_over,
    go_live,
    place_order,
    reopen_offer,
    take_offer_back,
    write_offer,
)
from sales.actions.offer_letters import ensure_letters
from sales.errors import OfferChanged, OfferRefused
from sales.models import Offer, OfferReach
from sales.offers_reach import reached_by
from sales.offers_shown import with_orders
from tests.sales.conftest import berlin, product
from tests.sales.offers import offer_of, wanting

A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def letters(rules):
    ensure_letters()


def told(offer):
    return [
        (one.person.name, one.verdict.way, one.verdict.code, one.sentence) for one in reached_by(offer).told
    ]


def left_out(offer):
    return {one.person.name: one.verdict.code for one in reached_by(offer).left_out}


def test_who_gets_it_and_who_not_and_why(monday, ben, by_ben, cleo, by_cleo, balm, tea):
    wanting(ben, by_ben, "Ada", "She sleeps badly. Dry hands")
    wanting(ben, by_ben, "Bea", "Tea for the evening")
    wanting(ben, by_ben, "Cora", consents=("service",))
    wanting(ben, by_ben, "Dina", email=False)
    gone = wanting(ben, by_ben, "Edda")
    Consent.objects.filter(customer=gone, purpose="marketing").update(withdrawn_at=clock.now())
    wanting(ben, by_ben, "Fay", grieving_until=date(2026, 4, 1))
    wanting(ben, by_ben, "Gil", resting_until=date(2026, 4, 1))
    wanting(ben, by_ben, "Hal", touches_a_week=0)
    upset = wanting(ben, by_ben, "Ida")
    Complaint.objects.create(
        owner=ben, customer=upset, text="It broke", opened_at=clock.now(), answer_by=clock.now()
    )
    wanting(ben, by_ben, "Jo", rung=Rung.MEMBER)
    wanting(ben, by_ben, "Kim", deleted_at=clock.now(), text="")
    wanting(cleo, by_cleo, "Lea")
    offer = offer_of(ben, by_ben, balm, rungs=[Rung.SUSPECT, Rung.CUSTOMER])
    assert told(offer) == [
        ("Ada", "letter", "", "Dry hands"),
        ("Cora", "task", "no_consent", "Her hands are dry"),
        ("Dina", "task", "no_address", "Her hands are dry"),
    ]
    assert left_out(offer) == {
        "Edda": "stopped_by_them", "Fay": "grieving", "Gil": "resting", "Hal": "no_touches", "Ida": "complaint",
        "Jo": "other_rung",
    }  # fmt: skip
    change_offer(offer=offer, by=by_ben, else_task=False)
    assert [name for name, *_ in told(offer)] == ["Ada"]


def test_live_it_is_a_letter_or_a_task_for_each_once(monday, ben, by_ben, balm):
    ada, cora = wanting(ben, by_ben, "Ada"), wanting(ben, by_ben, "Cora", consents=("service",))
    offer = offer_of(ben, by_ben, balm, price=Decimal("9.90"))
    go_live(offer=offer, by=by_ben)
    go_live(offer=offer, by=by_ben)
    letter, task = Message.objects.get(), Task.objects.get()
    assert (letter.customer, letter.purpose, letter.state) == (ada, "marketing", "planned")
    assert letter.due_at == clock.now() + timedelta(minutes=15)
    assert letter.expires_at == berlin(2026, 3, 23)
    assert (letter.context["goods"], letter.context["price"]) == ("Hand balm", "€9.90")
    assert (task.customer, task.kind, task.title) == (cora, "offer", "Tell of “Balm for the winter”")
    assert "Her hands are dry" in task.script
    reached = OfferReach.objects.order_by("customer__name").values_list(
        "customer__name", "held_back", "sentence"
    )
    assert list(reached) == [("Ada", False, "Her hands are dry"), ("Cora", False, "Her hands are dry")]
    assert last_event_of(offer, "offer.went_live").after["told"] == 2


def test_a_part_is_held_back_the_same_at_each_look(monday, ben, by_ben, balm):
    for number in range(40):
        wanting(ben, by_ben, f"Person {number:02}")
    offer = offer_of(ben, by_ben, balm, held_back=30)
    first, again = reached_by(offer), reached_by(offer)
    assert [one.person.name for one in first.held] == [one.person.name for one in again.held]
    assert (len(first.told) + len(first.held), first.left_out) == (40, [])
    assert 4 <= len(first.held) <= 20
    go_live(offer=offer, by=by_ben)
    assert Message.objects.count() == len(first.told)
    assert OfferReach.objects.filter(held_back=True).count() == len(first.held)


def test_who_hears_from_us_waits_for_a_day_with_room(monday, ben, by_ben, balm, tea):
    wanting(ben, by_ben, "Ada")
    go_live(offer=offer_of(ben, by_ben, balm), by=by_ben)
    again = offer_of(ben, by_ben, balm, title="Once more")
    assert [one.day for one in reached_by(again).told] == [date(2026, 3, 3)]
    go_live(offer=again, by=by_ben)
    third = offer_of(ben, by_ben, balm, title="And again", ends_on=date(2026, 3, 4))
    assert left_out(third) == {"Ada": "no_day"}


def test_taken_back_before_anybody_was_told_it_is_a_draft_again(monday, ben, by_ben, balm):
    wanting(ben, by_ben, "Ada")
    offer = offer_of(ben, by_ben, balm)
    go_live(offer=offer, by=by_ben)
    undo(event=offer.event, by=by_ben)
    offer.refresh_from_db()
    assert (offer.state, offer.reached.count(), Message.objects.get().state) == ("draft", 0, "cancelled")
    with clock.travel(monday + timedelta(minutes=5)):
        go_live(offer=offer, by=by_ben)
    assert sorted(Message.objects.values_list("state", flat=True)) == ["cancelled", "planned"]
    Message.objects.filter(state="planned").update(state="sent", sent_at=clock.now(), begun_at=clock.now())
    with pytest.raises(OfferRefused):
        take_offer_back(offer=offer, by=by_ben)


def test_its_end_takes_back_what_waits_and_undo_lets_it_go_on(monday, ben, by_ben, balm):
    wanting(ben, by_ben, "Ada")
    offer = offer_of(ben, by_ben, balm, starts_on=date(2026, 3, 4))
    go_live(offer=offer, by=by_ben)
    end_offer(offer=offer, by=by_ben)
    assert (offer.state, Message.objects.get().state) == ("ended", "cancelled")
    reopen_offer(offer=offer, by=by_ben)
    assert (offer.state, Message.objects.get().state) == ("live", "planned")
    with clock.travel(monday + 30 * A_DAY):
        assert end_offers_over(by=by_ben) == 1
        assert end_offers_over(by=by_ben) == 0
        with pytest.raises(OfferRefused):
            reopen_offer(offer=Offer.objects.get(), by=by_ben)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"text": "x" * 5001}, "text"),
        ({"ends_on": date(2026, 3, 1)}, "ends_on"),
        ({"ends_on": date(2028, 3, 1)}, "ends_on"),
        ({"price": Decimal("-0.01")}, "price"),
        ({"price": Decimal("1e12")}, "price"),
        ({"price": Decimal("1.005")}, "price"),
        ({"held_back": 91}, "held_back"),
        ({"held_back": -1}, "held_back"),
        ({"rungs": [77]}, "rungs"),
        ({"products": []}, "products"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(monday, ben, by_ben, balm, values, field):
    usual = {
        "title": "T", "starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 9), "products": [balm],
    }  # fmt: skip
    with pytest.raises(OfferRefused) as refusal:
        write_offer(owner=ben, by=by_ben, **(usual | values))
    assert refusal.value.field == field
    assert not Offer.objects.exists()


def test_too_many_and_foreign_products_are_refused(monday, ben, by_ben, company, balm, cleos_soap):
    many = [product(company, f"P{n}", f"Thing {n}", "1") for n in range(31)]
    for products in (many, [balm, cleos_soap]):
        with pytest.raises(OfferRefused) as refusal:
            offer_of(ben, by_ben, *products)
        assert refusal.value.field == "products"


def test_it_goes_live_only_as_it_may(monday, ben, by_ben, balm):
    from followups.actions.claims import ensure_claim_phrases

    ensure_claim_phrases()
    wanting(ben, by_ben, "Ada")
    offer = offer_of(ben, by_ben, balm, text="It cures eczema.")
    with pytest.raises(OfferRefused) as refusal:
        go_live(offer=offer, by=by_ben)
    assert refusal.value.field == "text"
    change_offer(offer=offer, by=by_ben, text="")
    ben.postal_address = ""
    ben.save()
    with pytest.raises(OfferRefused) as refusal:
        go_live(offer=offer, by=by_ben)
    assert refusal.value.code == "no_postal_address"
    assert not Message.objects.exists()
    over = offer_of(ben, by_ben, balm)
    with clock.travel(monday + 30 * A_DAY), pytest.raises(OfferRefused):
        go_live(offer=over, by=by_ben)
    balm.is_active = False
    balm.save()
    with pytest.raises(OfferRefused):
        go_live(offer=over, by=by_ben)


def test_a_draft_changes_and_one_that_is_live_does_not(monday, ben, by_ben, balm, tea):
    offer = offer_of(ben, by_ben, balm)
    change_offer(offer=offer, by=by_ben, version=1, products=[tea], title="Tea")
    assert (offer.version, [row.name for row in offer.products.all()]) == (2, ["Tea sampler"])
    with pytest.raises(OfferChanged):
        change_offer(offer=offer, by=by_ben, version=1, title="Again")
    undo(event=last_event_of(offer, "offer.changed"), by=by_ben)
    offer.refresh_from_db()
    assert (offer.title, [row.name for row in offer.products.all()]) == ("Balm for the winter", ["Hand balm"])
    change_offer(offer=offer, by=by_ben, title="Balm for the winter")
    assert offer.event is None
    go_live(offer=offer, by=by_ben)
    with pytest.raises(OfferRefused):
        change_offer(offer=offer, by=by_ben, title="Other")


def test_who_is_held_back_is_told_nothing_of_the_same_by_another_offer(monday, ben, by_ben, balm, tea):
    for number in range(12):
        wanting(ben, by_ben, f"Person {number}")
    first = go_live(offer=offer_of(ben, by_ben, balm, held_back=50), by=by_ben)
    held = set(first.reached.filter(held_back=True).values_list("customer", flat=True))
    second = reached_by(offer_of(ben, by_ben, balm))
    assert (
        {one.person.pk for one in second.left_out if one.verdict.code == "held_back_before"} == held != set()
    )
    end_offer(offer=first, by=by_ben)
    assert {one.verdict.code for one in reached_by(offer_of(ben, by_ben, balm)).left_out} <= {"no_day"}


def test_what_they_bought_before_they_heard_of_it_is_no_result(monday, ben, by_ben, balm):
    early, late = wanting(ben, by_ben, "Early"), wanting(ben, by_ben, "Late")
    place_order(owner=ben, by=by_ben, lines=[(balm, 1, None)], person=early)
    offer = offer_of(ben, by_ben, balm)
    with clock.travel(clock.now() + timedelta(hours=1)):
        go_live(offer=offer, by=by_ben)
        place_order(owner=ben, by=by_ben, lines=[(balm, 1, None)], person=late)
        told = dict(with_orders(offer).values_list("customer", "bought"))
    assert told == {early.pk: False, late.pk: True}
