"""What an order gives rise to."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from followups.actions import cancel_for_order, owe_for_order, replan_for_delivery
from followups.models import Letter, Message, Rule, Task
from followups.occasions import Purchase
from followups.places import moment_of
from kit.ids import uuid7
from kit.models import Event
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


def purchase(**changes) -> Purchase:
    facts = {
        "id": uuid7(), "is_first": True, "ordered_on": TODAY, "placed_at": MONDAY,
        "delivery_on": date(2026, 3, 5), "delivered": False, "products": "2 × Hand balm",
    }  # fmt: skip
    return Purchase(**facts | changes)


def owed(person) -> list[tuple]:
    """(rule, what, state, local day) of everything planned for somebody, in order."""
    messages = Message.objects.filter(customer=person).values_list("rule__key", "state", "local_date")
    tasks = Task.objects.filter(customer=person).values_list("rule__key", "state", "local_date")
    found = [(key, "letter", state, day) for key, state, day in messages]
    found += [(key, "task", state, day) for key, state, day in tasks]
    return sorted(found, key=lambda row: (row[3], row[0]))


def test_the_first_order_owes_a_letter_by_itself_and_three_check_ins(rosa, by_ben, monday):
    first = purchase()
    rows = owe_for_order(person=rosa, by=by_ben, purchase=first)
    assert owed(rosa) == [
        ("thank_first_order", "letter", "planned", date(2026, 3, 2)),
        ("check_in_2_days", "letter", "planned", date(2026, 3, 7)),
        ("check_in_2_weeks", "letter", "planned", date(2026, 3, 19)),
        ("check_in_2_months", "task", "open", date(2026, 5, 4)),
    ]
    thanks = Message.objects.get(rule__key="thank_first_order")
    assert thanks.due_at == MONDAY + timedelta(seconds=3)
    assert thanks.expires_at == thanks.due_at + timedelta(hours=48)
    assert thanks.occurrence == f"order:{first.id}"
    assert len(rows) == 4
    assert all(row.event.kind in ("message.planned", "task.planned") for row in rows)
    assert Event.objects.filter(person_id=rosa.pk, kind="message.planned").count() == 3


def test_planning_twice_adds_nothing(rosa, by_ben, monday):
    first = purchase()
    owe_for_order(person=rosa, by=by_ben, purchase=first)
    before = owed(rosa)
    assert owe_for_order(person=rosa, by=by_ben, purchase=first) == []
    assert owed(rosa) == before


def test_a_repeat_order_owes_a_draft_to_look_at(rosa, by_ben, monday):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase(is_first=False))
    draft = Message.objects.get(rule__key="thank_repeat_order")
    assert draft.state == "draft"
    letter = Letter.objects.get(message=draft)
    assert letter.recipient == "rosa@post.example"
    assert letter.subject == "Thank you, Rosa"
    assert letter.text == (
        "Dear Rosa,\n\n"
        "thank you for coming back for 2 × Hand balm. It is good to know that you trust me with it.\n\n"
        "Ben\n"
    )


def test_a_repeat_order_goes_by_itself_where_the_distributor_wants_it(rosa, ben, by_ben, monday):
    ben.review_repeat_thanks = False
    ben.save()
    owe_for_order(person=rosa, by=by_ben, purchase=purchase(is_first=False))
    assert Message.objects.get(rule__key="thank_repeat_order").state == "planned"


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda rosa: rosa.emails.all().delete(), "There is no email address to write to."),
        (lambda rosa: rosa.consents.all().delete(), "They have not agreed to be written to."),
        (
            lambda rosa: rosa.emails.update(bounced_at=MONDAY),
            "The address does not work any more; letters came back.",
        ),
    ],
)
def test_who_cannot_be_written_to_is_thanked_in_person(rosa, by_ben, monday, spoil, why):
    spoil(rosa)
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    assert owed(rosa) == [
        ("thank_first_order", "task", "open", date(2026, 3, 2)),
        ("check_in_2_days", "task", "open", date(2026, 3, 7)),
        ("check_in_2_weeks", "task", "open", date(2026, 3, 19)),
        ("check_in_2_months", "task", "open", date(2026, 5, 4)),
    ]
    assert Task.objects.get(rule__key="thank_first_order").reason == f"Instead of a letter: {why}"


def test_strangers_hear_from_you_sooner_and_get_an_extra(rosa, by_ben, monday):
    rosa.warmth = "cold"
    rosa.save()
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    word = Task.objects.get(rule__key="check_in_2_months")
    assert word.local_date == date(2026, 3, 5) + timedelta(days=40)
    assert word.script.endswith(
        "They do not know you well yet: add something small that they did not expect."
    )


@pytest.mark.parametrize("old", [{"past": True}, {"ordered_on": TODAY - timedelta(days=8)}])
def test_history_owes_nothing(rosa, by_ben, monday, old):
    assert owe_for_order(person=rosa, by=by_ben, purchase=purchase(**old)) == []
    assert owed(rosa) == []


def test_without_a_delivery_day_check_ins_count_from_three_days_after_the_order(rosa, by_ben, monday):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase(delivery_on=None))
    assert Message.objects.get(rule__key="check_in_2_days").local_date == date(2026, 3, 7)


def test_the_next_order_is_asked_about_a_week_before_it_is_expected(rosa, by_ben, monday):
    rosa.expected_order_on = date(2026, 4, 20)
    rosa.save()
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    assert Task.objects.get(rule__key="reorder").local_date == date(2026, 4, 13)


def test_a_new_delivery_day_moves_what_counts_from_it(rosa, by_ben, monday):
    first = purchase()
    owe_for_order(person=rosa, by=by_ben, purchase=first)
    Message.objects.filter(rule__key="check_in_2_weeks").update(state="sent", sent_at=MONDAY)
    later = purchase(id=first.id, delivery_on=date(2026, 3, 10), delivered=True)
    moved = replan_for_delivery(person=rosa, by=by_ben, purchase=later)
    assert sorted(row.rule.key for row in moved) == ["check_in_2_days", "check_in_2_months"]
    assert owed(rosa) == [
        ("thank_first_order", "letter", "planned", date(2026, 3, 2)),
        ("check_in_2_days", "letter", "planned", date(2026, 3, 12)),
        ("check_in_2_weeks", "letter", "sent", date(2026, 3, 19)),
        ("check_in_2_months", "task", "open", date(2026, 5, 9)),
    ]


def test_a_void_order_takes_back_what_is_waiting(rosa, by_ben, monday):
    first = purchase()
    owe_for_order(person=rosa, by=by_ben, purchase=first)
    Message.objects.filter(rule__key="thank_first_order").update(state="sent", sent_at=MONDAY)
    assert cancel_for_order(person=rosa, by=by_ben, order_id=first.id, reason="The order is void.") == 3
    assert {(key, state) for key, _, state, _ in owed(rosa)} == {
        ("thank_first_order", "sent"),
        ("check_in_2_days", "cancelled"),
        ("check_in_2_weeks", "cancelled"),
        ("check_in_2_months", "cancelled"),
    }
    assert Message.objects.get(rule__key="check_in_2_days").reason == "The order is void."


def test_a_letter_that_has_begun_is_left_alone(rosa, by_ben, monday):
    first = purchase()
    owe_for_order(person=rosa, by=by_ben, purchase=first)
    Message.objects.filter(rule__key="thank_first_order").update(state="claimed", begun_at=MONDAY)
    cancel_for_order(person=rosa, by=by_ben, order_id=first.id, reason="The order is void.")
    assert Message.objects.get(rule__key="thank_first_order").state == "claimed"


def test_a_newer_order_takes_over_the_check_ins_and_gives_them_back_when_void(rosa, by_ben, monday):
    first, second = purchase(), purchase(is_first=False, delivery_on=date(2026, 3, 9))
    owe_for_order(person=rosa, by=by_ben, purchase=first)
    owe_for_order(person=rosa, by=by_ben, purchase=second)
    older = Message.objects.get(occurrence=f"order:{first.id}:check_in_2_days")
    assert (older.state, older.reason_code) == ("cancelled", "newer_order")
    assert Message.objects.get(occurrence=f"order:{first.id}").state == "planned"
    cancel_for_order(person=rosa, by=by_ben, order_id=second.id, reason="The order is void.")
    assert [row for row in owed(rosa) if row[2] in ("planned", "open")] == [
        ("thank_first_order", "letter", "planned", date(2026, 3, 2)),
        ("check_in_2_days", "letter", "planned", date(2026, 3, 7)),
        ("check_in_2_weeks", "letter", "planned", date(2026, 3, 19)),
        ("check_in_2_months", "task", "open", date(2026, 5, 4)),
    ]


def test_an_own_rule_takes_the_place_of_the_houses(rosa, ben, cleo, by_ben, monday):
    house = Rule.objects.get(owner=None, key="check_in_2_days")
    Rule.objects.create(
        owner=ben, key=house.key, kind=house.kind, title="Three days", anchor=house.anchor,
        offset_days=3, action="task", active_from=MONDAY,
    )  # fmt: skip
    Rule.objects.create(owner=ben, key="check_in_2_weeks", anchor="delivery", action="task", is_active=False)
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    assert owed(rosa) == [
        ("thank_first_order", "letter", "planned", date(2026, 3, 2)),
        ("check_in_2_days", "task", "open", date(2026, 3, 8)),
        ("check_in_2_months", "task", "open", date(2026, 5, 4)),
    ]


def test_the_person_carries_when_the_next_thing_is_due(rosa, by_ben, monday):
    first = purchase()
    owe_for_order(person=rosa, by=by_ben, purchase=first)
    rosa.refresh_from_db()
    assert rosa.next_due_at == MONDAY + timedelta(seconds=3)
    cancel_for_order(person=rosa, by=by_ben, order_id=first.id, reason="void")
    rosa.refresh_from_db()
    assert rosa.next_due_at is None


def test_quiet_hours_hold_the_thanks_until_their_morning(rosa, ben, by_ben):
    from kit import clock

    ben.quiet_hours_on = True
    ben.save()
    rosa.zone = "America/New_York"
    rosa.save()
    night = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)  # 23:00 in New York, 5:00 in Berlin
    with clock.travel(night):
        owe_for_order(person=rosa, by=by_ben, purchase=purchase(ordered_on=date(2026, 3, 3)))
    thanks = Message.objects.get(rule__key="thank_first_order")
    assert thanks.due_at == datetime(2026, 3, 3, 13, 0, tzinfo=UTC) + moment_of(rosa.pk)
    assert (thanks.zone, thanks.local_time.hour) == ("America/New_York", 8)


def test_an_occurrence_is_a_cause_and_never_an_instant(rosa, by_ben, monday):
    first = purchase()
    owe_for_order(person=rosa, by=by_ben, purchase=first)
    causes = set(Message.objects.values_list("occurrence", flat=True))
    assert causes == {
        f"order:{first.id}",
        f"order:{first.id}:check_in_2_days",
        f"order:{first.id}:check_in_2_weeks",
    }
    assert isinstance(first.id, UUID)


def test_an_order_entered_anew_is_not_thanked_as_the_first_again(rosa, by_ben, monday):
    """The first was entered wrongly, thanked for, and made void."""
    wrong = purchase()
    owe_for_order(person=rosa, by=by_ben, purchase=wrong)
    Message.objects.filter(rule__key="thank_first_order").update(state="sent", sent_at=MONDAY)
    cancel_for_order(person=rosa, by=by_ben, order_id=wrong.id, reason="void")
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    thanks = Message.objects.filter(rule__kind="thank").order_by("rule__key")
    assert list(thanks.values_list("rule__key", "state")) == [
        ("thank_first_order", "sent"),
        ("thank_repeat_order", "draft"),
    ]
