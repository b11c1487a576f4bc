"""Who is about to join in the demo world: one enrolment that rests, and one that waits for the press of a link."""

from datetime import datetime, timedelta

from customers.ladder import Rung
from customers.models import Customer
from kit import clock
from kit.events import Actor, Door
from mlmcrm.demo.days import Life
from sales.actions import ask_to_join, begin_enrolment
from sales.actions.visitors import Joiner
from sales.joining import agreement_in_force, country_of, mark_of
from sales.models.order import Place


def keep_enrolments(lives: dict[str, Life], now: datetime) -> None:
    """Let each have a client who was interrupted two days ago, and one who asked on the public page today."""
    for life in lives.values():
        owner, by = life.history.owner, life.history.by
        clients = Customer.objects.visible_to(owner).select_related("owner__company").filter(rung=Rung.CLIENT)
        chosen = list(clients.exclude(emails=None).order_by("-orders_count", "name_key", "pk")[2:4])
        for person in chosen[:1]:
            with clock.travel(now - timedelta(days=2)):
                begin_enrolment(customer=person, by=by, values={"name": person.name, "place": Place.EVENT})
        for person in chosen[1:]:
            with clock.travel(now - timedelta(hours=3)):
                _ask(person)


def _ask(person: Customer) -> None:
    owner, country = person.owner, country_of(person.owner)
    joiner = Joiner(
        name=person.name, email=person.emails.all()[0].address, country=country, zone=owner.zone,
        agreement=mark_of(agreement_in_force(owner.company, country)),
    )  # fmt: skip
    ask_to_join(owner=owner, by=Actor(None, Door.WEB), joiner=joiner)
