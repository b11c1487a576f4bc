"""Brings together what the page of a person shows, from customers, follow-ups, appointments and orders.

Reads only: a constant number of queries, however long the history.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from appointments.models import Appointment
from customers.ladder import Kind, Rung, reached_by
from customers.models import Consent, Customer, LadderStep, Want
from customers.models.consent import Purpose
from customers.models.customer import RUNG_CHOICES, Channel
from customers.wording import evidence_said, leads_to, next_step
from followups.models import Message, Promise, Suppression, Task
from followups.preferences import suppressions_of
from followups.promises_shown import promises_to
from followups.promising import Figures
from kit import clock
from kit.templatetags.kept import money
from mlmcrm.story import Story, story_of
from sales.models import Order
from sales.wants_met import Met, answered_by, taught_in, with_synonyms

MEETINGS_SHOWN = 3
WANTS_SHOWN = 30
ORDERS_READ = 400  # more than anybody places in a year


@dataclass(frozen=True)
class Step:
    """A rung of a person's ladder: reached on a day by evidence, or what would lead there."""

    rung: int
    label: str
    evidence: str
    since: date | None = None
    current: bool = False
    ahead: bool = False
    by_hand: LadderStep | None = None


@dataclass(frozen=True)
class Orders:
    """What a person's standing orders come to."""

    days: tuple[date, ...]
    this_year: Decimal
    this_year_count: int
    last: Order | None
    last_goods: str


@dataclass(frozen=True)
class Next:
    """What to do next: a task, a letter to look at, or a suggestion in words."""

    task: Task | None = None
    draft: Message | None = None
    suggestion: str = ""


@dataclass(frozen=True)
class Wanted:
    """Something a person wants, with the products that answer it, the best first."""

    row: Want
    fits: list[Met]


@dataclass(frozen=True)
class PersonPage:
    """Everything on the page of a person."""

    known_days: int
    next: Next
    ladder: list[Step]
    can_climb: bool
    story: Story
    orders: Orders
    letters: list[Message]
    tasks: list[Task]
    meetings: list[Appointment]
    promises: list[Promise]
    kept: Figures
    wants: list[Wanted]
    consents: list[Consent]
    ended: list[Consent]
    stopped: Suppression | None
    asks_for_letters: bool


def page_of_person(viewer, person: Customer, cursor: str = "") -> PersonPage:
    """Gather the page of one of the viewer's people."""
    steps, tasks, letters = _steps(viewer, person), _tasks(viewer, person), _letters(viewer, person)
    placed = _orders(viewer, person)
    reached = reached_by(step for step in steps if step.revoked_at is None)
    told = {step.source for step in reached.values() if step.kind == Kind.ORDER}
    story = story_of(viewer, person, steps, cursor, also=told | {order.pk for order in placed[:1]})
    consents, ended = _consents(viewer, person)
    promises, kept = promises_to(viewer, person)
    whole = [row for row in suppressions_of(person) if not row.purpose]
    stopped = min(whole, key=lambda row: row.owner_id is not None, default=None)  # the widest one
    return PersonPage(
        known_days=_known_days(viewer, reached),
        next=_next(viewer, person, tasks, letters),
        ladder=_ladder(person, reached, {order.pk: order for order in placed}, story),
        can_climb=person.rung < Rung.ADVOCATE,
        story=story,
        orders=_summed(viewer, person, placed, story),
        letters=letters,
        tasks=tasks,
        meetings=_meetings(viewer, person),
        promises=promises,
        kept=kept,
        wants=_wants(viewer, person),
        consents=consents,
        ended=ended,
        stopped=stopped,
        asks_for_letters=not stopped and bool(person.emails.all()) and not _agrees_to_letters(consents),
    )


def story_page(viewer, person: Customer, cursor: str) -> Story:
    """Gather a further page of the story alone."""
    return story_of(viewer, person, _steps(viewer, person), cursor)


def _steps(viewer, person: Customer) -> list[LadderStep]:
    return list(LadderStep.objects.visible_to(viewer).filter(customer=person))


def _consents(viewer, person: Customer) -> tuple[list[Consent], list[Consent]]:
    """What somebody agrees to, and what they agreed to once and no longer."""
    rows = Consent.objects.visible_to(viewer).filter(customer=person).order_by("given_at", "pk")
    latest = {(row.channel, row.purpose): row for row in sorted(rows, key=_stands)}
    standing = [row for row in rows if row.withdrawn_at is None]
    return standing, [row for row in latest.values() if row.withdrawn_at]


def _stands(consent: Consent) -> bool:
    return consent.withdrawn_at is None


