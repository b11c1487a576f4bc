"""Writes what lies further back, in bulk: the same rows and events as the actions leave, at their own time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import singledispatchmethod
from uuid import UUID

from customers import actions as people
from customers.actions.consents import CONSENT_FACTS
from customers.actions.details import tags_of
from customers.actions.evidence import EVIDENCE_FACTS
from customers.actions.people import PERSON_FACTS
from customers.actions.touches import TOUCH_FACTS
from customers.contacts import email_key
from customers.ladder import PROSPECT_KINDS, Kind, Rung, stand
from customers.models import Consent, Customer, Email, LadderStep, Note, Phone, Referral, Touch
from kit import clock
from kit.events import Actor, Change, Door, facts_of, record_many
from mlmcrm.demo.deeds import Climbed, Deed, Delivered, Joined, Noted, Ordered, Story, Touched
from mlmcrm.demo.introductions import introduced
from sales import actions as sales
from sales.actions.rows import facts_with_lines
from sales.models import Order, OrderLine, Product
from sales.pricing import amount_of, total_of
from team.models import Distributor

BATCH = 400


@dataclass
class Rows:
    """What is to be written, by kind."""

    people: list[Customer] = field(default_factory=list)
    emails: list[Email] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    tags: list[tuple[UUID, tuple[str, ...]]] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    lines: list[OrderLine] = field(default_factory=list)
    steps: list[tuple[datetime, LadderStep]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


class History:
    """The past of one distributor's people, up to a moment."""

    def __init__(self, owner: Distributor, products: dict[str, Product], until: datetime):
        self.owner, self.products, self.until = owner, products, until
        self.by = Actor(owner, Door.WEB)
        self.rows = Rows()
        self.person_of: dict[int, Customer] = {}  # by the identity of the story
        self.order_of: dict[int, Order] = {}  # by the identity of the deed

    def write(self, stories: Iterable[Story]) -> None:
        """Write everybody who was entered before the moment, with what happened until then."""
        for story in stories:
            if story.entered_at < self.until:
                self._person(story)
                for deed in story.deeds:
                    if deed.at < self.until:
                        self._deed(deed, self.person_of[id(story)])
        self._climbs()
        self._save()

    def _person(self, story: Story) -> None:
        at = story.entered_at
        row = Customer(
            owner=self.owner, name=story.name.full, name_key=story.name.full.casefold()[:200],
            greeting=story.name.greeting, address=story.address, source=story.source, warmth=story.warmth,
            zone=story.zone, preferred_channel=story.channel, preferred_hours=story.hours,
            rung=Rung.SUSPECT.value, rung_since=story.entered_on, created_at=at, updated_at=at,
        )  # fmt: skip
        row.birth_year, row.birth_month, row.birth_day = story.birthday or (None, None, None)
        if story.introduced_by:
            row.introduced_by = self.person_of[id(story.introduced_by)]
        self.person_of[id(story)] = row
        self.rows.people.append(row)
        held = self._lists(row, story)
        facts = {name: value for name, value in facts_of(row, PERSON_FACTS).items() if value}
        self._note("customer.added", row, row, at, after={**facts, **held})
        self._evidence(row, at, Kind.ENTERED, story.entered_on, row.pk, story.source)
        if story.agrees:
            self._consent(row, at)
        if row.introduced_by:
            self._evidence(row.introduced_by, at, Kind.REFERRAL, story.entered_on, row.pk, row.name)
            self.rows.referrals.append(introduced(row, at, story.entered_on))

    def _lists(self, row: Customer, story: Story) -> dict:
        beside = {"customer": row, "owner": self.owner}
        if story.email:
            self.rows.emails.append(Email(**beside, address=story.email, key=email_key(story.email)))
        if story.phone:
            self.rows.phones.append(Phone(**beside, number=story.phone))
        if story.tags:
            self.rows.tags.append((row.pk, story.tags))
        lists = {"emails": [story.email], "phones": [story.phone], "tags": list(story.tags)}
        return {name: held for name, held in lists.items() if any(held)}

    def _consent(self, row: Customer, at: datetime) -> None:
        consent = Consent(
            owner=self.owner, customer=row, channel="email", purpose="service", source="When entered",
            given_at=at, created_at=at, updated_at=at,
        )  # fmt: skip
        self.rows.consents.append(consent)
        self._note("consent.given", consent, row, at, after=facts_of(consent, CONSENT_FACTS))

    @singledispatchmethod
    def _deed(self, deed: Deed, row: Customer) -> None:
        raise TypeError(f"Nobody writes a {type(deed).__name__}.")

    @_deed.register
    def _touched(self, deed: Touched, row: Customer) -> None:
        touch = Touch(
            owner=self.owner, customer=row, kind=deed.kind, direction=deed.direction, at=deed.at,
            note=deed.note, inquiry=deed.inquiry, created_at=deed.at, updated_at=deed.at,
        )  # fmt: skip
        self.rows.touches.append(touch)
        self._note("touch.logged", touch, row, deed.at, after=facts_of(touch, TOUCH_FACTS))
        kinds = [Kind(deed.kind)] if deed.kind in PROSPECT_KINDS else []
        for kind in [*kinds, Kind.INQUIRY] if deed.inquiry else kinds:
            self._evidence(row, deed.at, kind, self._day(deed.at), touch.pk, deed.note)

    @_deed.register
    def _ordered(self, deed: Ordered, row: Customer) -> None:
        currency = self.owner.currency
        order = Order(
            owner=self.owner, customer=row, ordered_on=deed.on, placed_at=deed.at, currency=currency,
            told_delivery_on=deed.told, planned_delivery_on=deed.planned, place_of_sale=deed.place,
            extras=deed.extras, created_at=deed.at, updated_at=deed.at,
        )  # fmt: skip
        lines = [self._line(order, code, quantity) for code, quantity in deed.lines]
        order.total = total_of(line.amount for line in lines)
        order.pv = total_of(line.quantity * line.product.pv for line in lines)
        self.order_of[id(deed)] = order
        self.rows.orders.append(order)
        self.rows.lines += lines
        self._note("order.placed", order, row, deed.at, after=facts_with_lines(order, lines))
        self._evidence(row, deed.at, Kind.ORDER, deed.on, order.pk)

    @_deed.register
    def _delivered(self, deed: Delivered, row: Customer) -> None:
        order = self.order_of[id(deed.order)]
        order.delivered_on, order.version, order.updated_at = deed.on, order.version + 1, deed.at
        change = {"before": {"delivered_on": None}, "after": {"delivered_on": deed.on}}
        self._note("order.delivered", order, row, deed.at, **change)

    @_deed.register
    def _noted(self, deed: Noted, row: Customer) -> None:
        note = Note(
            owner=self.owner, customer=row, at=deed.at, text=deed.text, created_at=deed.at, updated_at=deed.at
        )
        self.rows.notes.append(note)
        self._note("note.added", note, row, deed.at, after=facts_of(note, ["at", "text"]))

    @_deed.register
    def _climbed(self, deed: Climbed, row: Customer) -> None:
        self._evidence(row, deed.at, Kind.BY_HAND, deed.on, None, deed.reason, deed.rung)

    @_deed.register
    def _joined(self, deed: Joined, row: Customer) -> None:
        self._evidence(row, deed.at, Kind.ENROLMENT, deed.on, deed.distributor)

    def _line(self, order: Order, code: str, quantity: int) -> OrderLine:
        product = self.products[code]
        amount = amount_of(quantity, product.price, order.currency)
        return OrderLine(
            order=order, product=product, quantity=quantity, unit_price=product.price, amount=amount
        )

    def _evidence(
        self, row: Customer, at: datetime, kind: str, on: date, source: UUID | None, reason="", rung=None
    ) -> None:
        step = LadderStep(
            owner=self.owner, customer=row, kind=kind, on=on, source=source, rung=rung,
            reason=reason[:500], by=self.owner, created_at=at, updated_at=at,
        )  # fmt: skip
        self.rows.steps.append((at, step))

    def _climbs(self) -> None:
        """Each piece of evidence is an event, and says which rung it led to."""
        of_person = defaultdict(list)
        for at, step in sorted(self.rows.steps, key=lambda pair: pair[0]):
            of_person[step.customer].append((at, step))
        for row, pieces in of_person.items():
            before = _standing([pieces[0][1]])
            for number, (at, step) in enumerate(pieces, 1):
                after = _standing([piece for _at, piece in pieces[:number]])
                kind = "ladder.climbed" if after["rung"] > before["rung"] else "evidence.added"
                evidence = {"evidence": facts_of(step, EVIDENCE_FACTS)}
                if step.kind == Kind.ENTERED:
                    self._note(kind, step, row, at, after=evidence)
                else:
                    self._note(kind, step, row, at, before=before, after={**after, **evidence})
                before = after

    def _note(self, kind: str, subject, row: Customer, at: datetime, **rest) -> None:
        self.rows.changes.append(Change(kind, subject, person=row, at=at, **rest))

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.owner.zoneinfo).date()

    def _save(self) -> None:
        rows = self.rows
        steps = [step for _at, step in rows.steps]
        beside = (rows.emails, rows.phones, rows.consents, rows.touches, rows.notes, steps)
        for written in (rows.people, *beside, rows.referrals, rows.orders, rows.lines):
            if written:
                type(written[0]).objects.bulk_create(written, batch_size=BATCH)
        self._tag()
        record_many(sorted(rows.changes, key=lambda change: change.at), by=self.by)
        self._carry()

    def _tag(self) -> None:
        words = sorted({word for _pk, found in self.rows.tags for word in found})
        tags = {tag.name: tag for tag in tags_of(self.owner.pk, words)}
        through = Customer.tags.through
        through.objects.bulk_create(
            through(customer_id=pk, tag=tags[word]) for pk, found in self.rows.tags for word in found
        )

    def _carry(self) -> None:
        """Let the apps find the facts that each row carries, as they stood then."""
        ids = [row.pk for row in self.rows.people]
        with clock.travel(self.until):
            people.recount_facts(ids)
            sales.recount_facts(ids)


def _standing(steps: list[LadderStep]) -> dict:
    standing = stand(steps)
    return {"rung": standing.rung.value, "rung_since": standing.since}
