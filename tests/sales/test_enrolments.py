"""Somebody joins: member, distributor, copy of what was agreed; interrupted, taken back, undone, refused."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from customers.ladder import Rung
from customers.models import Customer
from followups.models import Message, Task
from kit import clock
from kit.errors import Refused
from kit.events import Actor, Door, last_event_of
from kit.undo import undo
from sales import actions
from sales.errors import EnrolmentRefused
from sales.joining import agreement_in_force, mark_of, recruiting_of
from sales.models import Enrolment
from team.actions import accept_invitation, publish_agreement
from team.models import Agreement, Distributor

pytestmark = pytest.mark.usefixtures("monday")


def enrol(person, by, **others):
    said = {
        "name": person.name, "email": "rosa@post.example", "country": "DE", "place": "home", "agrees": True,
        "agreement": mark_of(agreement_in_force(person.owner.company, "DE")), **others,
    }  # fmt: skip
    return actions.finish_enrolment(customer=person, by=by, **said)


def test_who_joins_is_a_member_and_a_distributor_in_the_line(rosa, ben, by_ben):
    done = enrol(rosa, by_ben)
    rosa.refresh_from_db()
    assert (rosa.rung, rosa.steps.get(kind="enrolment").source) == (Rung.MEMBER, done.pk)
    member = Distributor.objects.get(name="Rosa Lind")
    assert (member.sponsor, member.enroller, member.path, member.email, done.distributor) == (
        ben, ben, ben.path + "0", None, member,
    )  # fmt: skip
    assert (done.state, done.seconds, done.cancel_by) == ("done", 0, date(2026, 3, 16))
    assert done.agreed_text == Agreement.objects.get().text


def test_the_members_playbook_begins(rosa, by_ben):
    enrol(rosa, by_ben)
    begun = set(Task.objects.filter(customer=rosa).values_list("rule__playbook__key", flat=True))
    begun |= set(Message.objects.filter(customer=rosa).values_list("rule__playbook__key", flat=True))
    assert "joined" in begun


def test_they_choose_how_to_sign_in_by_the_link_in_their_mail(
    rosa, by_ben, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        done = enrol(rosa, by_ben)
    assert [letter.to for letter in mailoutbox] == [["rosa@post.example"]]
    member = accept_invitation(token=done.token, password="a-long-word", by=by_ben)
    assert (member.pk, member.email) == (done.distributor_id, "rosa@post.example")


def test_without_an_email_they_stand_in_the_tree_all_the_same(rosa, by_ben, mailoutbox):
    done = enrol(rosa, by_ben, email="", number="A-7")
    assert (done.invitation, done.distributor.number, mailoutbox) == (None, "A-7", [])


def test_a_copy_of_what_was_agreed_goes_to_them(rosa, by_ben):
    enrol(rosa, by_ben)
    letter = Message.objects.get(customer=rosa, rule__key="enrolment_done")
    assert (letter.state, letter.context["until"]) == ("planned", "16 Mar 2026")


def test_what_was_agreed_to_stays_when_the_text_changes(rosa, by_ben, company):
    text = publish_agreement(company=company, by=by_ben, title="Terms", text="Be kind.")
    done = enrol(rosa, by_ben)
    publish_agreement(company=company, by=by_ben, title="Terms", text="Be quick.")
    done.refresh_from_db()
    assert (done.agreed_text, done.agreement) == ("Be kind.", text)


def test_a_text_that_was_not_shown_is_not_agreed_to(rosa, by_ben, company):
    publish_agreement(company=company, by=by_ben, title="Terms", text="Be kind.")
    with pytest.raises(EnrolmentRefused) as refused:
        enrol(rosa, by_ben, agreement=":7")
    assert (refused.value.field, refused.value.code) == ("agrees", "other_agreement")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"agrees": False}, "agrees"),
        ({"name": " "}, "name"),
        ({"email": "rosa"}, "email"),
        ({"email": "ana@kept.example"}, "email"),
        ({"country": "ZZ"}, "country"),
        ({"place": "moon"}, "place"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(rosa, by_ben, said, field):
    with pytest.raises(EnrolmentRefused) as refused:
        enrol(rosa, by_ben, **said)
    assert refused.value.field == field
    assert Distributor.objects.count() == 2
    assert not Enrolment.objects.exists()


def test_somebody_is_placed_in_the_enrollers_own_line_alone(rosa, ana, ben, cleo, by_ben, by_ana):
    for stranger in (ana, cleo):
        with pytest.raises(EnrolmentRefused) as refused:
            enrol(rosa, by_ben, placed_under=stranger)
        assert refused.value.field == "placed_under"
    lena = Customer.objects.create(owner=ana, name="Lena")
    done = enrol(lena, by_ana, email="", placed_under=ben)
    assert (done.distributor.sponsor, done.distributor.enroller) == (ben, ana)


def test_an_existing_member_is_refused_kindly(rosa, by_ben):
    enrol(rosa, by_ben)
    with pytest.raises(EnrolmentRefused) as refused:
        enrol(rosa, by_ben)
    assert refused.value.code == "member"
    assert "Rosa Lind has been in your team since" in refused.value.message
    with pytest.raises(EnrolmentRefused):
        actions.begin_enrolment(customer=rosa, by=by_ben)
    assert Distributor.objects.filter(name="Rosa Lind").count() == 1


def test_an_interrupted_one_is_kept_and_gone_on_with(rosa, by_ben):
    opened = clock.now() - timedelta(seconds=40)
    begun = actions.begin_enrolment(customer=rosa, by=by_ben, values={"name": "Rosa L."}, opened_at=opened)
    again = actions.begin_enrolment(customer=rosa, by=by_ben, values={"place": "event"})
    assert (again.pk, again.state, again.data["form"]) == (
        begun.pk, "begun", {"name": "Rosa L.", "place": "event"},
    )  # fmt: skip
    done = enrol(rosa, by_ben)
    assert (done.pk, done.seconds) == (begun.pk, 40)


@pytest.mark.parametrize("away", [timedelta(days=2), -timedelta(hours=1)])
def test_a_time_that_nobody_believes_is_not_measured(rosa, by_ben, away):
    done = enrol(rosa, by_ben, opened_at=clock.now() - away)
    assert done.seconds == 0


def test_one_that_rests_is_put_on_the_list_once(rosa, by_ben):
    row = actions.begin_enrolment(customer=rosa, by=by_ben)
    assert actions.follow_up_enrolments(by=by_ben) == 0
    with clock.travel(clock.now() + timedelta(days=2)):
        assert [actions.follow_up_enrolments(by=by_ben) for _twice in range(2)] == [1, 0]
        task = Task.objects.get(customer=rosa, kind="enrolment")
        assert (task.state, task.context["page"]) == ("open", f"/people/{rosa.pk}/enrol/")
        enrol(rosa, by_ben)
    task.refresh_from_db()
    row.refresh_from_db()
    assert (task.state, row.state) == ("cancelled", "done")


def test_it_is_taken_back_within_the_days_and_the_place_stays(rosa, by_ben):
    done = enrol(rosa, by_ben)
    with clock.travel(clock.now() + timedelta(days=14)):
        ended = actions.cancel_enrolment(enrolment=done, by=by_ben)
    rosa.refresh_from_db()
    member = Distributor.objects.get(name="Rosa Lind")
    assert (ended.state, rosa.rung, member.status, member.is_active) == (
        "cancelled", Rung.SUSPECT, "terminated", False,
    )  # fmt: skip
    ended.invitation.refresh_from_db()
    assert ended.invitation.withdrawn_at is not None
    assert Message.objects.filter(customer=rosa, rule__key="enrolment_cancelled").count() == 1


def test_after_the_days_it_is_not_taken_back(rosa, by_ben):
    done = enrol(rosa, by_ben)
    with clock.travel(clock.now() + timedelta(days=15)), pytest.raises(EnrolmentRefused) as refused:
        actions.cancel_enrolment(enrolment=done, by=by_ben)
    assert refused.value.code == "too_late"


def test_undo_of_an_enrolment_that_was_a_slip_and_doing_it_again(rosa, by_ben):
    done = enrol(rosa, by_ben)
    undo(event=last_event_of(done, "enrolment.done"), by=by_ben)
    done.refresh_from_db()
    rosa.refresh_from_db()
    assert (done.state, done.agreed_text, rosa.rung) == ("begun", "", Rung.SUSPECT)
    again = enrol(rosa, by_ben)
    member = Distributor.objects.get(name="Rosa Lind")
    assert (again.pk, again.distributor, member.status) == (done.pk, member, "active")


def test_undo_of_taking_back(rosa, by_ben):
    done = enrol(rosa, by_ben)
    ended = actions.cancel_enrolment(enrolment=done, by=by_ben)
    undo(event=last_event_of(ended, "enrolment.cancelled"), by=by_ben)
    rosa.refresh_from_db()
    done.refresh_from_db()
    assert (done.state, rosa.rung, done.distributor.status) == ("done", Rung.MEMBER, "active")


def test_what_they_took_back_by_their_own_link_stays_taken_back(rosa, by_ben):
    ended = actions.cancel_enrolment(enrolment=enrol(rosa, by_ben), by=Actor(None, Door.WEB))
    with pytest.raises(Refused) as refused:
        undo(event=last_event_of(ended, "enrolment.cancelled"), by=by_ben)
    assert refused.value.code == "not_undoable"


def test_two_of_one_letter_box_stand_in_the_tree_and_the_first_is_invited(rosa, ben, by_ben):
    tom = enrol(Customer.objects.create(owner=ben, name="Tom"), by_ben)
    done = enrol(rosa, by_ben)
    tom.refresh_from_db()
    assert (done.state, done.invitation, tom.invitation.distributor) == ("done", None, tom.distributor)
    with pytest.raises(EnrolmentRefused) as refused:
        actions.send_sign_in(enrolment=done, by=by_ben)
    assert (refused.value.field, refused.value.code) == ("email", "anothers_address")


def test_a_slip_of_the_pen_is_put_right(rosa, ben, by_ben):
    under = enrol(Customer.objects.create(owner=ben, name="Tom"), by_ben, email="").distributor
    slip = enrol(rosa, by_ben, name="Rosa Lnid", email="slip@post.example", number="12")
    assert [one.address for one in rosa.emails.all()] == ["rosa@post.example", "slip@post.example"]
    undo(event=last_event_of(slip, "enrolment.done"), by=by_ben)
    assert [one.address for one in rosa.emails.all()] == ["rosa@post.example"]
    member = enrol(rosa, by_ben, number="13", country="AT", agreement=":1", placed_under=under).distributor
    assert (member.pk, member.name, member.number, member.country, member.sponsor, member.path, member.status) == (
        slip.distributor_id, "Rosa Lind", "13", "AT", under, under.path + "0", "active",
    )  # fmt: skip


def test_who_took_it_back_and_joins_anew_has_the_place_and_the_number_again(rosa, by_ben):
    first = enrol(rosa, by_ben, number="12")
    accept_invitation(token=first.token, password="a-long-word", by=by_ben)
    actions.cancel_enrolment(enrolment=first, by=by_ben)
    again = enrol(rosa, by_ben, number="12")
    assert (again.distributor.number, again.distributor.status, Distributor.objects.count()) == (
        "12",
        "active",
        3,
    )
    actions.cancel_enrolment(enrolment=again, by=by_ben)
    first.refresh_from_db()
    with pytest.raises(EnrolmentRefused):
        actions.reinstate_enrolment(enrolment=first, by=by_ben)


def test_the_last_day_ends_at_midnight_where_they_are(rosa, by_ben):
    pacific = ZoneInfo("America/Los_Angeles")
    Customer.objects.filter(pk=rosa.pk).update(zone=pacific.key)
    rosa.refresh_from_db()
    with clock.travel(datetime(2026, 3, 2, 12, tzinfo=pacific)):
        row = enrol(rosa, by_ben, country="US")
    with clock.travel(datetime(2026, 3, 5, 23, 59, tzinfo=pacific)):
        assert (row.cancel_by, actions.cancel_enrolment(enrolment=row, by=by_ben).state) == (
            date(2026, 3, 5), "cancelled",
        )  # fmt: skip


def test_one_that_was_gone_on_with_and_rests_again_is_put_on_the_list_again(rosa, by_ben):
    actions.begin_enrolment(customer=rosa, by=by_ben, values={"name": "R"})
    with clock.travel(clock.now() + timedelta(days=2)):
        actions.follow_up_enrolments(by=by_ben)
        actions.begin_enrolment(customer=rosa, by=by_ben, values={"name": "Ro"})
    with clock.travel(clock.now() + timedelta(days=4)):
        assert actions.follow_up_enrolments(by=by_ben) == 1
    assert Task.objects.open().filter(customer=rosa, kind="enrolment").count() == 1


def test_once_they_sign_in_it_is_no_slip(rosa, by_ben):
    done = enrol(rosa, by_ben)
    accept_invitation(token=done.token, password="a-long-word", by=by_ben)
    with pytest.raises(EnrolmentRefused):
        undo(event=last_event_of(done, "enrolment.done"), by=by_ben)


def test_dropped_and_taken_up(rosa, by_ben):
    row = actions.begin_enrolment(customer=rosa, by=by_ben)
    for _twice in range(2):
        dropped = actions.drop_enrolment(enrolment=row, by=by_ben, reason="Not now")
    assert dropped.state == "dropped"
    undo(event=last_event_of(row, "enrolment.dropped"), by=by_ben)
    row.refresh_from_db()
    assert row.state == "begun"


def test_customers_before_recruiting(rosa, ben, company):
    Customer.objects.filter(pk=rosa.pk).update(orders_count=1)
    stands = recruiting_of(ben)
    assert (stands.served, stands.needed, stands.missing, stands.is_open) == (1, 3, 2, False)
    company.customers_before_recruiting = 1
    company.save()
    ben.company.refresh_from_db()
    assert recruiting_of(ben).is_open


def test_a_person_without_letters_is_handed_the_copy(ben, by_ben):
    uwe = Customer.objects.create(owner=ben, name="Uwe")
    enrol(uwe, by_ben, email="")
    assert Task.objects.filter(customer=uwe, rule__key="enrolment_done").count() == 1
