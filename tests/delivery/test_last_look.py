"""In the moment of sending: still allowed, still wanted, not too late?"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from customers.actions import delete_person, withdraw_consent
from followups.actions import approve_message, hold_message
from followups.attention import Allowance
from followups.delivery import deliver_due
from followups.delivery.begin import begin
from followups.delivery.claim import claim, release
from followups.delivery.last_look import last_look
from followups.delivery.letters import prepare
from followups.delivery.verdicts import Facts, look
from followups.kinds import Kind
from followups.models import Letter, Message, Rule, Task
from followups.places import Place, moment_of
from followups.reach import Reach
from followups.stops import Seen
from kit import clock
from team.quiet_hours import is_quiet

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LEASE = timedelta(seconds=60)
BERLIN = ZoneInfo("Europe/Berlin")
TWICE = (NOW - timedelta(days=2), NOW - timedelta(days=4))


def facts(**changes) -> Facts:
    usual = {
        "kind": Kind.CHECK_IN, "expires_at": NOW + timedelta(days=2),
        "place": Place(BERLIN), "reach": Reach("rosa@post.example"),
    }  # fmt: skip
    return Facts(**usual | changes)


@pytest.mark.parametrize(
    ("changes", "state", "code"),
    [
        ({}, "claimed", ""),
        ({"person_gone": True}, "cancelled", "person_gone"),
        ({"rule_paused": True}, "cancelled", "rule_paused"),
        ({"rule_paused": True, "asked_for": True}, "claimed", ""),
        ({"reach": Reach(code="no_consent")}, "refused", "no_consent"),
        ({"reach": Reach(code="no_address")}, "refused", "no_address"),
        ({"reach": Reach(code="bounced")}, "refused", "bounced"),
        ({"expires_at": NOW}, "expired", "too_late"),
        ({"place": Place(BERLIN, (time(10), time(11)))}, "planned", "quiet"),
        (
            {"place": Place(BERLIN, (time(10), time(11))), "expires_at": NOW + timedelta(minutes=5)},
            "expired",
            "too_late",
        ),
        ({"recent": (NOW - timedelta(hours=1),)}, "planned", "one_a_day"),
        ({"recent": (NOW - timedelta(hours=23),)}, "claimed", ""),
        ({"recent": TWICE, "expires_at": NOW + timedelta(days=9)}, "planned", "enough_this_week"),
        ({"recent": TWICE}, "expired", "too_late"),
        ({"recent": TWICE, "allowance": Allowance(3)}, "claimed", ""),
        ({"recent": (NOW - timedelta(minutes=10),), "asked_for": True}, "claimed", ""),
        ({"recent": (NOW,), "asked_for": True}, "planned", "one_a_day"),
        ({"until_time": time(10, 30)}, "claimed", ""),
        ({"until_time": time(10, 15)}, "planned", "past_hours"),
        ({"until_time": time(10, 15), "asked_for": True}, "claimed", ""),
        ({"recent": (NOW,), "kind": Kind.THANK}, "claimed", ""),
        ({"recent": (NOW,), "kind": Kind.THANK, "purpose": "marketing"}, "planned", "one_a_day"),
        ({"allowance": Allowance(complaint_open=True)}, "planned", "complaint"),
        ({"allowance": Allowance(complaint_open=True), "kind": Kind.THANK}, "claimed", ""),
        ({"allowance": Allowance(grieving_until=NOW.date())}, "planned", "grieving"),
        ({"allowance": Allowance(resting_until=NOW.date() + timedelta(days=9))}, "cancelled", "resting"),
        ({"allowance": Allowance(0)}, "cancelled", "no_touches"),
        (
            {"stops": ["replied"], "seen": Seen(NOW - timedelta(days=3), replied_at=NOW)},
            "cancelled",
            "replied",
        ),
        ({"stops": ["ordered"], "seen": Seen(NOW - timedelta(days=3), replied_at=NOW)}, "claimed", ""),
        ({"stops": ["unanswered"], "seen": Seen(NOW, unanswered=3)}, "cancelled", "unanswered"),
        ({"stops": ["unanswered"], "seen": Seen(NOW, unanswered=3), "asked_for": True}, "claimed", ""),
    ],
)
def test_the_verdict(changes, state, code):
    verdict = look(facts(**changes), NOW)
    assert (verdict.state, verdict.code) == (state, code)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda value: value.replace(tzinfo=UTC)),
    st.times(), st.times(),
    st.lists(st.integers(0, 14 * 24).map(lambda hours: timedelta(hours=hours)), max_size=6),
    st.integers(0, 72),
)  # fmt: skip
def test_nothing_goes_in_quiet_hours_or_too_late_and_nobody_is_flooded(now, one, other, ago, left):
    recent = tuple(now - gap for gap in ago)
    place, expires = Place(BERLIN, (one, other)), now + timedelta(hours=left)
    verdict = look(facts(place=place, expires_at=expires, recent=recent), now)
    if verdict.state == "claimed":
        today = now.astimezone(BERLIN).date()
        days = [(today - moment.astimezone(BERLIN).date()).days for moment in recent]
        assert now < expires
        assert not is_quiet(now, BERLIN, one, other)
        assert 0 not in days
        assert sum(day < 7 for day in days) < 2
    if verdict.state == "planned":
        assert now < verdict.due_at < expires
        assert not is_quiet(verdict.due_at, BERLIN, one, other)


@pytest.mark.django_db
def test_a_consent_taken_back_after_planning_stops_the_letter(sink, smtp, plan_letters, monday):
    message = plan_letters(rule="check_in_2_days")[0]
    message.customer.consents.update(withdrawn_at=clock.now())
    assert deliver_due(line=smtp) == 0
    message.refresh_from_db()
    assert (message.state, message.reason) == ("refused", "They have not agreed to be written to.")
    assert Task.objects.get().kind == "check_in"
    assert sink.letters == []


@pytest.mark.django_db
def test_a_deleted_person_gets_nothing_and_is_no_task(sink, smtp, plan_letters, monday):
    message = plan_letters()[0]
    type(message.customer).objects.update(deleted_at=clock.now())
    deliver_due(line=smtp)
    message.refresh_from_db()
    assert (message.state, Task.objects.count(), sink.letters) == ("cancelled", 0, [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "state", "reason"),
    [
        ("withdraw", "cancelled", "They have not agreed to be written to."),
        ("delete", "cancelled", "The person was taken off your list."),
    ],
)
def test_nothing_begins_for_who_took_leave_after_the_last_look(
    sink, smtp, plan_letters, monday, by_ben, verb, state, reason
):
    message, other = plan_letters(2)
    mine = claim(LEASE)
    assert len(last_look(mine)) == 2
    if verb == "withdraw":
        withdraw_consent(consent=message.customer.consents.get(), by=by_ben)
    else:
        delete_person(person=message.customer, by=by_ben)
    assert begin(mine.token, list(mine.ids)) == {other.pk}
    release(mine.token)
    assert deliver_due(line=smtp) == 0
    message.refresh_from_db()
    assert (message.state, message.reason) == (state, reason)


@pytest.mark.django_db
def test_words_that_were_approved_after_the_last_look_stay(sink, smtp, plan_letters, monday, by_ben):
    message = plan_letters(state="draft")[0]
    approve_message(message=message, by=by_ben, subject="Thanks", text="The first words.")
    clock.advance(seconds=4)
    mine = claim(LEASE)
    looked_at = last_look(mine)
    hold_message(message=message, by=by_ben)
    approve_message(message=message, by=by_ben, subject="Thanks", text="The second words.")
    assert prepare(mine, looked_at) == []
    clock.advance(seconds=4)
    assert deliver_due(line=smtp) == 1
    text = sink.read(sink.letters[0]).get_body(("plain",)).get_content()
    assert text.partition("--")[0].strip() == "The second words."


@pytest.mark.django_db
def test_an_outage_pushes_a_check_in_past_its_time_and_thanks_become_a_task(sink, smtp, plan_letters, monday):
    thanks, check_in = plan_letters()[0], plan_letters(rule="check_in_2_days", start="other")[0]
    clock.advance(days=3)
    assert deliver_due(line=smtp) == 0
    assert set(Message.objects.values_list("state", "reason_code")) == {("expired", "too_late")}
    assert list(Task.objects.values_list("kind", "customer")) == [("thank", thanks.customer_id)]
    assert check_in.customer_id != thanks.customer_id


@pytest.mark.django_db
def test_quiet_hours_of_the_recipient_hold_a_letter_that_an_outage_pushed_into_the_night(
    sink, smtp, plan_letters, monday, ben
):
    ben.quiet_hours_on = True
    ben.save()
    message = plan_letters()[0]
    clock.advance(hours=12)  # 22:30 in Berlin
    assert deliver_due(line=smtp) == 0
    message.refresh_from_db()
    assert (message.state, message.reason) == ("planned", "It waits for the end of their quiet hours.")
    assert message.due_at == datetime(2026, 3, 3, 7, tzinfo=UTC) + moment_of(message.customer_id)
    clock.advance(hours=11)
    assert deliver_due(line=smtp) == 1


@pytest.mark.django_db
def test_two_check_ins_at_once_are_a_day_apart(sink, smtp, plan_letters, monday):
    first = plan_letters(rule="check_in_2_days")[0]
    rule = Rule.objects.get(key="check_in_2_weeks")
    second = Message.objects.create(
        owner=first.owner, customer=first.customer, rule=rule, occurrence="order:2",
        due_at=clock.now(), expires_at=clock.now() + timedelta(days=7),
    )  # fmt: skip
    assert deliver_due(line=smtp) == 1
    second.refresh_from_db()
    assert (second.state, second.reason) == (
        "planned",
        "They had a letter lately; this one waits its turn.",
    )
    clock.advance(hours=25)
    assert deliver_due(line=smtp) == 1


@pytest.mark.django_db
def test_an_impure_letter_is_refused_in_words_and_the_others_go_on(sink, smtp, plan_letters, monday):
    impure = plan_letters(start="impure")[0]
    Letter.objects.create(
        message=impure, recipient="x@y.example", subject="Thanks", text="Take a voucher.", frozen=True
    )
    plan_letters(2)
    assert deliver_due(line=smtp) == 2
    impure.refresh_from_db()
    assert (impure.state, impure.reason) == (
        "refused",
        "A thank-you only thanks, and this one says “voucher”.",
    )


@pytest.mark.django_db
def test_a_letter_that_cannot_be_made_fails_alone(sink, smtp, plan_letters, monday):
    house = Rule.objects.get(key="thank_first_order", owner=None)
    broken = Rule.objects.create(owner=house.owner, key="broken", kind="thank", anchor="first_order",
                                 action="letter", letter="no_such_letter")  # fmt: skip
    message = plan_letters(start="broken")[0]
    Message.objects.filter(pk=message.pk).update(rule=broken)
    plan_letters(2)
    assert deliver_due(line=smtp) == 2
    message.refresh_from_db()
    assert (message.state, message.reason_code) == ("failed", "not_rendered")


@pytest.mark.django_db
def test_a_document_of_value_goes_with_the_letter(sink, smtp, plan_letters, monday, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    rule = Rule.objects.get(key="thank_first_order", owner=None)
    rule.attachment.save("care-guide.pdf", ContentFile(b"%PDF-1.7 care"))
    plan_letters()
    deliver_due(line=smtp)
    mail = sink.read(sink.letters[0])
    document = next(mail.iter_attachments())
    assert (document.get_filename(), document.get_content_type()) == ("care-guide.pdf", "application/pdf")
    assert document.get_content() == b"%PDF-1.7 care"


def test_what_was_sent_by_hand_waits_some_minutes_for_one_that_has_just_gone(
    sink, smtp, plan_letters, monday
):
    first, second = plan_letters(2, rule="check_in_2_days")
    Message.objects.filter(pk=second.pk).update(customer=first.customer, resend_of=first, priority=9)
    assert deliver_due(line=smtp) == 1
    second.refresh_from_db()
    assert (second.state, second.reason_code) == ("planned", "one_a_day")
    assert second.due_at == clock.now() + timedelta(minutes=10)
    clock.advance(minutes=10)
    assert deliver_due(line=smtp) == 1


def test_after_the_time_of_day_of_its_step_a_letter_goes_the_next_day(sink, smtp, plan_letters, monday):
    (letter,) = plan_letters(rule="check_in_2_days")
    Rule.objects.filter(pk=letter.rule_id).update(at_time=time(9), until_time=time(10))
    assert deliver_due(line=smtp) == 0  # half past ten where they live
    letter.refresh_from_db()
    assert (letter.reason_code, letter.due_at) == ("past_hours", datetime(2026, 3, 3, 8, tzinfo=UTC))
