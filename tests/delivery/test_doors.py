"""The command, the tasks and their schedule: doors to the same work."""

import pytest
from django.core.management import CommandError, call_command

from followups import tasks
from followups.models import Message, Task
from kit import clock
from mlmcrm.schedule import PERIODIC

pytestmark = pytest.mark.django_db


@pytest.fixture
def outbox(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")
    return tmp_path / "outbox"


def test_the_command_sends_what_is_due_and_says_how_much(plan_letters, outbox, capsys):
    plan_letters(3)
    call_command("deliver", "--once")
    assert capsys.readouterr().out == "sent=3\n"
    assert len(list(outbox.iterdir())) == 3
    call_command("deliver", "--once")
    assert capsys.readouterr().out == "sent=0\n"


def test_the_command_says_when_the_mail_server_is_away(plan_letters, settings):
    settings.EMAIL_FILE_PATH = None
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    plan_letters()
    with pytest.raises(CommandError, match="the mail server does not take them"):
        call_command("deliver", "--once")


def test_a_full_disk_holds_letters_back_in_words_and_loses_none(plan_letters, outbox, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    plan_letters(3)
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(CommandError, match="No space left on device"):
            call_command("deliver", "--once")
    assert Message.objects.counted_by_state() == {"planned": 3}
    assert set(Message.objects.values_list("attempts", flat=True)) == {0}


def test_each_tick_does_its_work_and_takes_no_argument(plan_letters, outbox, ben, monday):
    plan_letters(2)
    tasks.deliver_due.apply().get()
    assert Message.objects.counted_by_state() == {"sent": 2}
    Message.objects.update(state="claimed", sent_at=None, lease_until=clock.now())
    clock.advance(seconds=1)
    tasks.sweep.apply().get()
    assert Message.objects.counted_by_state() == {"planned": 2}
    clock.advance(days=3)
    tasks.deliver_due.apply().get()
    assert Message.objects.counted_by_state() == {"expired": 2}
    assert Task.objects.filter(kind="thank", state="open").count() == 2
    clock.advance(days=8)
    tasks.expire_old.apply().get()
    assert Task.objects.filter(kind="thank", state="expired").count() == 2
    tasks.plan_ahead.apply().get()


def test_every_task_is_on_the_schedule():
    names = {task for _, task, _ in PERIODIC}
    ours = {"deliver_due", "sweep", "expire_old", "plan_ahead"}
    assert {f"followups.tasks.{name}" for name in ours} <= names


def test_an_idle_tick_asks_little(django_assert_num_queries, plan_letters, monday):
    tasks.deliver_due.apply()
    with django_assert_num_queries(3):  # the pulse, the account, and whether anything is due
        tasks.deliver_due.apply()
