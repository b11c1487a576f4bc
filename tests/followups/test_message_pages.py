"""The pages of letters and the buttons of tasks."""

from datetime import timedelta

import pytest

from customers.models import Customer
from followups.actions import owe_for_order, plan_task
from followups.models import Message, MessageAttempt, Rule, Task
from kit import clock
from kit.ids import uuid7
from tests.followups.test_owing import purchase
from tests.queries.counting import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(rosa, by_ben, monday):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase(is_first=False))
    return Message.objects.get(state="draft")


@pytest.fixture
def planned(draft):
    return Message.objects.get(rule__key="check_in_2_days")


def letters(owner, count, state="sent"):
    rule = Rule.objects.get(owner=None, key="thank_first_order")
    now = clock.now()
    people = Customer.objects.bulk_create(
        Customer(owner=owner, name=f"P {n}", name_key=f"p {n}") for n in range(count)
    )
    sent_at = now if state == "sent" else None
    return Message.objects.bulk_create(
        Message(
            owner=owner, customer=person, rule=rule, occurrence=f"order:{uuid7()}", state=state,
            due_at=now - timedelta(minutes=n), expires_at=now + timedelta(days=2), sent_at=sent_at,
        )
        for n, person in enumerate(people)
    )  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_asks_the_same_of_the_database_for_any_number_of_rows(as_ben, ben, rows):
    letters(ben, rows)
    counted = count_queries(as_ben, "/messages/")
    assert (counted.status, counted.count, counted.repeated) == (200, 7, {}), counted


def test_each_letter_stands_there_with_state_cause_and_reason(as_ben, draft):
    page = as_ben.get("/messages/").content.decode()
    assert page.count('<li class="line" id="message-') == 3
    assert "Thank you for ordering again (2 × Hand balm)" in page
    assert "Two days after the delivery: is everything all right? (2 × Hand balm)" in page
    Message.objects.filter(pk=draft.pk).update(
        state="refused", reason="They have not agreed to be written to."
    )
    assert "They have not agreed to be written to." in as_ben.get("/messages/?state=refused").content.decode()


def test_a_row_says_in_a_few_words_why_it_is_as_it_is(as_ben, planned):
    def reasons(state):
        page = as_ben.get(f"/messages/?state={state}").content.decode()
        return [line.strip() for line in page.splitlines() if line.startswith("    <p>")]

    after = "<p>After the delivery. It goes by itself, if nothing speaks against it then.</p>"
    assert reasons("draft") == ["<p>On the day of a repeat order. It waits for your look.</p>"]
    assert reasons("planned") == [after, after]
    Message.objects.filter(pk=planned.pk).update(state="sent", sent_at=clock.now())
    assert reasons("sent") == ["<p>After the delivery. They agreed, and nothing spoke against it.</p>"]


def test_states_can_be_chosen_and_pages_turned(as_ben, ben):
    letters(ben, 60)
    letters(ben, 2, state="expired")
    first = as_ben.get("/messages/?state=sent")
    assert len(first.context["page"].rows) == 50
    rest = as_ben.get("/messages/", {"state": "sent", "cursor": first.context["page"].next})
    assert len(rest.context["page"].rows) == 10
    assert [(str(group.name), group.count) for group in first.context["groups"]] == [
        ("All", 62),
        ("Sent", 60),
        ("Not sent", 2),
    ]
    assert as_ben.get("/messages/?cursor=nonsense").status_code == 404
    assert len(as_ben.get("/messages/?state=nonsense").context["page"].rows) == 50


def test_strangers_and_uplines_see_nothing(as_cleo, as_ana, draft):
    for client in (as_cleo, as_ana):
        assert client.get("/messages/").context["page"].rows == []
        for address in ("", "approve/", "cancel/", "again/", "arrived/"):
            assert client.post(f"/messages/{draft.pk}/{address}").status_code == 404
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_draft_is_changed_and_kept(as_ben, draft):
    answer = as_ben.post(f"/messages/{draft.pk}/", {"subject": "Thanks", "text": "Thank you.\r\n\r\nBen"})
    assert (answer.status_code, answer.url) == (302, f"/messages/{draft.pk}/")
    draft.refresh_from_db()
    assert (draft.state, draft.letter.text) == ("draft", "Thank you.\n\nBen\n")


