"""The ladder board: who stands where, further cards, and moving by hand with a reason."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from customers import actions
from customers.board import CARDS, board_of
from customers.errors import ClimbRefused, MovedOn, StandsElsewhere
from customers.ladder import Kind, Rung
from customers.models import Customer, LadderStep
from customers.moving import way_back
from kit.models import Event
from kit.undo import undo

pytestmark = pytest.mark.usefixtures("monday")

TODAY = date(2026, 3, 2)
LADDER = reverse("ladder")


@pytest.fixture
def mai(ben, by_ben):
    return actions.add_person(owner=ben, by=by_ben, name="Mai", entered_on=date(2026, 1, 1))


@pytest.fixture
def move(mai, by_ben):
    def move(rung, reason="Said so", **more):
        return actions.move_by_hand(person=mai, by=by_ben, rung=rung, reason=reason, **more)

    return move


def people(ben, count, **values):
    return [
        Customer.objects.create(owner=ben, name=f"Person {number:02}", **values) for number in range(count)
    ]


def names(cards):
    return [card.person.name for card in cards.cards]


def address(person, **asked):
    return reverse("ladder-move", args=[person.pk])


def rung_of(person):
    return Customer.objects.get(pk=person.pk).rung


# The board


def test_everybody_stands_on_a_rung(ben, cleo, rosa):
    people(ben, 2, rung=3)
    people(cleo, 5, rung=3)
    board = board_of(ben)
    assert [(column.rung, column.everyone, len(column.cards.cards)) for column in board.columns] == [
        (1, 1, 1), (2, 0, 0), (3, 2, 2), (4, 0, 0), (5, 0, 0), (6, 0, 0),
    ]  # fmt: skip
    assert (board.everyone, board.chosen) == (3, 1)


def test_those_ready_come_first_then_the_last_contacts(ben, by_ben, rosa):
    silent, lately, earlier, ready = people(ben, 4, rung=3, slips_on=TODAY + timedelta(9))
    for person, day in ((lately, 20), (earlier, 10)):
        Customer.objects.filter(pk=person.pk).update(last_contact_at=datetime(2026, 2, day, tzinfo=UTC))
    Customer.objects.filter(pk=ready.pk).update(expected_order_on=TODAY)
    cards = board_of(ben).columns[2].cards.cards
    assert [(card.person, card.ready) for card in cards] == [
        (ready, True), (lately, False), (earlier, False), (silent, False),
    ]  # fmt: skip
    assert board_of(ben).chosen == Rung.CUSTOMER


def test_only_those_ready(as_ben, ben):
    people(ben, 3, rung=3)
    people(ben, CARDS + 2, rung=3, slips_on=TODAY + timedelta(9), expected_order_on=TODAY)
    board = as_ben.get(LADDER, {"ready": "1"}).context["board"]
    column = board.columns[2]
    assert (column.everyone, column.ready, len(column.cards.cards), column.cards.more) == (15, 12, CARDS, 2)
    assert all(card.ready for card in column.cards.cards)


def test_further_cards_follow_without_gaps(as_ben, ben):
    for number, person in enumerate(people(ben, CARDS * 2 + 3, rung=2)):
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number // 2) if number % 3 else None
        Customer.objects.filter(pk=person.pk).update(last_contact_at=moment)
    LadderStep.objects.bulk_create(
        LadderStep(owner=ben, customer=person, kind=Kind.SAMPLE, on=TODAY)
        for person in Customer.objects.filter(name__endswith="3")
    )
    cards = board_of(ben).columns[1].cards
    seen, left = names(cards), [cards.more]
    while cards.next:
        answer = as_ben.get(
            LADDER,
            {"rung": 2, "cursor": cards.next, "shown": cards.shown},
            headers={"hx-request": "true", "hx-target": "cards-2"},
        )
        cards = answer.context["cards"]
        seen += names(cards)
        left.append(cards.more)
    assert sorted(seen) == [f"Person {number:02}" for number in range(CARDS * 2 + 3)]
    assert set(seen[:2]) == {"Person 03", "Person 13"}
    assert left == [13, 3, 0]
    assert 'id="more-2" hx-swap-oob="true"' in answer.content.decode()


def test_without_a_script_the_link_shows_the_next_cards_of_that_rung(as_ben, ben):
    people(ben, CARDS + 2, rung=2)
    people(ben, 1, rung=1)
    first = board_of(ben).columns[1].cards
    board = as_ben.get(LADDER, {"rung": 2, "cursor": first.next}).context["board"]
    assert (len(board.columns[1].cards.cards), len(board.columns[0].cards.cards), board.chosen) == (2, 1, 2)


@pytest.mark.parametrize(
    "asked", [{"rung": 9}, {"rung": "x"}, {"rung": 1, "cursor": "nonsense"}, {"ready": "\0"}, {"shown": "-1"}]
)
def test_what_makes_no_sense_is_left_out(as_ben, rosa, asked):
    answer = as_ben.get(LADDER, asked)
    assert (answer.status_code, answer.context["board"].everyone) == (200, 1)


def test_without_people_the_page_says_how_to_begin(as_cleo, rosa):
    assert "Begin with three people you know." in as_cleo.get(LADDER).content.decode()


@pytest.mark.parametrize("name", ["ladder", "people"])
def test_who_belongs_to_no_company_is_not_told_to_begin(client, staff, name):
    client.force_login(staff)
    said = client.get(reverse(name)).content.decode()
    assert "You belong to no company and can have no people." in said
    assert reverse("person-add") not in said


def test_an_empty_rung_says_who_comes_there(as_ben, rosa):
    said = re.sub(r"\s+", " ", as_ben.get(LADDER).content.decode())
    assert "Nobody here yet. They come with a first order." in said


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_number_of_queries_does_not_grow(as_ben, ben, by_ben, rows, django_assert_num_queries):
    for person in people(ben, rows):
        actions.log_touch(person=person, by=by_ben, kind="sample", direction="in")
    with django_assert_num_queries(8):
        as_ben.get(LADDER)


# What a card says


@pytest.mark.parametrize(
    "values, said",
    [
        ({}, "No contact yet"),
        ({"source": "School fair"}, "School fair"),
        ({"source": "School fair", "rung_since": date(2026, 2, 20)}, "School fair, 20 Feb"),
        ({"last_contact_at": datetime(2026, 2, 20, tzinfo=UTC)}, "Last contact on 20 Feb"),
        ({"rung": 3, "last_order_at": datetime(2026, 1, 3, 12, tzinfo=UTC)}, "First order on 3 Jan"),
        (
            {"rung": 4, "last_order_at": datetime(2026, 1, 3, 12, tzinfo=UTC), "order_interval": 35},
            "Orders every 5 weeks, last on 3 Jan",
        ),
        (
            {
                "rung": 4, "last_order_at": datetime(2026, 1, 3, 12, tzinfo=UTC), "order_interval": 35,
                "slips_on": TODAY, "cools_on": TODAY + timedelta(9),
            },
            "8 weeks without an order",
        ),
    ],
)  # fmt: skip
def test_a_card_says_what_is_most_telling(ben, values, said):
    Customer.objects.create(owner=ben, name="Mai", **values)
    lines = [card.line for column in board_of(ben).columns for card in column.cards.cards]
    assert lines == [said]


def test_a_card_names_who_introduced_and_how_many_were_introduced(ben, by_ben, rosa):
    actions.add_evidence(person=rosa, by=by_ben, kind=Kind.ENROLMENT, on=TODAY)
    actions.add_person(owner=ben, by=by_ben, name="Friend", warmth="cold", introduced_by=rosa)
    columns = board_of(ben).columns
    assert columns[0].cards.cards[0].line == "From <bdi>Rosa Lind</bdi>"
    assert columns[5].cards.cards[0].line == "Introduced one person"


def test_a_card_says_why_somebody_was_moved(mai, move, ben):
    move(Rung.MEMBER, "Signed the paper at my table")
    assert board_of(ben).columns[4].cards.cards[0].line == "Signed the paper at my table"


# Moving


def test_up_and_a_step_back_and_each_taken_back(mai, move, by_ben):
    move(Rung.CLIENT, "Bought at the market")
    assert rung_of(mai) == Rung.CLIENT
    step = move(Rung.SUSPECT, "It was her sister")
    assert (rung_of(mai), step.revoked_reason) == (Rung.SUSPECT, "It was her sister")
    undo(event=Event.objects.filter(kind="ladder.stepped_down").latest("id"), by=by_ben)
    assert (rung_of(mai), mai.steps.standing().get(kind=Kind.BY_HAND).reason) == (
        Rung.CLIENT, "Bought at the market",
    )  # fmt: skip


def test_a_step_back_is_not_undone_where_the_world_moved_on(mai, move, by_ben):
    move(Rung.CLIENT)
    move(Rung.SUSPECT)
    move(Rung.CUSTOMER)
    with pytest.raises(MovedOn):
        undo(event=Event.objects.filter(kind="ladder.stepped_down").latest("id"), by=by_ben)
    assert rung_of(mai) == Rung.CUSTOMER


def test_what_happened_holds(mai, move, by_ben):
    actions.add_evidence(person=mai, by=by_ben, kind=Kind.ORDER, on=TODAY)
    with pytest.raises(ClimbRefused):
        move(Rung.PROSPECT)
    back = way_back(mai.steps.standing())
    assert (back.rung, back.claim, back.held_by.kind) == (Rung.PROSPECT, None, Kind.ORDER)


def test_a_step_back_leads_where_evidence_supports(mai, move, by_ben):
    actions.add_evidence(person=mai, by=by_ben, kind=Kind.ORDER, on=TODAY)
    move(Rung.MEMBER)
    with pytest.raises(ClimbRefused):
        move(Rung.CLIENT)
    move(Rung.CUSTOMER)
    assert rung_of(mai) == Rung.CUSTOMER


def test_a_claim_that_became_true_holds_no_longer_by_word_alone(mai, move, by_ben):
    move(Rung.CUSTOMER)
    actions.add_evidence(person=mai, by=by_ben, kind=Kind.ORDER, on=TODAY)
    back = way_back(mai.steps.standing())
    assert (back.claim, back.held_by.kind) == (None, Kind.ORDER)


@pytest.mark.parametrize("rung, reason", [(Rung.CLIENT, ""), (Rung.SUSPECT, " ")])
def test_a_reason_is_asked_for(mai, move, rung, reason):
    move(Rung.CUSTOMER)
    with pytest.raises(ClimbRefused) as refusal:
        move(rung, reason)
    assert (refusal.value.field, rung_of(mai)) == ("reason", Rung.CUSTOMER)


def test_from_the_lowest_rung_there_is_no_step_back(mai, rosa):
    assert (way_back(mai.steps.standing()), way_back(rosa.steps.standing())) == (None, None)


def test_who_moved_meanwhile_is_not_moved(mai, move):
    move(Rung.CUSTOMER)
    with pytest.raises(StandsElsewhere):
        move(Rung.CLIENT, stands=Rung.SUSPECT)
    assert rung_of(mai) == Rung.CUSTOMER


def test_a_climb_says_where_somebody_stands_already(mai, move, by_ben):
    move(Rung.CUSTOMER)
    refused = {}
    for rung in (Rung.CUSTOMER, Rung.PROSPECT):
        with pytest.raises(ClimbRefused) as refusal:
            actions.climb_by_hand(person=mai, by=by_ben, rung=rung, reason="Said so")
        refused[rung] = refusal.value.message
    assert refused == {
        Rung.CUSTOMER: "Mai stands on Customer already.",
        Rung.PROSPECT: "Mai stands higher already, on Customer. A step back is a move of its own.",
    }


# Moving on the page


def test_the_page_moves_and_goes_back_to_the_board(as_ben, mai):
    board = f"{LADDER}?ready=1"
    sent = {"rung": 3, "reason": "Ordered on the phone", "stands": 1, "next": board}
    answer = as_ben.post(address(mai), sent)
    assert (answer.status_code, answer.url, rung_of(mai)) == (302, board, Rung.CUSTOMER)


def test_by_htmx_the_card_moves_and_the_counts_follow(as_ben, mai):
    answer = as_ben.post(
        address(mai),
        {"rung": 3, "reason": "Ordered", "stands": 1},
        headers={"hx-request": "true", "hx-target": "move-dialog"},
    )
    said = answer.content.decode()
    assert answer.status_code == 200
    assert f'hx-swap-oob="delete:#card-{mai.pk}"' in said
    assert 'hx-swap-oob="afterbegin:#cards-3"' in said
    assert len(re.findall(r'id="step-\d" hx-swap-oob="true"', said)) == 6
    assert "Mai stands on Customer now." in said
    assert "/undo/" in said


@pytest.mark.parametrize(
    "sent, said",
    [
        ({"rung": 3}, "Say what happened, please."),
        ({"reason": "Ordered"}, "Choose a rung, please."),
        ({"rung": 1, "reason": "Kept words"}, "Mai stands on Suspect already."),
        ({"rung": 99, "reason": "Kept words"}, "Choose a rung, please."),
        ({"rung": 0, "reason": "Kept words"}, "Choose a rung, please."),
        ({"rung": "x", "reason": "Kept words"}, "Choose a rung, please."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_lost(as_ben, mai, sent, said):
    answer = as_ben.post(address(mai), sent)
    page = answer.content.decode()
    assert (answer.status_code, rung_of(mai)) == (422, Rung.SUSPECT)
    assert said in page
    assert ("reason" not in sent) or f'value="{sent["reason"]}"' in page


def test_a_stale_move_is_refused_and_keeps_the_words(as_ben, mai, move):
    move(Rung.CUSTOMER)
    answer = as_ben.post(address(mai), {"rung": 2, "reason": "Asked me twice", "stands": 1})
    page = answer.content.decode()
    assert (answer.status_code, rung_of(mai)) == (409, Rung.CUSTOMER)
    assert "Mai stands on Customer meanwhile. Nothing was moved." in page
    assert 'value="Asked me twice"' in page
    assert 'name="stands" value="3"' in page


def test_the_same_move_twice_is_one(as_ben, mai):
    sent = {"rung": 3, "reason": "Ordered", "stands": 1}
    assert [as_ben.post(address(mai), sent).status_code for _ in range(2)] == [302, 409]
    assert mai.steps.filter(kind=Kind.BY_HAND).count() == 1


def test_the_menu_shows_ways_up_and_what_holds(as_ben, mai, by_ben):
    actions.add_evidence(person=mai, by=by_ben, kind=Kind.ORDER, on=TODAY)
    answer = as_ben.get(address(mai), headers={"hx-request": "true", "hx-target": "move-menu"})
    said = answer.content.decode()
    assert re.findall(r"\?to=(\d)\"\s+hx-get", said) == ["4", "5", "6"]
    assert "No step back: an order on Mon 2 Mar holds <bdi>Mai</bdi> on Customer." in said


def test_who_may_not_gets_nothing(client, cleo, ana, mai):
    for visitor in (cleo, ana):
        client.force_login(visitor)
        assert client.get(address(mai)).status_code == 404
        assert client.post(address(mai), {"rung": 3, "reason": "Mine"}).status_code == 404
    assert rung_of(mai) == Rung.SUSPECT


@pytest.mark.parametrize(
    "next_page", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_cancel_leads_to_a_page_of_ours(as_ben, mai, next_page):
    answer = as_ben.get(address(mai), {"next": next_page})
    assert answer.context["next"] == LADDER


def test_the_list_and_the_ladder_lead_to_each_other(as_ben, rosa):
    for here, there in (("people", "ladder"), ("ladder", "people")):
        said = as_ben.get(reverse(here)).content.decode()
        views = re.search(r'<nav class="segmented".*?</nav>', said, re.S)[0]
        assert re.findall(r'href="([^"]+)"( aria-current="page")?', views) == [
            (reverse(name), ' aria-current="page"' if name == here else "") for name in ("people", "ladder")
        ]
        assert reverse(there) in views
