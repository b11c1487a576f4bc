"""A window of letters never outlives the lease: what was not handed over in time is given back."""

import time
from datetime import timedelta

import pytest

from followups.delivery.loop import MOST_IN_WINDOW, Round, _window
from followups.delivery.replies import Outcome, accepted, unclear
from followups.models import Message

pytestmark = pytest.mark.django_db


class Slow:
    """A line of ours whose first answer takes its time; the round is over after it."""

    lease = timedelta(seconds=120)
    repeatable = False

    def __init__(self, answer: Outcome, seconds: float = 0):
        self.answer, self.seconds = answer, seconds
        self.sent = []

    def open(self) -> None: ...
    def close(self) -> None: ...

    def send(self, parcel) -> Outcome:
        time.sleep(self.seconds)
        self.sent.append(parcel.name)
        self.round.ends = 0
        return self.answer


def send_a_full_window(line: Slow) -> None:
    line.round = Round(line, seconds=20)
    line.round.window = MOST_IN_WINDOW
    line.round.run()


def given_back() -> set:
    rows = Message.objects.exclude(pk=Message.objects.exclude(state="planned").get().pk)
    return set(rows.values_list("state", "attempts", "begun_at", "lease_until", "reason"))


def test_after_an_answer_that_did_not_come_the_rest_is_given_back(plan_letters, monday):
    plan_letters(MOST_IN_WINDOW)
    line = Slow(unclear("timed out"))
    send_a_full_window(line)
    assert Message.objects.get(pk=line.sent[0]).state == "uncertain"
    assert len(line.sent) == 1
    said = "The mail server does not take letters at the moment: timed out"
    assert given_back() == {("planned", 0, None, None, said)}


def test_when_half_of_the_lease_is_over_the_rest_is_given_back(plan_letters, monday):
    plan_letters(MOST_IN_WINDOW)
    line = Slow(accepted(250, "taken"), seconds=1.1)
    line.lease = timedelta(seconds=2)
    send_a_full_window(line)
    assert Message.objects.get(pk=line.sent[0]).state == "sent"
    assert len(line.sent) == 1
    assert given_back() == {("planned", 0, None, None, "")}


@pytest.mark.parametrize(
    ("each", "noting", "window"),
    [
        (0.001, 0.002, 8),
        (0.005, 0.002, 5),
        (0.04, 0.01, 1),
        (0.02, 0.1, 5),
        (0.05, 0.3, 1),
        (0.05, 10, 8),
        (0.0, 0.0, 8),
    ],
)
def test_a_window_is_what_goes_in_25_ms_or_while_it_is_written_down(each, noting, window):
    assert _window(each, noting) == window
