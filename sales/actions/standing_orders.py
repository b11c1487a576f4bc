"""Standing orders: begun with what the person agreed to, changed, paused, skipped, put off, ended at any time."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from customers.models import Customer
from customers.tidying import tidy_line, tidy_text
from kit import clock
from kit.events import Actor, facts_of, last_event_of, record
from sales.actions.standing_letters import announce
from sales.errors import StandingChanged, StandingRefused
from sales.limits import MOST_LINES, MOST_PIECES
from sales.models import Product, StandingLine, StandingOrder, StandingRun
from sales.models.standing import Rhythm, RunState, StandingState
from sales.standing import run_after

Wanted = tuple[Product, int]
TERMS = ("state", "every", "unit", "starts_on", "next_on", "ended_at", "ended_reason")
FURTHEST = timedelta(days=366)
MOMENT = timedelta(minutes=10)
LONGEST_WORDS, LONGEST_REASON = 2000, 500


@transaction.atomic
def begin_standing(
    *,
    person: Customer,
    by: Actor,
    lines: Iterable[Wanted],
    every: int,
    unit: str,
    starts_on: date,
    agreed_words: str,
) -> StandingOrder:
    """Begin a standing order; `agreed_words` are what the person agreed to. Pressed twice, it begins once.

    Raises StandingRefused, naming the field.
    """
    customer = Customer.objects.select_for_update().select_related(None).get(pk=person.pk)
    customer.owner = person.owner
    _refuse_gone(customer)
    words = tidy_text(agreed_words)
    if not words:
        raise StandingRefused(_("Write down what they agreed to, please."), field="agreed_words")
    if len(words) > LONGEST_WORDS:
        raise StandingRefused(
            _("At most %(most)d signs, please.") % {"most": LONGEST_WORDS}, field="agreed_words"
        )
    _refuse_rhythm(every, unit)
    _refuse_day(starts_on, customer.owner.today(), "starts_on")
    row = StandingOrder(
        owner=customer.owner, customer=customer, every=every, unit=unit, starts_on=starts_on,
        next_on=starts_on, agreed_words=words,
    )  # fmt: skip
    wanted = _checked(row, lines)
    if twin := _just_begun(row, wanted):
        return twin
    row.save(force_insert=True)
    _write_lines(row, wanted)
    StandingRun.objects.create(standing=row, number=1, planned_on=starts_on, due_on=starts_on)
    announce(row, by)
    row.event = record(
        "standing.begun", row, by=by, person=customer, after=_snapshot(row) | {"agreed_words": words}
    )
    return row


@transaction.atomic
def change_standing(
    *,
    standing: StandingOrder,
    by: Actor,
    version: int | None = None,
    lines: Iterable[Wanted] | None = None,
    every: int | None = None,
    unit: str | None = None,
    next_on: date | None = None,
) -> StandingOrder:
    """Change goods, rhythm or the next day, from which the rhythm then counts; what is None stays."""
    row = hold_standing(standing)
    if version is not None and version != row.version:
        raise StandingChanged(_("Changed in the meantime, in another window. Nothing is lost."))
    _refuse_ended(row)
    before = _snapshot(row)
    if lines is not None:
        wanted = _checked(row, lines)
        row.lines.all().delete()
        _write_lines(row, wanted)
    every, unit = every or row.every, unit or row.unit
    _refuse_rhythm(every, unit)
    if next_on and next_on != row.next_on:
        _refuse_day(next_on, row.owner.today(), "next_on")
    if (every, unit) != (row.every, row.unit) or (next_on and next_on != row.next_on):
        row.every, row.unit = every, unit
        _count_from(row, next_on or row.next_on or row.starts_on)
    return _write(standing, row, by, "standing.changed", before)


@transaction.atomic
def pause_standing(*, standing: StandingOrder, by: Actor) -> StandingOrder:
    """Let nothing run until it is taken up again. Twice is once."""
    row = hold_standing(standing)
    if row.state == StandingState.PAUSED:
        return _unchanged(standing, row)
    _refuse_ended(row)
    before = _snapshot(row)
    _coming(row).delete()
    row.state, row.next_on = StandingState.PAUSED, None
    return _write(standing, row, by, "standing.paused", before)


@transaction.atomic
def resume_standing(
    *, standing: StandingOrder, by: Actor, every: int | None = None, unit: str | None = None
) -> StandingOrder:
    """Let what was paused or ended run again, in its rhythm or another. Twice is once.

    What somebody ended themselves, nobody else takes up again. Days that were left out stay so.
    """
    row = hold_standing(standing)
    if row.state == StandingState.RUNNING:
        return _unchanged(standing, row)
    if by.user is not None and was_ended_by_them(row):
        said = _("They ended it themselves. If they want it again, begin a new one with what they say.")
        raise StandingRefused(said, code="theirs")
    before, today = _snapshot(row), row.owner.today()
    last = row.runs.exclude(state=RunState.COMING).aggregate(last=Max("planned_on"))["last"]
    if every:
        _refuse_rhythm(every, unit or row.unit)
        row.every, row.unit, row.starts_on = every, unit or row.unit, last or row.starts_on
    row.state, row.ended_at, row.ended_reason = StandingState.RUNNING, None, ""
    plan_run(row, after=max(today, last or today))
    return _write(standing, row, by, "standing.resumed", before)


@transaction.atomic
def skip_run(
    *, standing: StandingOrder, by: Actor, number: int | None = None, reason: str = ""
) -> StandingOrder:
    """Leave the coming run out; the next one comes in the rhythm. With its `number`, twice is once."""
    row = hold_standing(standing)
    if number is not None and row.runs.filter(number=number, state=RunState.SKIPPED).exists():
        return _unchanged(standing, row)
    _refuse_standing_still(row)
    before, run = _snapshot(row), _coming(row)
    close_run(run, RunState.SKIPPED, _reason(reason))
    plan_run(row, after=run.planned_on)
    return _write(standing, row, by, "standing.skipped", before)


@transaction.atomic
def delay_run(*, standing: StandingOrder, by: Actor, to: date) -> StandingOrder:
    """Let the coming run be on another day, before the one after it; the rhythm stays. Twice is once."""
    row = hold_standing(standing)
    _refuse_standing_still(row)
    before, run = _snapshot(row), _coming(row)
    if run.due_on == to:
        return _unchanged(standing, row)
    if to <= row.owner.today():
        raise StandingRefused(_("Choose a day from tomorrow on."), field="to")
    if to >= run_after(row.starts_on, row.every, row.unit, run.planned_on):
        raise StandingRefused(_("By then the one after it comes. Leave this one out instead."), field="to")
    StandingRun.objects.filter(pk=run.pk).update(due_on=to, updated_at=clock.now())
    row.next_on = to
    return _write(standing, row, by, "standing.delayed", before)


@transaction.atomic
def end_standing(*, standing: StandingOrder, by: Actor, reason: str = "") -> StandingOrder:
    """End it, with the reason if there is one. Nothing runs any more. Twice is once."""
    row = hold_standing(standing)
    if row.state == StandingState.ENDED:
        return _unchanged(standing, row)
    before = _snapshot(row)
    row.runs.filter(state=RunState.COMING).delete()
    row.state, row.next_on = StandingState.ENDED, None
    row.ended_at, row.ended_reason = clock.now(), _reason(reason)
    return _write(standing, row, by, "standing.ended", before)


@transaction.atomic
def put_back_standing(*, standing: StandingOrder, by: Actor, before: dict, version: int) -> StandingOrder:
    """Undo a change: goods, rhythm and the coming run are as `before`; a run whose day has gone by gives way to the next.

    Raises StandingChanged if it went on since.
    """
    row = hold_standing(standing)
    if row.version != version:
        raise StandingChanged(_("This was changed again since."))
    now_is = _snapshot(row)
    row.state, row.every, row.unit = before["state"], before["every"], before["unit"]
    row.starts_on, row.ended_reason = date.fromisoformat(before["starts_on"]), before["ended_reason"]
    row.ended_at = datetime.fromisoformat(before["ended_at"]) if before["ended_at"] else None
    row.lines.all().delete()
    StandingLine.objects.bulk_create(
        StandingLine(standing=row, product_id=product, quantity=quantity)
        for product, quantity in before["lines"]
    )
    _put_back_run(row, before["coming"])
    return _write(standing, row, by, "standing.put_back", now_is)


def hold_standing(standing: StandingOrder) -> StandingOrder:
    """Return the standing order as it is now, its person and itself held until the transaction ends."""
    customer = Customer.objects.select_for_update().get(pk=standing.customer_id)
    held = StandingOrder.objects.select_for_update(of=("self",)).select_related("owner")
    row = held.get(pk=standing.pk)
    row.customer = customer
    customer.owner = row.owner
    _refuse_gone(customer)
    return row


def was_ended_by_them(row: StandingOrder) -> bool:
    """Say whether the person ended it on their own page."""
    if row.state != StandingState.ENDED:
        return False
    ended = last_event_of(row, "standing.ended")
    return ended is not None and ended.actor_id is None


def plan_run(row: StandingOrder, *, after: date) -> StandingRun:
    """Plan the next run of the rhythm after a day, and let the row know its day; the caller saves that."""
    day = run_after(row.starts_on, row.every, row.unit, after)
    number = (row.runs.aggregate(last=Max("number"))["last"] or 0) + 1
    row.next_on = day
    return StandingRun.objects.create(standing=row, number=number, planned_on=day, due_on=day)


def close_run(run: StandingRun, state: str, reason: str = "", order=None) -> None:
    """Write down what became of a run."""
    now = clock.now()
    values = {
        "state": state,
        "reason": reason[:LONGEST_REASON],
        "order": order,
        "closed_at": now,
        "updated_at": now,
    }
    StandingRun.objects.filter(pk=run.pk).update(**values)


def save_standing(row: StandingOrder, *beside: StandingOrder) -> None:
    """Write the terms of a row, one version on, and show them on other instances of it."""
    values = {name: getattr(row, name) for name in TERMS}
    values |= {"version": row.version + 1, "updated_at": clock.now()}
    StandingOrder.objects.filter(pk=row.pk).update(**values)
    for instance in (row, *beside):
        vars(instance).update(values)


def _write(standing: StandingOrder, row: StandingOrder, by: Actor, kind: str, before: dict) -> StandingOrder:
    """Save what changed, announce the coming run anew, and tell of it."""
    save_standing(row, standing)
    announce(row, by)
    standing.event = record(kind, row, by=by, person=row.customer, before=before, after=_snapshot(row))
    return standing


def _unchanged(standing: StandingOrder, row: StandingOrder) -> StandingOrder:
    vars(standing).update({name: getattr(row, name) for name in (*TERMS, "version")})
    standing.event = None
    return standing


def _snapshot(row: StandingOrder) -> dict:
    """Everything that a change may touch, as plain values."""
    run = row.runs.filter(state=RunState.COMING).first()
    lines = row.lines.order_by("pk").values_list("product", "quantity")
    return {
        **facts_of(row, (*TERMS, "version")),
        "lines": [[str(product), quantity] for product, quantity in lines],
        "coming": facts_of(run, ("number", "planned_on", "due_on")) if run else None,
    }


def _coming(row: StandingOrder) -> StandingRun:
    return row.runs.get(state=RunState.COMING)


def _count_from(row: StandingOrder, day: date) -> None:
    """Let the rhythm count from a day, which the coming run has if there is one."""
    row.starts_on = day
    if row.state == StandingState.RUNNING:
        row.next_on = day
        _coming_runs = row.runs.filter(state=RunState.COMING)
        _coming_runs.update(planned_on=day, due_on=day, updated_at=clock.now())


def _put_back_run(row: StandingOrder, coming: dict | None) -> None:
    row.runs.filter(state=RunState.COMING).delete()
    row.next_on = date.fromisoformat(coming["due_on"]) if coming else None
    if coming is None:
        return
    if row.next_on < row.owner.today():
        plan_run(row, after=row.owner.today())
        return
    values = {"planned_on": coming["planned_on"], "due_on": coming["due_on"], "state": RunState.COMING}
    StandingRun.objects.update_or_create(
        standing=row, number=coming["number"], defaults={**values, "reason": "", "closed_at": None}
    )


def _just_begun(row: StandingOrder, wanted: dict[Product, int]) -> StandingOrder | None:
    """The same one, where it was begun a moment ago: a double tap, or a page that was sent again."""
    alike = {
        name: getattr(row, name)
        for name in ("owner", "customer", "every", "unit", "starts_on", "agreed_words")
    }
    twins = StandingOrder.objects.running().filter(created_at__gt=clock.now() - MOMENT, **alike)
    for twin in twins:
        if dict(twin.lines.values_list("product", "quantity")) == {
            product.pk: n for product, n in wanted.items()
        }:
            twin.event = None
            return twin
    return None


def _checked(row: StandingOrder, lines: Iterable[Wanted]) -> dict[Product, int]:
    """Return how many of each product, or refuse what cannot be ordered."""
    wanted: dict[Product, int] = {}
    for product, quantity in lines:
        wanted[product] = wanted.get(product, 0) + quantity
    if not wanted:
        raise StandingRefused(_("Say what is to come, for example: 2 hand balm."), field="lines")
    if len(wanted) > MOST_LINES:
        raise StandingRefused(_("At most %(most)d lines, please.") % {"most": MOST_LINES}, field="lines")
    for product, quantity in wanted.items():
        _refuse_product(row, product, quantity)
    return wanted


def _refuse_product(row: StandingOrder, product: Product, quantity: int) -> None:
    if product.company_id != row.owner.company_id or product.owner_id not in (None, row.owner_id):
        raise StandingRefused(_("There is no such product."), field="lines")
    if not product.is_active:
        raise StandingRefused(
            _("%(product)s is no longer for sale.") % {"product": product.name}, field="lines"
        )
    if not 1 <= quantity <= MOST_PIECES:
        said = _("From 1 to %(most)d pieces of a product, please.") % {"most": MOST_PIECES}
        raise StandingRefused(said, field="lines")


def _write_lines(row: StandingOrder, wanted: dict[Product, int]) -> None:
    StandingLine.objects.bulk_create(
        StandingLine(standing=row, product=product, quantity=quantity) for product, quantity in wanted.items()
    )


def _refuse_gone(person: Customer) -> None:
    if person.deleted_at:
        raise StandingRefused(_("This person was taken off your list."))


def _refuse_rhythm(every: int, unit: str) -> None:
    if unit not in Rhythm.values:
        raise StandingRefused(_("Choose weeks or months, please."), field="unit")
    if not 1 <= every <= 52:
        raise StandingRefused(_("From 1 to 52, please."), field="every")


def _refuse_day(day: date, today: date, field: str) -> None:
    if day < today:
        raise StandingRefused(_("That day has gone by. Choose one from today on."), field=field)
    if day > today + FURTHEST:
        raise StandingRefused(_("Choose a day within a year."), field=field)


def _refuse_ended(row: StandingOrder) -> None:
    if row.state == StandingState.ENDED:
        raise StandingRefused(_("This standing order has ended."), code="ended")


def _refuse_standing_still(row: StandingOrder) -> None:
    _refuse_ended(row)
    if row.state == StandingState.PAUSED:
        raise StandingRefused(_("This standing order is paused."), code="paused")


def _reason(reason: str) -> str:
    reason = tidy_line(reason)
    if len(reason) > LONGEST_REASON:
        raise StandingRefused(_("At most %(most)d signs, please.") % {"most": LONGEST_REASON}, field="reason")
    return reason