def _agrees_to_letters(consents: list[Consent]) -> bool:
    return any((row.channel, row.purpose) == (Channel.EMAIL, Purpose.SERVICE) for row in consents)


def _tasks(viewer, person: Customer) -> list[Task]:
    """Open tasks, those that come up first on top."""
    tasks = Task.objects.visible_to(viewer).open().filter(customer=person).select_related("rule")
    tasks = list(tasks.annotate(comes_up=Coalesce("snoozed_until", "due_at")).order_by("comes_up", "pk"))
    for task in tasks:
        task.customer = person  # the words of a task ask for its person
    return tasks


def _letters(viewer, person: Customer) -> list[Message]:
    """Letters that are still to come."""
    letters = Message.objects.visible_to(viewer).awaiting().filter(customer=person)
    return list(letters.select_related("rule").order_by("due_at", "pk"))


def _meetings(viewer, person: Customer) -> list[Appointment]:
    """Appointments to come, the next one first."""
    rows = Appointment.objects.visible_to(viewer).holding().to_come(clock.now())
    return list(rows.filter(guests__customer=person).select_related("kind")[:MEETINGS_SHOWN])


def _wants(viewer, person: Customer) -> list[Wanted]:
    """What they want and do not have yet, the latest said first."""
    rows = with_synonyms(Want.objects.visible_to(viewer).unmet(), viewer).filter(customer=person)
    wants = list(rows.order_by("-said_at")[:WANTS_SHOWN])
    for want in wants:
        want.customer, want.owner = person, viewer
    fits = answered_by(viewer, wants, taught_in(wants))
    return [Wanted(want, fits[want.pk]) for want in wants]


def _orders(viewer, person: Customer) -> list[Order]:
    """Standing orders, the latest first."""
    placed = Order.objects.visible_to(viewer).placed().filter(customer=person)
    rows = placed.only("ordered_on", "total", "currency")
    return list(rows.order_by("-ordered_on", "-placed_at", "-pk")[:ORDERS_READ])


def _known_days(viewer, reached: dict) -> int:
    """For how many days somebody has been among the viewer's people."""
    return (viewer.today() - reached[Rung.SUSPECT].on).days if Rung.SUSPECT in reached else 0


def _next(viewer, person: Customer, tasks: list[Task], letters: list[Message]) -> Next:
    """What comes up first; without anything planned, what is worth doing on this rung."""
    draft = next((letter for letter in letters if letter.state == "draft"), None)
    if draft and not (tasks and tasks[0].comes_up <= draft.due_at):
        return Next(draft=draft)
    if tasks:
        return Next(task=tasks[0])
    if person.is_spared(viewer.today()):
        return Next(suggestion=_("Nothing for now: they are spared."))
    return Next(suggestion=next_step(person.rung))


def _ladder(person: Customer, reached: dict, orders: dict, story: Story) -> list[Step]:
    """The rungs from the top down, with the evidence that reached each."""
    steps = []
    for rung, label in reversed(RUNG_CHOICES):
        step = reached.get(rung)
        steps.append(
            Step(
                rung=rung.value,
                label=label,
                evidence=_evidence(rung, step, orders, story) if step else _lacking(person, rung, reached),
                since=step.on if step else None,
                current=rung == person.rung,
                ahead=rung == person.rung + 1,
                by_hand=step if step and step.kind == Kind.BY_HAND and step.rung == rung else None,
            )
        )
    return steps


def _evidence(rung: Rung, step: LadderStep, orders: dict, story: Story) -> str:
    order = orders.get(step.source) if step.kind == Kind.ORDER else None
    if order is None:
        return evidence_said(step)
    said = {"goods": story.goods.get(order.pk, ""), "total": money(order.total, order.currency)}
    if rung == Rung.CLIENT:
        return _("Second order: %(goods)s, %(total)s") % said
    return _("First order: %(goods)s, %(total)s") % said


def _lacking(person: Customer, rung: Rung, reached: dict) -> str:
    """What would lead to a rung above; rungs passed by need nothing."""
    if rung < person.rung:
        return ""
    return leads_to(rung, {step.kind for step in reached.values()})


def _summed(viewer, person: Customer, placed: list[Order], story: Story) -> Orders:
    year = viewer.today().year
    this_year = [order.total for order in placed if order.ordered_on.year == year]
    last = placed[0] if placed else None
    return Orders(
        days=tuple(sorted({order.ordered_on for order in placed})),
        this_year=sum(this_year, Decimal(0)),
        this_year_count=len(this_year),
        last=last,
        last_goods=story.goods.get(last.pk, "") if last else "",
    )
