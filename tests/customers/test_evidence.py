"""Evidence moves a person on the ladder, and leaves a trace of each move."""

from datetime import date
from uuid import uuid4

import pytest

from customers import actions
from customers.announcements import climbed
from customers.errors import ClimbRefused
from customers.ladder import Kind, Rung
from customers.models import Customer, LadderStep
from kit.models import Event

pytestmark = pytest.mark.usefixtures("monday")

FIRST, SECOND = uuid4(), uuid4()


@pytest.fixture
def heard():
    moves = []

    def hear(person, before, after, by, **rest):
        moves.append((person.name, before, after, by.door))

    climbed.connect(hear)
    yield moves
    climbed.disconnect(hear)


def order(person, by, source, on):
    return actions.add_evidence(person=person, by=by, kind=Kind.ORDER, on=on, source=source)


def events_of(person):
    return list(Event.objects.about(person.pk).order_by("id").values_list("kind", "before", "after"))


def test_orders_on_two_days_make_a_client(rosa, by_ben):
    order(rosa, by_ben, FIRST, date(2026, 2, 1))
    assert (rosa.rung, rosa.rung_since) == (Rung.CUSTOMER, date(2026, 2, 1))
    order(rosa, by_ben, SECOND, date(2026, 3, 1))
    assert (rosa.rung, rosa.rung_since) == (Rung.CLIENT, date(2026, 3, 1))
    rosa.refresh_from_db()
    assert (rosa.rung, rosa.rung_since) == (Rung.CLIENT, date(2026, 3, 1))


def test_a_climb_is_written_down_with_its_evidence_and_announced(rosa, by_ben, heard):
    step = order(rosa, by_ben, FIRST, date(2026, 2, 1))
    assert events_of(rosa) == [
        (
            "ladder.climbed",
            {"rung": 1, "rung_since": None},
            {
                "rung": 3,
                "rung_since": "2026-02-01",
                "evidence": {
                    "id": str(step.pk),
                    "kind": "order",
                    "on": "2026-02-01",
                    "source": str(FIRST),
                    "rung": None,
                    "reason": "",
                },
            },
        )
    ]
    assert heard == [("Rosa Lind", 1, 3, "web")]


def test_evidence_that_moves_nobody_is_written_down_too(rosa, by_ben, heard):
    order(rosa, by_ben, FIRST, date(2026, 2, 1))
    order(rosa, by_ben, SECOND, date(2026, 2, 1))
    assert [kind for kind, *_ in events_of(rosa)] == ["ladder.climbed", "evidence.added"]
    assert len(heard) == 1


def test_the_same_evidence_twice_is_one_piece(rosa, by_ben):
    assert order(rosa, by_ben, FIRST, date(2026, 2, 1)) == order(rosa, by_ben, FIRST, date(2026, 2, 1))
    assert LadderStep.objects.count() == 1
    assert len(events_of(rosa)) == 1


def test_revoked_evidence_steps_down_and_stays_with_its_reason(rosa, by_ben, heard):
    order(rosa, by_ben, FIRST, date(2026, 2, 1))
    order(rosa, by_ben, SECOND, date(2026, 3, 1))
    actions.revoke_evidence(person=rosa, by=by_ben, kind=Kind.ORDER, source=SECOND, reason="Wrong person")
    rosa.refresh_from_db()
    assert (rosa.rung, rosa.rung_since) == (Rung.CUSTOMER, date(2026, 2, 1))
    step = LadderStep.objects.get(source=SECOND)
    assert (step.revoked_reason, step.revoked_at is not None) == ("Wrong person", True)
    assert [kind for kind, *_ in events_of(rosa)] == [
        "ladder.climbed",
        "ladder.climbed",
        "ladder.stepped_down",
    ]
    assert heard[-1] == ("Rosa Lind", 4, 3, "web")


def test_revoking_what_does_not_stand_changes_nothing(rosa, by_ben):
    assert actions.revoke_evidence(person=rosa, by=by_ben, kind=Kind.ORDER, source=FIRST, reason="") is None
    assert events_of(rosa) == []


def test_revoked_evidence_may_come_again(rosa, by_ben):
    order(rosa, by_ben, FIRST, date(2026, 2, 1))
    actions.revoke_evidence(person=rosa, by=by_ben, kind=Kind.ORDER, source=FIRST, reason="Void")
    order(rosa, by_ben, FIRST, date(2026, 2, 1))
    rosa.refresh_from_db()
    assert rosa.rung == Rung.CUSTOMER
    assert LadderStep.objects.count() == 2


def test_a_climb_by_hand_is_marked_and_can_be_taken_back(rosa, by_ben):
    step = actions.climb_by_hand(person=rosa, by=by_ben, rung=Rung.MEMBER, reason="Joined at the fair")
    rosa.refresh_from_db()
    assert (rosa.rung, rosa.rung_since) == (Rung.MEMBER, date(2026, 3, 2))
    assert (step.kind, step.rung, step.reason, step.by) == ("by_hand", 5, "Joined at the fair", by_ben.user)
    actions.revoke_climb(step=step, by=by_ben, reason="Undone")
    actions.revoke_climb(step=step, by=by_ben, reason="Undone")
    rosa.refresh_from_db()
    assert (rosa.rung, rosa.rung_since) == (Rung.SUSPECT, None)
    kinds = [kind for kind, *_ in events_of(rosa) if kind.startswith("ladder.")]
    assert kinds == ["ladder.climbed", "ladder.stepped_down"]


@pytest.mark.parametrize(
    "rung, reason, field",
    [
        (Rung.MEMBER, "", "reason"),
        (Rung.MEMBER, " \u200b ", "reason"),
        (0, "Why", "rung"),
        (7, "Why", "rung"),
        (1, "Why", "rung"),
    ],
)
def test_a_climb_by_hand_needs_a_reason_and_a_higher_rung(rosa, by_ben, rung, reason, field):
    with pytest.raises(ClimbRefused) as refusal:
        actions.climb_by_hand(person=rosa, by=by_ben, rung=rung, reason=reason)
    assert refusal.value.field == field
    assert LadderStep.objects.count() == 0


def test_only_climbs_by_hand_are_taken_back_by_hand(rosa, by_ben):
    step = order(rosa, by_ben, FIRST, date(2026, 2, 1))
    with pytest.raises(ClimbRefused):
        actions.revoke_climb(step=step, by=by_ben)


def test_a_climb_changes_no_version(rosa, by_ben):
    """Saving a form that was open meanwhile is no conflict."""
    order(rosa, by_ben, FIRST, date(2026, 2, 1))
    assert Customer.objects.get().version == 1
