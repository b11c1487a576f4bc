"""Runs of standing orders that are due: the order is placed with the products as they are on the day."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from customers.models import Customer
from followups.actions import plan_task
from followups.complaints import newest_complaints
from followups.kinds import Kind
from kit import clock
from kit.events import Actor, record
from sales.actions.placing import place_order
from sales.actions.standing_letters import announce
from sales.actions.standing_orders import close_run, plan_run, save_standing
from sales.errors import OrderRefused
from sales.models import Order, StandingOrder, StandingRun
from sales.models.standing import RunState, StandingState
from sales.standing import is_missed

ZONES_APART = timedelta(days=1)
LONGEST_TITLE = 200
log = logging.getLogger(__name__)


def run_due_standing_orders(*, by: Actor) -> int:
    """Run what is due, each in a transaction of its own, and return how many orders were placed.

    Twice at once does no harm; one that cannot be run does not hold up the others.
    """
    mine = StandingOrder.objects.running().filter(owner__is_active=True)  # who left sells nothing
    due = mine.filter(next_on__lte=clock.now().date() + ZONES_APART)
    placed = 0
    for id in list(due.order_by("next_on", "pk").values_list("pk", flat=True)):
        try:
            placed += run_standing(id=id, by=by) is not None
        except Exception:
            log.exception("A standing order could not be run.", extra={"standing": str(id)})
    return placed


@transaction.atomic
def run_standing(*, id: UUID, by: Actor, _guarded: bool = True) -> Order | None:
    """Place the order of a run that is due; None where there is nothing to be placed now."""
    row = _held(id, _guarded)
    run = row.runs.filter(state=RunState.COMING).first()
    if row.state != StandingState.RUNNING or run is None or run.due_on > row.owner.today():
        return None
    with override(row.owner.language or "en"):
        return _ran(row, run, by, f"standing:{run.pk}" if _guarded else "")


def _held(id: UUID, guarded: bool) -> StandingOrder:
    rows = StandingOrder.objects.select_related("owner")
    if not guarded:
        return rows.select_related("customer", "owner").get(pk=id)
    person = StandingOrder.objects.values_list("customer", flat=True).get(pk=id)
    customer = Customer.objects.select_for_update().get(pk=person)
    row = rows.select_for_update(of=("self",)).get(pk=id)
    row.customer, customer.owner = customer, row.owner
    return row


def _ran(row: StandingOrder, run: StandingRun, by: Actor, key: str) -> Order | None:
    person = row.customer
    if person.deleted_at:
        return _miss(row, run, by, _("They were taken off your list."), tells=False)
    if is_missed(run.due_on, row.owner.today()):
        return _miss(row, run, by, _("Its day had gone by before it could run."))
    if _complains(person):
        return _wait(row, run, by, _("A complaint of theirs is open."))
    lines = [(line.product, line.quantity, None) for line in row.lines.select_related("product")]
    try:
        with transaction.atomic():
            order = place_order(owner=row.owner, by=by, lines=lines, person=person, request_key=key)
    except OrderRefused as refusal:
        return _miss(row, run, by, refusal.message)
    close_run(run, RunState.DONE, order=order)
    _note(row, run, by, "standing.ran", {"run": run.number, "order": order.pk})
    return order


def _wait(row: StandingOrder, run: StandingRun, by: Actor, reason: str) -> None:
    """Let a run wait, and put it on the list once to speak of it."""
    if run.reason != reason:
        StandingRun.objects.filter(pk=run.pk).update(reason=reason)
        _ask(row, by, _("Their standing order waits: %(reason)s") % {"reason": reason})


def _miss(row: StandingOrder, run: StandingRun, by: Actor, reason: str, tells: bool = True) -> None:
    """Let a run be, with the reason, and put it on the list to speak of it."""
    close_run(run, RunState.MISSED, reason)
    _note(row, run, by, "standing.missed", {"run": run.number, "reason": reason}, announces=tells)
    if tells:
        _ask(row, by, _("Their standing order did not run: %(reason)s") % {"reason": reason})


def _note(
    row: StandingOrder, run: StandingRun, by: Actor, kind: str, after: dict, announces: bool = True
) -> None:
    """Plan the run after this one. What has gone by meanwhile does not pile up."""
    plan_run(row, after=max(run.planned_on, row.owner.today()))
    save_standing(row)
    if announces:
        announce(row, by)
    record(kind, row, by=by, person=row.customer, after=after)


def _ask(row: StandingOrder, by: Actor, title: str) -> None:
    today = row.owner.today()
    plan_task(person=row.customer, by=by, kind=Kind.STANDING, local_date=today, title=title[:LONGEST_TITLE])


def _complains(person: Customer) -> bool:
    newest = newest_complaints([person.pk]).get(person.pk)
    return newest is not None and newest.closed_on is None
