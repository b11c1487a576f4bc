"""Brings orders in: lines of one number are one order; what was placed before stays as it is."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from customers.actions import add_people
from customers.actions.bulk import NewPerson
from customers.actions.rows import hold_people
from customers.contacts import email_key
from kit import clock
from kit.events import Actor
from kit.ids import uuid7
from mlmcrm.importing import order_lines
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.goods import Goods
from mlmcrm.importing.identity import Ambiguous, holder
from mlmcrm.importing.lines import Line
from mlmcrm.importing.merging import Person
from mlmcrm.importing.order_book import OrderBook
from mlmcrm.importing.order_groups import Group, Item, KnownOrder, Partly, header_difference, meet
from mlmcrm.importing.order_lines import NOBODY, OrderLineRead, read_order_line
from mlmcrm.importing.outcomes import Fate, Outcome
from mlmcrm.importing.people_book import Book, Wanted
from mlmcrm.importing.person_lines import Setting
from mlmcrm.importing.sources import Source, open_table
from mlmcrm.importing.values import BadValue
from mlmcrm.importing.vcards import looks_like_cards
from mlmcrm.models import Import, ImportKind, ImportState
from sales.actions import add_past_lines, place_past_orders
from sales.actions.bulk import PastOrder
from sales.limits import MOST_LINES, MOST_MONEY


class OrdersImport:
    """One run over a file of orders."""

    kind = ImportKind.ORDERS

    def __init__(
        self, *, owner, by: Actor, setting: Setting, dry_run: bool,
        create_products: bool = False, mapping: Mapping | None = None,
    ):  # fmt: skip
        self._owner, self._by, self._setting, self._dry_run = owner, by, setting, dry_run
        self._mapping = mapping
        self._people = Book(owner, keep=dry_run, whole=False)
        self._orders = OrderBook(owner)
        self._goods = Goods(owner, by, create=create_products)
        self._since = clock.now()
        self._partly: dict[UUID, Partly] = {}
        self._changed: set[UUID] | None = None  # of which `news` has not told

    def source(self, path: Path) -> Source:
        if path.is_file() and looks_like_cards(path):
            raise ImportRefused(_("These are vCards: they hold people, not orders."))
        source = open_table(path, order_lines.SCHEMA, self._mapping)
        self._since = _begun_before(self._owner, source.judged.sha256) or self._since
        return source

    def group_of(self, line: Line) -> object:
        cells = line.cells
        if not cells:
            return None
        return cells.get("order_id") or tuple(cells.get(name) for name in ("date", *order_lines.PERSON))

    def take(self, lines: list[Line]) -> Outcome:
        """Decide and write one batch, within the caller's transaction."""
        outcome = Outcome()
        read = list(self._read(lines, outcome))
        self._people.open(_wanted(read))
        batch = _Batch(self._people, self._orders, self._goods, outcome)
        batch.group(read)
        self._orders.open(batch.groups, since=self._since)
        for group in batch.groups.values():
            batch.settle(group)
        if not self._dry_run:
            batch.write(self._owner, self._by)
        batch.close()
        self._remember_partly(batch.met)
        return outcome

    def finish(self) -> Outcome:
        """Refuse what the file tells of orders that hold more than it names."""
        outcome = Outcome()
        for part in self._partly.values():
            code, quantity, amount = part.order.unmet[0]
            said = _(
                "Order %(number)s was placed with more: %(quantity)s × %(code)s for %(amount)s is missing."
            )
            shown = {"number": part.order.number, "quantity": quantity, "code": code, "amount": amount}
            outcome.refuse_after_all(part.line, said % shown, part.raw, part.lines)
        return outcome

    def note_news(self) -> None:
        """From now on keep together what `news` will tell."""
        self._people.shelf.note_news()
        self._orders.shelf.note_news()
        self._changed = set()

    def news(self) -> dict:
        """Return what is remembered of the lines since the last time, as plain values."""
        changed, self._changed = self._changed, set()
        return {
            "people": self._people.shelf.take_news(),
            "orders": self._orders.shelf.take_news(),
            "goods": self._goods.news(),
            "partly": [self._partly[id].packed() for id in self._partly if id in changed],
            "whole": [id.hex for id in changed - self._partly.keys()],
        }

    def recall(self, news: dict) -> None:
        """Remember what a run before told, so that this one goes on as if it were the same."""
        self._people.shelf.add(news["people"])
        self._orders.shelf.add(news["orders"])
        self._goods.recall(news["goods"])
        for id in (UUID(id) for id in news["whole"]):
            self._partly.pop(id, None)
        for part in map(Partly.unpacked, news["partly"]):
            self._partly.pop(part.order.id, None)
            self._partly[part.order.id] = part

    def _read(self, lines: list[Line], outcome: Outcome) -> Iterator[OrderLineRead]:
        for line in lines:
            if line.problem:
                outcome.refuse(line.number, line.problem, line.raw)
                continue
            try:
                yield read_order_line(line, self._setting)
            except BadValue as bad:
                outcome.refuse(line.number, str(bad), line.raw)

    def _remember_partly(self, met: list[tuple[KnownOrder, Group]]) -> None:
        for order, group in met:
            if self._changed is not None:
                self._changed.add(order.id)
            before = self._partly.pop(order.id, None)
            if order.unmet and not order.is_open:
                line, raw = (before.line, before.raw) if before else (group.first.number, group.first.raw)
                lines = len(group.lines) + (before.lines if before else 0)
                self._partly[order.id] = Partly(order, line, raw, lines)


