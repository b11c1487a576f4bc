"""What waits for a person while a playbook is copied, put live and taken back: never twice, and what went stays."""

from decimal import Decimal

import pytest

from followups.actions import ensure_default_rules, playbooks
from followups.models import Message, Playbook, Task
from kit.undo import undo
from sales.actions import place_order
from sales.models import Product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def rows(ben, by_ben, rosa, company):
    """What an order of Rosa's gives rise to, by step: the day and the state."""
    ensure_default_rules()
    balm = Product.objects.create(company=company, code="B", name="Balm", price=Decimal(9), currency="EUR")
    place_order(owner=ben, by=by_ben, lines=[(balm, 1, None)], person=rosa)

    def planned() -> dict:
        found = [*Message.objects.select_related("rule"), *Task.objects.select_related("rule")]
        assert len({(row.rule.key, row.occurrence) for row in found}) == len(found), "planned twice"
        return {row.rule.key: (row.local_date, row.state) for row in found}

    return planned


@pytest.fixture
def delivery(rows):
    return Playbook.objects.get(owner=None, key="delivery")


def edited(delivery, ben, by_ben):
    first = delivery.steps.order_by("position")[0]
    who = {"owner": ben, "by": by_ben}
    own = playbooks.change_step(playbook=delivery, key=first.key, values={"offset_days": 6}, **who)
    last = delivery.steps.order_by("position").last()
    return playbooks.remove_step(playbook=own, key=last.key, **who), first.key, last.key


def test_editing_alone_moves_nothing(rows, delivery, ben, by_ben):
    before = rows()
    edited(delivery, ben, by_ben)
    assert rows() == before


def test_going_live_moves_what_changed_and_undo_moves_it_back(rows, delivery, ben, by_ben):
    before = rows()
    own, moved, gone = edited(delivery, ben, by_ben)
    own = playbooks.go_live(playbook=own, owner=ben, by=by_ben)
    after = rows()
    assert (after[moved][0] - before[moved][0]).days == 4
    assert after[gone][1] == "cancelled"
    assert {key: row for key, row in after.items() if key not in (moved, gone)} == {
        key: row for key, row in before.items() if key not in (moved, gone)
    }
    assert (len(own.replanned.moved), len(own.replanned.gone)) == (1, 1)
    undo(event=own.event, by=by_ben)
    assert rows() == before


def test_what_was_sent_stays_as_it_was(rows, delivery, ben, by_ben):
    before = rows()
    Message.objects.filter(rule__playbook=delivery).update(state="sent", sent_at=ben.date_joined)
    sent = {key: row for key, row in rows().items() if row[1] == "sent"}
    own, _moved, _gone = edited(delivery, ben, by_ben)
    playbooks.go_live(playbook=own, owner=ben, by=by_ben)
    assert {key: row for key, row in rows().items() if key in sent} == sent
    assert set(rows()) == set(before)
