"""Thanks for an introduction in two steps: noted however it was said, how it went only with the friend's consent."""

from datetime import UTC, date, datetime, timedelta

import pytest

from customers import actions as people
from customers.actions.introductions import note_thanks
from customers.models import Customer, Referral
from followups import actions
from followups.errors import NotAgreed
from followups.introductions_shown import chains_of, kindness_of, thanks_owed, to_be_told
from followups.kindness import Thanked, months_of
from followups.models import Message, Rule, Task
from kit import clock
from kit.models import Event
from kit.undo import undo

pytestmark = pytest.mark.usefixtures("monday")
PAGE = "/referrals/"


@pytest.fixture
def friend(ben, rosa, by_ben):
    """Somebody whom Rosa introduced today."""
    actions.ensure_default_rules()
    return people.add_person(owner=ben, by=by_ben, name="Friend", introduced_by=rosa)


@pytest.fixture
def referral(friend):
    return Referral.objects.get(friend=friend)


def take_back(by, kind):
    return undo(event=Event.objects.filter(kind=kind).latest("id"), by=by)


def steps(referral):
    row = Referral.objects.get(pk=referral.pk)
    return bool(row.thanked_at), bool(row.friend_agreed_at), bool(row.told_at)


def asked_to_thank(ben, by_ben):
    """What the house asks for an introduction of today: a letter, or a task in its place."""
    actions.plan_ahead(by=by_ben)
    theirs = {"occurrence": f"referral:{ben.today().isoformat()}"}
    return Task.objects.filter(**theirs).first() or Message.objects.filter(**theirs).first()


def test_thanks_said_in_person_do_what_waits_and_undo_brings_it_back(ben, by_ben, referral):
    waits = asked_to_thank(ben, by_ben)
    assert waits.state in ("open", "draft")
    actions.thank_introducer(referral=referral, by=by_ben)
    waits.refresh_from_db()
    assert (steps(referral), waits.state) == ((True, False, False), "cancelled")
    assert actions.thank_introducer(referral=referral, by=by_ben).event is None
    assert take_back(by_ben, "referral.thanked") == "Thanks to Rosa Lind are owed again."
    waits.refresh_from_db()
    assert (steps(referral), waits.state in ("open", "draft")) == ((False, False, False), True)


def test_a_thank_you_that_was_done_is_noted_with_the_introduction(ben, rosa, by_ben, referral):
    rule = Rule.objects.get(key="thank_referral")
    task = Task.objects.create(
        owner=ben, customer=rosa, rule=rule, kind="thank", local_date=ben.today(), due_at=clock.now(),
        occurrence=f"referral:{referral.introduced_on.isoformat()}",
    )  # fmt: skip
    actions.finish_task(task=task, by=by_ben)
    assert steps(referral) == (True, False, False)
    take_back(by_ben, "task.done")
    assert steps(referral) == (False, False, False)


def test_how_it_went_is_told_only_if_the_friend_agreed(by_ben, referral):
    with pytest.raises(NotAgreed) as refusal:
        actions.tell_introducer(referral=referral, by=by_ben)
    assert refusal.value.message == "Ask the friend first whether you may tell."
    people.note_agreement(referral=referral, by=by_ben)
    actions.tell_introducer(referral=referral, by=by_ben)
    assert steps(referral) == (False, True, True)
    take_back(by_ben, "referral.told")
    take_back(by_ben, "referral.agreed")
    assert steps(referral) == (False, False, False)


def test_pages_show_what_is_owed_what_may_be_told_and_the_chain(as_ben, ben, rosa, friend, referral):
    said = as_ben.get(PAGE).content.decode()
    assert "Thanks you owe" in said
    assert "Friend" in said
    as_ben.post(f"{PAGE}{referral.pk}/thank/")
    Customer.objects.filter(pk=friend.pk).update(orders_count=1)
    assert (thanks_owed(ben), [row.friend.name for row in to_be_told(ben)]) == ([], ["Friend"])
    as_ben.post(f"{PAGE}{referral.pk}/told/")
    assert steps(referral) == (True, False, False)
    as_ben.post(f"{PAGE}{referral.pk}/agreed/")
    as_ben.post(f"{PAGE}{referral.pk}/told/")
    assert (steps(referral), to_be_told(ben)) == ((True, True, True), [])
    chain = chains_of(ben).chains[0]
    assert (chain.first, chain.came, [line.person for line in chain.lines]) == (rosa, 1, [rosa, friend])
    assert as_ben.get(f"{PAGE}?from={rosa.pk}").status_code == 200
    assert [as_ben.get(f"{PAGE}?{query}").status_code for query in ("page=x", "from=x")] == [404, 404]


def test_a_chain_is_the_viewers_own(ana, ben, friend):
    assert (chains_of(ana).chains, chains_of(ben).people) == ([], 1)


def test_people_off_the_list_stand_in_no_chain(ben, by_ben, friend):
    people.delete_person(person=friend, by=by_ben)
    assert (chains_of(ben).people, thanks_owed(ben)) == (0, [])


def test_kindness_counts_thanks_within_a_day_by_month(ben, by_ben, referral):
    with clock.travel(clock.now() + timedelta(hours=25)):
        actions.thank_introducer(referral=referral, by=by_ben)
        assert [(month.made, month.in_time) for month in kindness_of(ben)][:2] == [(1, 0), (0, 0)]


def test_months_stand_without_introductions_too():
    at = datetime(2026, 1, 31, 12, tzinfo=UTC)
    told = [
        Thanked(date(2026, 1, 31), at, at + timedelta(hours=24)),
        Thanked(date(2026, 1, 1), at, None),
        Thanked(date(2025, 11, 5), at, at + timedelta(hours=25)),
    ]
    found = [(month.first, month.made, month.in_time) for month in months_of(told, date(2026, 1, 31), 3)]
    assert found == [(date(2026, 1, 1), 2, 1), (date(2025, 12, 1), 0, 0), (date(2025, 11, 1), 1, 0)]


def test_an_introduction_is_asked_for_on_the_playbook_of_advocates_alone(ben):
    actions.ensure_default_rules()
    asking = Rule.objects.get(key="advocate_ask")
    assert (asking.playbook.key, asking.action) == ("advocate", "task")


def test_many_thanks_are_noted_in_one_statement(ben, rosa, by_ben, referral, django_assert_num_queries):
    noted = {date(2026, 3, day) for day in range(1, 9)} | {referral.introduced_on}
    with django_assert_num_queries(1):
        note_thanks([(referral.introducer_id, day) for day in noted], at=clock.now())
    referral.refresh_from_db()
    assert referral.thanked_at == clock.now()