class _Batch:
    """The decisions on one batch of lines, and what is to be written for them."""

    def __init__(self, people: Book, orders: OrderBook, goods: Goods, outcome: Outcome):
        self._people, self._orders, self._goods, self._outcome = people, orders, goods, outcome
        self._strangers: dict[UUID, Person] = {}
        self._placed: list[tuple[KnownOrder, Group]] = []
        self._more: dict[UUID, list[Item]] = {}
        self.groups: dict[str, Group] = {}
        self.met: list[tuple[KnownOrder, Group]] = []

    def group(self, lines: list[OrderLineRead]) -> None:
        """Put lines to their orders, wherever in the batch they stand."""
        for read in lines:
            try:
                item, person = self._goods.item(read), self._person(read)
            except (BadValue, Ambiguous) as problem:
                self._outcome.refuse(read.number, str(problem), read.raw)
                continue
            number = read.order_id or f"{read.day}/{person or read.purpose}"
            group = self.groups.setdefault(number, Group(number, person, read, item.currency))
            if reason := group.refusal_of(read, item, person):
                self._outcome.refuse(read.number, reason, read.raw)
            else:
                group.add(read, item)

    def _person(self, read: OrderLineRead) -> UUID | None:
        if read.purpose in NOBODY:
            return None
        person = holder(self._people, read.person_id, read.emails, read.phones, read.person_name)
        if person is None:
            person = _stranger(read)
            self._strangers[person.id] = person
            self._people.index(person)
        return person.id

    def settle(self, group: Group) -> None:
        """Decide what becomes of the lines of an order."""
        order = self._orders.get(group.number)
        if order is None:
            self._place(group)
        elif reason := header_difference(group, order):
            self._refuse(group, reason)
        else:
            self._meet(group, order)

    def _place(self, group: Group) -> None:
        if reason := _too_much(group.number, group.items):
            self._refuse(group, reason)
            return
        first = group.first
        order = KnownOrder(
            uuid7(), group.number, group.person, first.purpose, first.day, group.currency,
            group.delivered_on, group.pieces, is_open=True,
        )  # fmt: skip
        self._orders.add(order)
        self._placed.append((order, group))
        for line in group.lines:
            self._count(Fate.NEW, group, *line)

    def _meet(self, group: Group, order: KnownOrder) -> None:
        unmet = list(order.unmet)
        extra = meet(order, group.items)
        reason = _surplus(group.number, extra[0]) if extra and not order.is_open else ""
        reason = reason or _too_much(group.number, extra, beside=order)
        if reason:
            order.unmet = unmet
            self._refuse(group, reason)
            return
        self.met.append((order, group))
        if extra:
            order.lines += [item.piece for item in extra]
            self._more[order.id] = extra
        for position, line in enumerate(group.lines):
            self._count(Fate.NEW if position < len(extra) else Fate.SAME, group, *line)

    def _count(self, fate: Fate, group: Group, read: OrderLineRead, item: Item) -> None:
        self._outcome.count(fate)
        self._outcome.show(read.number, fate, lambda: _shown(self._people, group, read, item))

    def _refuse(self, group: Group, reason: str) -> None:
        for read, _item in group.lines:
            self._outcome.refuse(read.number, reason, read.raw)

    def write(self, owner, by: Actor) -> None:
        ordered = [item for _order, group in self._placed for item in group.items]
        added = [item for items in self._more.values() for item in items]
        self._goods.save(item.code for item in ordered + added)
        hold_people(owner, {order.person for order, _group in (*self._placed, *self.met) if order.person})
        add_people(owner=owner, by=by, people=[_new_person(person) for person in self._buyers()])
        orders = [self._past_order(order, group) for order, group in self._placed]
        place_past_orders(owner=owner, by=by, orders=orders)
        more = {id: [self._goods.line(item) for item in items] for id, items in self._more.items()}
        add_past_lines(owner=owner, by=by, more=more)

    def _buyers(self) -> list[Person]:
        """Those new people of whom an order was taken."""
        buyers = dict.fromkeys(group.person for _order, group in self._placed)
        return [self._strangers[id] for id in buyers if id in self._strangers]

    def _past_order(self, order: KnownOrder, group: Group) -> PastOrder:
        return PastOrder(
            id=order.id, external_id=order.number, person=order.person, purpose=order.purpose,
            ordered_on=order.day, currency=order.currency, delivered_on=order.delivered_on,
            lines=[self._goods.line(item) for item in group.items],
        )  # fmt: skip

    def close(self) -> None:
        """Remember what later batches must know."""
        self._people.close_batch(self._buyers())
        self._orders.close_batch(order for order, _group in (*self._placed, *self.met))