def test_a_draft_is_changed_and_sent_and_that_can_be_undone(as_ben, draft):
    answer = as_ben.post(f"/messages/{draft.pk}/approve/", {"subject": "Thanks", "text": "Thank you."})
    assert (answer.status_code, answer.url) == (302, "/messages/")
    draft.refresh_from_db()
    assert (draft.state, draft.letter.subject) == ("planned", "Thanks")
    toast = as_ben.get("/messages/").content.decode()
    assert "The letter to Rosa Lind is on its way." in toast
    assert "/undo/" in toast


def test_a_draft_is_sent_as_it_stands_and_goes_back_to_where_one_was(as_ben, draft):
    answer = as_ben.post(f"/messages/{draft.pk}/approve/", {"next": "/today/"})
    assert answer.url == "/today/"
    assert Message.objects.get(pk=draft.pk).state == "planned"


@pytest.mark.parametrize("address", ["", "approve/"])
def test_an_impure_thank_you_comes_back_with_its_words(as_ben, draft, address):
    words = {"subject": "Thanks", "text": "Thank you. Here is a voucher."}
    answer = as_ben.post(f"/messages/{draft.pk}/{address}", words)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "text": ["A thank-you only thanks. Please leave out: “voucher”."]
    }
    assert "Here is a voucher." in answer.content.decode()


def test_a_planned_letter_can_be_read_before_it_goes_and_held_back(as_ben, planned):
    page = as_ben.get(f"/messages/{planned.pk}/").content.decode()
    assert "did everything arrive as it should: 2 × Hand balm?" in page
    assert as_ben.post(f"/messages/{planned.pk}/cancel/").url == f"/messages/{planned.pk}/"
    planned.refresh_from_db()
    assert (planned.state, planned.reason) == ("cancelled", "You cancelled it.")


def test_an_unclear_letter_asks_whether_it_arrived(as_ben, planned):
    begun = clock.now()
    Message.objects.filter(pk=planned.pk).update(state="uncertain", begun_at=begun, reason="No confirmation.")
    MessageAttempt.objects.create(
        message=planned, number=1, begun_at=begun, ended_at=begun, phase="dot", text="timed out"
    )
    page = as_ben.get(f"/messages/{planned.pk}/").content.decode()
    assert "It arrived" in page and "Send again" in page and "timed out" in page
    as_ben.post(f"/messages/{planned.pk}/arrived/")
    assert Message.objects.get(pk=planned.pk).state == "sent"


def test_what_is_on_its_way_is_told(as_ben, planned):
    Message.objects.filter(pk=planned.pk).update(state="claimed", begun_at=clock.now())
    as_ben.post(f"/messages/{planned.pk}/cancel/")
    assert "The letter is on its way already." in as_ben.get("/messages/").content.decode()


def test_reading_changes_nothing(as_ben, draft):
    before = list(Message.objects.order_by("pk").values())
    for row in Message.objects.all():
        assert as_ben.get(f"/messages/{row.pk}/").status_code == 200
        for verb in ("approve", "cancel", "again", "arrived"):
            assert as_ben.get(f"/messages/{row.pk}/{verb}/").status_code == 405
    assert list(Message.objects.order_by("pk").values()) == before


def test_a_line_of_today_is_done_and_goes(as_ben, rosa, by_ben, ben, monday):
    task = plan_task(person=rosa, by=by_ben, kind="reach_out", local_date=ben.today())
    answer = as_ben.post(f"/tasks/{task.pk}/done/", {"touch_kind": "call"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Done: Rosa Lind." in answer.content.decode()
    assert Task.objects.get().state == "done"
    assert rosa.touches.get().kind == "call"


def test_a_stranger_does_not_do_my_tasks(as_cleo, rosa, by_ben, ben, monday):
    task = plan_task(person=rosa, by=by_ben, kind="reach_out", local_date=ben.today())
    for verb in ("done", "later", "cancel"):
        assert as_cleo.post(f"/tasks/{task.pk}/{verb}/").status_code == 404
    assert Task.objects.get().state == "open"
