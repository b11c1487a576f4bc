"""What did not go: the address is mended, somebody calls instead, or lets it go."""

import pytest

from customers.models import Email
from followups import actions
from followups.actions import call_instead, let_go, mend_address
from followups.delivery import deliver_due
from followups.errors import Closed
from followups.models import Message, Task
from kit import clock
from kit.errors import Refused
from kit.undo import undo
from tests.delivery.conftest import plan_letters, sink, smtp  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(sink, smtp, plan_letters, monday):  # noqa: F811
    """A check-in whose address was refused for good."""
    sink.rules = {"gone": ("rcpt", "550 5.1.1 no such mailbox")}
    message = plan_letters(start="gone", rule="check_in_2_days")[0]
    deliver_due(line=smtp)
    message.refresh_from_db()
    assert message.state == "failed"
    return message


def test_a_mended_address_is_the_first_and_the_letter_goes_there(failed, sink, smtp, by_ben):  # noqa: F811
    again = mend_address(message=failed, by=by_ben, address=" right@post.example ")
    assert list(Email.objects.filter(customer=failed.customer).values_list("address", flat=True)) == [
        "right@post.example"
    ]
    failed.refresh_from_db()
    assert failed.settled_at == clock.now()
    clock.advance(seconds=5)
    assert deliver_due(line=smtp) == 1
    assert sink.recipients[-1] == "right@post.example"
    again.refresh_from_db()
    assert (again.state, again.resend_of_id) == ("sent", failed.pk)
    assert not Message.objects.unsettled().exists()


def test_what_is_no_address_changes_nothing(failed, by_ben):
    for wrong in ("", "nonsense", "a@b@c"):
        with pytest.raises(Refused):
            mend_address(message=failed, by=by_ben, address=wrong)
    assert Message.objects.unsettled().count() == 1
    assert Message.objects.count() == 1


def test_sending_again_taken_back_asks_again(failed, by_ben):
    again = mend_address(message=failed, by=by_ben, address="right@post.example")
    undo(event=again.event, by=by_ben)
    assert Message.objects.unsettled().get() == failed


def test_calling_instead_takes_up_the_task_that_stands_there(failed, by_ben):
    task = Task.objects.get(kind="check_in")
    assert call_instead(message=failed, by=by_ben) == task
    assert not Message.objects.unsettled().exists()
    assert call_instead(message=failed, by=by_ben).event is None
    assert Task.objects.filter(kind="check_in").count() == 1


def test_calling_instead_plans_what_was_not_planned_and_can_be_taken_back(plan_letters, monday, by_ben):  # noqa: F811
    message = plan_letters(rule="check_in_2_days", expires_at=monday)[0]
    Message.objects.update(state="expired", reason="It could not be sent in time.")
    task = call_instead(message=message, by=by_ben)
    assert (task.kind, task.reason) == ("check_in", "Instead of a letter: It could not be sent in time.")
    undo(event=task.event, by=by_ben)
    task.refresh_from_db()
    assert (task.state, Message.objects.unsettled().count()) == ("cancelled", 1)


def test_letting_go_once_and_back(failed, by_ben):
    event = let_go(message=failed, by=by_ben).event
    assert not Message.objects.unsettled().exists()
    assert let_go(message=failed, by=by_ben).event is None
    undo(event=event, by=by_ben)
    assert Message.objects.unsettled().get() == failed


@pytest.mark.parametrize("verb", ["let_go", "call_instead"])
def test_what_still_goes_or_went_is_not_let_go(plan_letters, monday, by_ben, verb):  # noqa: F811
    message = plan_letters()[0]
    with pytest.raises(Closed):
        getattr(actions, verb)(message=message, by=by_ben)