def _begun_before(owner, sha256: str) -> datetime | None:
    """When the import of this file began that never came to its end, if there was one."""
    runs = Import.objects.visible_to(owner).filter(kind=ImportKind.ORDERS, sha256=sha256, dry_run=False)
    ended = runs.filter(state=ImportState.FINISHED).aggregate(at=Max("started_at"))["at"]
    since = runs.filter(started_at__gt=ended) if ended else runs
    return since.aggregate(at=Min("started_at"))["at"]


def _stranger(read: OrderLineRead) -> Person:
    if not read.person_name:
        shown = next(filter(None, (read.person_id, *read.emails, *read.phones)))
        said = _("None of your people has “%(shown)s”. With a person_name they are added.")
        raise BadValue(said % {"shown": shown})
    values = {"name": read.person_name}
    if read.person_id:
        values["external_id"] = read.person_id
    return Person(uuid7(), values, {"emails": list(read.emails), "phones": list(read.phones)})


def _shown(people: Book, group: Group, read: OrderLineRead, item: Item) -> dict[str, str]:
    """Return what a line of an order becomes, under the names of the columns."""
    person = people.get(group.person).values["name"] if group.person else read.purpose
    return {
        "order_id": read.order_id,
        "date": read.day.isoformat(),
        "person_name": person,
        "product": read.product,
        "quantity": str(item.quantity),
        "amount": f"{item.amount} {item.currency}",
    }


def _new_person(person: Person) -> NewPerson:
    return NewPerson(id=person.id, values=person.values, lists=person.lists)


def _too_much(number: str, items: list[Item], beside: KnownOrder | None = None) -> str:
    held = beside.lines if beside else []
    if len(held) + len(items) > MOST_LINES:
        said = _("Order %(number)s has more than %(limit)s lines.")
        return said % {"number": number, "limit": MOST_LINES}
    if sum(piece[2] for piece in held) + sum(item.amount for item in items) > MOST_MONEY:
        return _("Order %(number)s comes to more than can be kept.") % {"number": number}
    return ""


def _surplus(number: str, item: Item) -> str:
    said = _("Order %(number)s was placed without %(quantity)s × %(code)s for %(amount)s.")
    return said % {
        "number": number, "quantity": item.quantity, "code": item.code, "amount": item.amount
    }  # fmt: skip


def _wanted(lines: list[OrderLineRead]) -> Wanted:
    wanted = Wanted()
    for read in lines:
        wanted.external_ids |= {read.person_id} if read.person_id else set()
        wanted.email_keys |= {email_key(address) for address in read.emails}
        wanted.phones |= set(read.phones)
    return wanted
