"""The told delivery of an order, as a promise that goes with the order."""

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from customers.models import Customer
from followups.actions.apologies import mind_apology
from followups.actions.facts import hold_people
from followups.actions.promise_rows import END, LONGEST_REASON, LONGEST_TEXT, TERMS, write_promise
from followups.deliveries import Delivery, Held, Standing, is_past, standing_of, stays_broken
from followups.models import Promise
from followups.models.promise import PromiseKind, PromiseOrigin
from kit import clock
from kit.events import Actor, facts_of, record


@transaction.atomic
def promise_delivery(*, person: Customer, by: Actor, delivery: Delivery, goods: str = "") -> Promise | None:
    """Let the promise of an order say what its order says, however often called; None where nobody was told.

    `goods` are the words for a promise that is new. What is told of a day gone by, with nothing
    said of how it went, is history and no promise.
    """
    held = Promise.objects.select_related("owner", "apology").filter(
        origin=PromiseOrigin.ORDER, origin_id=delivery.order
    )
    person = hold_people([person.pk])[person.pk]
    row = held.first()
    if row is None:
        today = person.owner.today()
        return (
            None if not delivery.is_told or is_past(delivery, today) else _make(person, by, delivery, goods)
        )
    row.customer = person
    person.owner = row.owner
    values = _values(delivery, row)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    return write_promise(row, row, by, "promise.follows_order", changed) if changed else row


def _make(person: Customer, by: Actor, delivery: Delivery, goods: str) -> Promise:
    text = _("Deliver: %(goods)s") % {"goods": goods} if goods else _("Deliver the order")
    row = Promise(
        owner=person.owner, customer=person, text=Truncator(text).chars(LONGEST_TEXT),
        kind=PromiseKind.DELIVERY, given_on=delivery.ordered_on,
        origin=PromiseOrigin.ORDER, origin_id=delivery.order,
        **_terms(delivery), **_end(standing_of(delivery, None, person.owner.today())),
    )  # fmt: skip
    row.save(force_insert=True)
    row.event = record(
        "promise.follows_order", row, by=by, person=person, after=facts_of(row, (*TERMS, *END))
    )
    mind_apology(row, by)
    return row


def _values(delivery: Delivery, row: Promise) -> dict:
    """What the promise says from now on."""
    if not delivery.is_told:
        return {"revoked_at": row.revoked_at or clock.now()}
    held = Held(row.state, row.told_on, row.missed_on)
    values = {**_terms(delivery), "revoked_at": None}
    if stays_broken(delivery, held):
        return values
    standing = standing_of(delivery, held, row.owner.today())
    end = _end(standing)
    if standing.state == row.state and end["ended_on"]:
        end["closed_at"] = row.closed_at
        end["ended_on"] = delivery.delivered_on or row.ended_on
    return {**values, **end}


def _terms(delivery: Delivery) -> dict:
    extra = Truncator(delivery.extra).chars(LONGEST_TEXT)
    return {"due_on": delivery.due_on, "told_on": delivery.told_on, "extra": extra}


def _end(standing: Standing) -> dict:
    return {
        "state": standing.state,
        "missed_on": standing.missed_on,
        "ended_on": standing.ended_on,
        "closed_at": clock.now() if standing.ended_on else None,
        "reason": standing.reason[:LONGEST_REASON],
    }
