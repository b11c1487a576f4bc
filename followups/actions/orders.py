"""What an order gives rise to: a thank-you, check-ins after the delivery, the question about the next."""

from dataclasses import replace
from itertools import chain
from uuid import UUID

from django.db import transaction

from customers.models import Customer
from followups import planning
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.going_together import let_the_weightiest_go
from followups.actions.moved import move_to
from followups.actions.newest import NEWER_ORDER, follows, let_stand, restore_older, retire_older
from followups.actions.planned import Occasion, Planned, keep, plan
from followups.actions.retired import Why, bring_back, retire, seal, unseal
from followups.actions.rhythms import occasion, rung_of
from followups.actions.standings import standings
from followups.actions.stopping import resume_steps, stop_steps
from followups.anchors import THANKED
from followups.models import Message, Rule, Task
from followups.models.message import State
from followups.models.rule import Action, Anchor, Stop
from followups.models.task import TaskState
from followups.occasions import Purchase, cause_of
from followups.schedule import Decided, day_after, with_an_order
from followups.standing import Standing
from kit import background, clock
from kit.events import Actor

ORDER_GONE = "order_gone"  # why it was cancelled, for programs
ACTIONS = (Action.LETTER, Action.REVIEW, Action.TASK)


@transaction.atomic
def owe_for_order(*, person: Customer, by: Actor, purchase: Purchase) -> list[Planned]:
    """Plan what an order gives rise to, in the caller's transaction; once, however often called.

    Nothing is planned for history: an order of more than seven days ago, or an imported one.
    What an older order still gave rise to, except its thanks, gives way to the newer one's.
    """
    owner = person.owner
    if planning.is_history(purchase, owner.today()):
        return []
    person = hold_people([person.pk])[person.pk]
    person.owner = owner
    if person.deleted_at:
        return []
    is_newest = retire_older(person, purchase, by)
    stop_steps(person, Stop.ORDERED, by, cause=purchase.id)
    rows = keep(plan(person, _occasions(person, purchase, is_newest), clock.now()), by)
    let_the_weightiest_go(rows, by)
    tell_next_due([person])
    background.nudge()
    return rows


@transaction.atomic
def replan_for_delivery(*, person: Customer, by: Actor, purchase: Purchase) -> list[Planned]:
    """Move what counts from the delivery when its day changes, and return the rows that moved.

    Only what is still to come moves.
    """
    person = hold_people([person.pk])[person.pk]
    moved = []
    rows = [*Message.objects.waiting().of_order(purchase.id), *Task.objects.open().of_order(purchase.id)]
    for row in rows:
        if row.customer_id == person.pk and row.rule and row.rule.anchor == Anchor.DELIVERY:
            day = day_after(
                row.rule, row.occurrence, planning.delivery_day(purchase), person.warmth == "cold"
            )
            moved += move_to(row, day, person, by, moved_from=None)
    tell_next_due([person])
    return moved


@transaction.atomic
def cancel_for_order(*, person: Customer, by: Actor, order_id: UUID, reason: str) -> int:
    """Cancel the waiting letters and open tasks of an order and return their number.

    What is being sent or has gone stays as it is. What had given way to this order comes back.
    """
    person = hold_people([person.pk])[person.pk]
    messages = Message.objects.waiting().of_order(order_id).filter(customer=person)
    tasks = Task.objects.open().of_order(order_id).filter(customer=person)
    cancelled = retire([*messages, *tasks], Why(ORDER_GONE, reason), by)
    seal(_closed(person, order_id))
    restore_older(person, order_id, by)
    resume_steps(person, Stop.ORDERED, order_id, by)
    tell_next_due([person])
    return len(cancelled)


@transaction.atomic
def restore_for_order(*, person: Customer, by: Actor, order_id: UUID, reason: str) -> list[Planned]:
    """Bring back what `cancel_for_order` cancelled with this reason, where it is not too late.

    An order that counts again is owed again what it was owed before; where a newer one stands,
    that is its thanks.
    """
    person = hold_people([person.pk])[person.pk]
    closed = _closed(person, order_id)
    unseal(closed)
    gone = [row for row in closed if _is_gone(row, reason[:500])]
    back = bring_back([row for row in gone if not follows(row)], by)
    back += let_stand(person, [row for row in gone if follows(row)], by)
    tell_next_due([person])
    background.nudge()
    return back


def _closed(person: Customer, order_id: UUID) -> list[Planned]:
    """What of an order could be brought back."""
    messages = Message.objects.of_order(order_id).filter(customer=person, state=State.CANCELLED)
    tasks = Task.objects.of_order(order_id).filter(customer=person).exclude(state=TaskState.OPEN)
    return [*messages.select_related("rule"), *tasks.select_related("rule")]


def _is_gone(row: Planned, reason: str) -> bool:
    """Say whether a row went with its order, or had given way to a newer one before."""
    why = row.context.get("why")
    return why == NEWER_ORDER or (why == ORDER_GONE and row.reason == reason)


def _occasions(person: Customer, purchase: Purchase, is_newest: bool) -> list[Occasion]:
    """What is new of an order: thanked once, it is not thanked as the first or by another rule again."""
    rows = chain(Message.objects.of_order(purchase.id), Task.objects.of_order(purchase.id))
    known = {cause_of(row.occurrence) for row in rows}
    if purchase.is_first and _had_first_thanks(person):
        purchase = replace(purchase, is_first=False)
    standing = replace(standings([person], ())[person.pk], purchase=purchase)
    rules = Rule.objects.of(person.owner_id).filter(action__in=ACTIONS).select_related("playbook")
    steps = [(rule, rung_of(rule)) for rule in rules if is_newest or rule.anchor in THANKED]
    decided = with_an_order(steps, standing, person.owner.today())
    found = [_occasion(rule, one, standing) for rule, one in decided if not one.code]
    return [occasion for occasion in found if occasion.occurrence not in known]


def _occasion(rule: Rule, decided: Decided, standing: Standing) -> Occasion:
    """Thanks go at once, on whatever day the order was."""
    found = occasion(rule, decided, standing)
    return replace(found, day=None) if decided.asked.at_once else found


def _had_first_thanks(person: Customer) -> bool:
    """Say whether a first order was thanked for already: the order may have been void since."""
    gone = (State.CLAIMED, State.SENT, State.UNCERTAIN)
    letters = Message.objects.filter(customer=person, rule__anchor=Anchor.FIRST_ORDER)
    return letters.filter(state__in=gone).exists()
