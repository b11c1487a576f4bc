"""Brings what is Ben's into the state in which a verb can be tried."""

from collections.abc import Callable
from datetime import timedelta

from appointments import actions
from appointments.models import Appointment, MeetingKind, NotedLine, Notes
from customers.actions import tag_people
from customers.models import Referral, Tag
from followups.actions import complaints
from followups.actions.surveys import decline_suggestion
from followups.models import Complaint, Message, Playbook, Suggestion
from kit import clock
from sales.actions import confirm_joining, drop_enrolment, pause_standing, void_order
from sales.models import Enrolment, KnowledgeCard, Order, Product, StandingOrder
from team.models import Distributor


def state_of_message(state: str, channel: str = "email") -> Callable:
    return lambda things, by: Message.objects.filter(pk=things["message"]).update(
        state=state, channel=channel
    )


def voided(things, by):
    void_order(order=Order.objects.get(pk=things["order"]), by=by, reason="Not so")


def tagged(things, by):
    tag_people(owner=by.user, by=by, people=[things["rosa"]], tag="Fair")
    things["tag"] = Tag.objects.get().pk


def dropped(things, by):
    """They did not go on with joining."""
    drop_enrolment(enrolment=Enrolment.objects.get(pk=things["enrolment"]), by=by)


def enrolled(things, by):
    """They have joined."""
    confirm_joining(enrolment=Enrolment.objects.get(pk=things["enrolment"]), by=by)


def retired(things, by):
    Product.objects.filter(pk=things["product"]).update(is_active=False)


def begun(things, by):
    """The meeting began a while ago."""
    at = timedelta(hours=1)
    mine = Appointment.objects.filter(pk=things["appointment"])
    mine.update(starts_at=clock.now() - at, blocked_from=clock.now() - at)


def out_of_hand(things, by):
    KnowledgeCard.objects.filter(pk=things["card"]).update(is_active=False)


def shared_card(things, by):
    KnowledgeCard.objects.filter(pk=things["card"]).update(shared_at=by.user.date_joined)


def soon(things, by):
    """The meeting begins in an hour."""
    at = clock.now() + timedelta(hours=1)
    Appointment.objects.filter(pk=things["appointment"]).update(
        starts_at=at, blocked_from=at, ends_at=at + timedelta(hours=1), blocked_until=at + timedelta(hours=1)
    )


def with_an_agenda(things, by):
    """The meeting begins in an hour, with something to talk about."""
    soon(things, by)
    agenda = [{"title": "Hello", "minutes": 3}, {"title": "Balm", "minutes": 10}]
    MeetingKind.objects.filter(pk=things["meeting_kind"]).update(agenda=agenda)


def with_marks(things, by):
    """Something was noted in a meeting that began a while ago."""
    begun(things, by)
    notes = actions.open_notes(appointment=Appointment.objects.get(pk=things["appointment"]), by=by)
    text = "! A card, by Thursday\n~ Tea"
    actions.save_notes(notes=notes, by=by, text=text, revision=0, written_by="page")


def written_since(things, by):
    """Something was noted after the end."""
    Notes.objects.filter(appointment=things["held"]).update(text="~ Tin 0\n! A card", revision=2)


def nothing_goes(things, by):
    """No line goes out; the words alone do."""
    NotedLine.objects.update(goes_out=False)


def out_of_use(things, by):
    MeetingKind.objects.filter(pk=things["meeting_kind"]).update(is_active=False)


def without_kinds(things, by):
    Appointment.objects.all().delete()
    MeetingKind.objects.all().delete()


def with_a_line(things, by):
    """Somebody is below Ben, who may take what he shares."""
    ben = by.user
    Distributor.objects.create(company=ben.company, name="Dan", path=f"{ben.path}0", depth=2, sponsor=ben)


def at_rest(things, by):
    pause_standing(standing=StandingOrder.objects.get(pk=things["standing"]), by=by)


def agreed(things, by):
    Referral.objects.update(friend_agreed_at=clock.now())


def put_right(things, by):
    complaints.put_right(complaint=Complaint.objects.get(pk=things["complaint"]), by=by, remedy="Both again")


def closed_well(things, by):
    complaints.close_complaint(complaint=Complaint.objects.get(pk=things["complaint"]), by=by, words="Fine")


def declined(things, by):
    decline_suggestion(suggestion=Suggestion.objects.get(pk=things["suggestion"]), by=by)


def shared(things, by):
    Playbook.objects.filter(pk=things["playbook"]).update(shared_at=by.user.date_joined)
