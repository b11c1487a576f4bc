"""Letters that did not go: mended and sent again, done by hand instead, or let go."""

from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions import change_person
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.instead import plan_instead
from followups.actions.messages import send_again
from followups.errors import Closed, FollowupError
from followups.kinds import Kind
from followups.models import Message, Task
from followups.models.message import State
from followups.models.task import TaskState
from kit import clock
from kit.events import Actor, record

UNSENT = (State.REFUSED, State.FAILED, State.EXPIRED)


@transaction.atomic
def mend_address(*, message: Message, by: Actor, address: str) -> Message:
    """Give a person an address that works, as the first, and send a letter again; return the one that goes.

    Raises Refused for what is no address, Closed for what was not unsent, NoWay without a consent.
    """
    person = _hold(message)
    _refuse_unless_unsent(message)
    if not (address := address.strip()):
        raise FollowupError(_("An email address, please. For example rosa@post.example."), field="address")
    others = person.emails.filter(bounced_at=None).values_list("address", flat=True)
    emails = [address, *(one for one in others if one.casefold() != address.casefold())]
    change_person(person=person, by=by, version=None, emails=emails)
    return send_again(message=message, by=by)


@transaction.atomic
def call_instead(*, message: Message, by: Actor) -> Task:
    """Put on the list what a letter was to do; what stands there already stays. Settles the letter."""
    person = _hold(message)
    _refuse_unless_unsent(message)
    message.customer = person
    task = _standing(message) or plan_instead(message, by, message.rule.kind, message.reason)
    if task is None:
        raise Closed(_("This is done already."))
    if not settle(message):
        task.event = None
        return task
    after = {"task": str(task.pk), "planned": getattr(task, "event", None) is not None}
    task.event = record("message.called_instead", message, by=by, person=person, after=after)
    tell_next_due([person])
    return task


@transaction.atomic
def let_go(*, message: Message, by: Actor) -> Message:
    """Say that nothing is to become of a letter that did not go. Twice is once."""
    person = _hold(message)
    _refuse_unless_unsent(message)
    message.event = None
    if settle(message):
        message.event = record("message.let_go", message, by=by, person=person)
    return message


@transaction.atomic
def ask_again(*, message: Message, by: Actor) -> Message:
    """Take back that a letter is settled: it stands among those that did not go."""
    _hold(message)
    Message.objects.filter(pk=message.pk).update(settled_at=None, updated_at=clock.now())
    message.refresh_from_db()
    return message


def settle(message: Message) -> bool:
    """Note that somebody has said what is to become of a letter; False where it was known."""
    now = clock.now()
    open_ = Message.objects.unsettled().filter(pk=message.pk)
    if not open_.update(settled_at=now, updated_at=now):
        return False
    message.settled_at = now
    return True


def _hold(message: Message):
    person = hold_people([message.customer_id])[message.customer_id]
    message.refresh_from_db()
    if person.deleted_at:
        raise Closed(_("This person was taken off your list."))
    return person


def _refuse_unless_unsent(message: Message) -> None:
    if message.state not in UNSENT:
        raise Closed(_("This letter is closed: %(state)s.") % {"state": message.get_state_display()})


def _standing(message: Message) -> Task | None:
    """What was put on the list already as the letter did not go."""
    open_tasks = Task.objects.filter(customer=message.customer_id, state=TaskState.OPEN)
    return open_tasks.filter(context__instead_of=str(message.pk)).exclude(kind=Kind.FIX_ADDRESS).first()
