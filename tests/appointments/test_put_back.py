"""A cancellation or a move that is taken back: who has heard of it gets a new invitation, nobody else a letter."""

import pytest

from appointments.actions import book, cancel, move
from followups.letters import words_of
from followups.models import Message
from kit import clock
from kit.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(ben, rosa, by_ben, talk, slot):
    return book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])


def went() -> None:
    rows = Message.objects.filter(state="planned").exclude(rule__key__in=("meeting_tomorrow", "meeting_soon"))
    rows.update(state="sent", sent_at=clock.now())


def told() -> list[str]:
    rows = Message.objects.filter(state="planned").exclude(rule__key__in=("meeting_tomorrow", "meeting_soon"))
    return list(rows.values_list("rule__key", flat=True))


@pytest.mark.parametrize(
    ("verb", "letter", "words"),
    [
        ("cancel", "meeting_booked", "our appointment stands after all"),
        ("move", "meeting_moved", "our appointment is at its former time again"),
    ],
)
def test_who_has_heard_gets_a_new_invitation(meeting, by_ben, later, verb, letter, words):
    went()
    rest = {"starts_at": later} if verb == "move" else {}
    event = (cancel if verb == "cancel" else move)(appointment=meeting, by=by_ben, **rest).event
    before = Message.objects.exclude(context__invitation=None).order_by("-pk").first().context["invitation"]
    went()
    undo(event=event, by=by_ben)
    assert told() == [letter]
    row = Message.objects.get(rule__key=letter, state="planned")
    facts = row.context["invitation"]
    assert (facts["method"], facts["state"], facts["sequence"] > before["sequence"]) == (
        "REQUEST",
        "CONFIRMED",
        True,
    )
    assert words in words_of(row).text


@pytest.mark.parametrize("verb", ["cancel", "move"])
def test_who_has_not_heard_is_not_told(meeting, by_ben, later, verb):
    went()
    rest = {"starts_at": later} if verb == "move" else {}
    event = (cancel if verb == "cancel" else move)(appointment=meeting, by=by_ben, **rest).event
    undo(event=event, by=by_ben)
    assert told() == []
