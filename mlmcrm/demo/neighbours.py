"""What a distributor and their people do day by day: they answer, order, ask, rest, grieve, and want no more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from customers import actions as people
from customers.models import Customer
from followups import actions as followups
from followups.meanings import Mail
from followups.models import Message, Reply
from kit import clock
from kit.errors import Refused
from kit.events import Actor, Door
from mlmcrm.demo.days import spend_evening
from sales import actions as sales
from sales.models import Order, Product
from team.models import Distributor
from team.wall_time import instant_at

if TYPE_CHECKING:
    from mlmcrm.demo.onward import Onward

NOBODY = Actor(None, Door.WEB)
ANSWERS = (
    ("answered", "Thank you, that is kind. All is well here.", {}),
    ("away", "I am out of the office until Monday.", {"auto-submitted": "auto-replied"}),
    ("perhaps stop", "Could we stop for a while?", {}),
    ("stopped by a word", "Stop", {}),
)
ANSWERED_SO_OFTEN = (8, 2, 1, 0.5)
ZONES = ("Europe/Lisbon", "America/Vancouver", "Asia/Tokyo", "Africa/Lagos")


class Neighbours:
    """The people of one distributor, and how often a day each thing happens among them."""

    def __init__(self, owner: Distributor, rng: Random, onward: Onward):
        self.owner, self.rng, self.onward = owner, rng, onward
        self.chances: tuple[tuple[float, Callable[[], str]], ...] = (
            (0.6, self.answer), (0.6, self.order), (0.3, self.ask), (0.15, self.come), (0.1, self.move),
            (0.06, self.grieve), (0.06, self.rest), (0.06, self.wish), (0.03, self.stop),
            (0.05, self.void), (0.02, self.leave),
        )  # fmt: skip

    @property
    def by(self) -> Actor:
        """Each deed is one of its own, as from a page."""
        return Actor(self.owner, Door.WEB)

    def fill(self, day: date) -> None:
        """Queue what happens on a day, at whatever hour, and the evening's work."""
        for chance, deed in self.chances:
            if self.rng.random() < chance:
                self.onward.at(self._hour(day), lambda deed=deed: self._do(deed))
        if self.rng.random() < 0.6:  # other evenings are free
            self.onward.at(instant_at(day, time(18, 30), self.owner.zoneinfo), self.evening)

    def _do(self, deed: Callable[[], str]) -> None:
        with suppress(Refused):
            if done := deed():
                self.onward.deeds[done] += 1

    def evening(self) -> None:
        """Look through drafts and what waited, settle what is doubtful, do some of what is due."""
        for reply in Reply.objects.filter(owner=self.owner).doubtful():
            followups.settle_reply(reply=reply, by=self.by, meaning="reply")
        if Message.objects.waited().filter(owner=self.owner).exists():
            followups.send_waited(owner=self.owner, by=self.by)
            self.onward.deeds["sent what waited"] += 1
        spend_evening(self.owner, self.rng, one_each=True)

    def answer(self) -> str:
        """Somebody answers one of the letters of the last days."""
        since = clock.now() - timedelta(days=5)
        sent = Message.objects.filter(owner=self.owner, state="sent", sent_at__gt=since)
        letter = self._one(
            sent.select_related("customer", "letter").order_by("sent_at", "customer__name_key")
        )
        if letter is None or letter.customer.deleted_at:
            return ""
        done, text, headers = self.rng.choices(ANSWERS, ANSWERED_SO_OFTEN)[0]
        mail = Mail(headers, letter.letter.recipient, f"Re: {letter.letter.subject}", text)
        followups.receive_reply(message=letter, by=NOBODY, mail=mail, source=f"{clock.now().isoformat()}")
        if done == "stopped by a word":
            self._note_stop(letter.customer)
        return done

    def order(self) -> str:
        """Somebody orders, to be delivered in some days."""
        person, product = (
            self._person(),
            self._one(Product.objects.filter(company=self.owner.company, owner=None)),
        )
        if person is None:
            return ""
        today = self.owner.today()
        order = sales.place_order(
            owner=self.owner, by=self.by, person=person, lines=[(product, 1, None)], ordered_on=today,
            planned_delivery_on=today + timedelta(days=3),
        )  # fmt: skip
        arrives = self._hour(today + timedelta(days=self.rng.randint(2, 5)))
        self.onward.at(arrives, lambda: self._deliver(order))
        return "ordered"

    def void(self) -> str:
        """An order of the last days is taken back."""
        since = clock.now() - timedelta(days=4)
        order = self._one(Order.objects.filter(owner=self.owner, state="placed", placed_at__gt=since))
        if order is None:
            return ""
        sales.void_order(order=order, by=self.by, reason="Changed their mind.")
        return "took an order back"

    def ask(self) -> str:
        """Somebody asks about something, or there is a call."""
        if person := self._person():
            asks = self.rng.random() < 0.5
            note = "What is it made of?" if asks else ""
            direction = self.rng.choice(("in", "out"))
            people.log_touch(
                person=person, by=self.by, kind="call", direction="in" if asks else direction, note=note,
                inquiry=asks,
            )  # fmt: skip
        return "was spoken to" if person else ""

    def come(self) -> str:
        """Somebody new is entered, sometimes introduced by somebody, most with their agreement."""
        number = f"{self.owner.handle}{clock.now():%m%d%H%M%S}"
        born = (1980, *(self.owner.today() + timedelta(days=self.rng.randint(1, 40))).timetuple()[1:3])
        agrees = self.rng.random() < 0.8
        people.add_person(
            owner=self.owner, by=self.by, name=f"Newcomer {number}", emails=[f"{number}@mail.example"],
            birthday=born, warmth=self.rng.choice(("warm", "cold")),
            introduced_by=self._person() if self.rng.random() < 0.5 else None,
            consents=[("email", "service")] if agrees else (),
        )  # fmt: skip
        return "came"

    def move(self) -> str:
        """Somebody lives by another clock now."""
        if person := self._person():
            self.onward.moved[person.pk].append((clock.now(), person.zoneinfo))
            people.change_person(person=person, by=self.by, version=None, zone=self.rng.choice(ZONES))
        return "moved" if person else ""

    def grieve(self) -> str:
        if person := self._person():
            until = self.owner.today() + timedelta(days=self.rng.randint(3, 30))
            people.mark_grief(person=person, by=self.by, until=until)
            self.onward.spared[person.pk].append((clock.now(), until))
        return "grieved" if person else ""

    def rest(self) -> str:
        if person := self._person():
            until = self.owner.today() + timedelta(days=self.rng.randint(5, 60))
            people.let_rest(person=person, by=self.by, until=until)
            self.onward.spared[person.pk].append((clock.now(), until))
        return "was left in peace" if person else ""

    def wish(self) -> str:
        """Somebody chooses on their own page how often a week they want to hear at the most."""
        if person := self._person(consents__channel="email", consents__withdrawn_at=None):
            wanted = {"service": "Letters about my orders."}
            touches = self.rng.choice((0, 1, 1, 3))
            followups.choose_letters(person=person, by=NOBODY, wanted=wanted, touches=touches, source="page")
        return "wished" if person else ""

    def stop(self) -> str:
        """Somebody presses the one button."""
        if person := self._person(consents__channel="email", consents__withdrawn_at=None):
            followups.stop_letters(person=person, by=NOBODY)
            self._note_stop(person)
        return "stopped" if person else ""

    def leave(self) -> str:
        if person := self._person():
            people.delete_person(person=person, by=self.by)
        return "was taken off the list" if person else ""

    def _deliver(self, order: Order) -> None:
        with suppress(Refused):  # taken back meanwhile
            sales.deliver_order(order=order, by=self.by, on=self.owner.today())

    def _note_stop(self, person: Customer) -> None:
        self.onward.stopped.setdefault(person.pk, clock.now())

    def _person(self, **where) -> Customer | None:
        known = Customer.objects.visible_to(self.owner).filter(**where)
        known = known.exclude(pk__in=self.onward.stopped).distinct()
        return self._one(known.order_by("name_key"))

    def _one(self, rows):
        rows = list(rows)
        return self.rng.choice(rows) if rows else None

    def _hour(self, day: date) -> datetime:
        at = time(self.rng.randint(6, 22), self.rng.randint(0, 59))
        return instant_at(day, at, self.owner.zoneinfo)
