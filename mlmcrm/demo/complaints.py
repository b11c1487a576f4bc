"""Who in the demo world is not content: one who waits for an answer, and one to whom it was made good."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from customers.models import Customer
from followups.actions import complaints
from followups.actions.promises import keep_promise
from followups.models import Complaint
from kit.events import Actor, Door
from mlmcrm.demo.days import Life

THEY = Actor(None, Door.WEB)  # the person, on their own page
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LEAKED = "The concentrate leaked in the box and ruined the tea I wanted to give away. Nobody answered my first message."


def keep_complaints(lives: dict[str, Life], healed: str, now: datetime) -> None:
    """Queue what people complain of; `healed` is the name of one of Yaw's people."""
    days = lives["yaw"].days
    days.at(now - 21 * HOUR, lambda: _leaked(lives["amara"]))
    days.at(now - HOUR, lambda: _late(lives["cleo"]))
    began = now.replace(hour=9, minute=20) - 16 * DAY
    for offset, step in (
        (timedelta(0), _wrote),
        (3 * HOUR, _heard),
        (4 * HOUR, _put_right),
        (2 * DAY, _arrived),
        (6 * DAY, _asked),
        (7 * DAY + 10 * HOUR, _said_yes),
    ):
        days.at(began + offset, lambda step=step: step(lives["yaw"], healed))


def _leaked(life: Life) -> None:
    """Somebody who bought twice writes by the link in her letter."""
    buyers = Customer.objects.visible_to(life.owner).filter(orders_count=2, warmth="warm", refused_on=None)
    person = buyers.exclude(name__in=life.unmet).exclude(emails=None).order_by("name_key").first()
    if person:
        wish = "Both again, before the weekend."
        complaints.open_complaint(customer=person, by=THEY, text=LEAKED, wish=wish, origin="link")


def _late(life: Life) -> None:
    """Somebody said it on the phone, and once more; Cleo asks her sponsor."""
    person = Customer.objects.visible_to(life.owner).filter(orders_count__gt=0).order_by("name_key").first()
    said = {"customer": person, "by": life.by, "text": "It came ten days late, and nobody told me."}
    complaint = complaints.open_complaint(**said, wish="Next time, tell me.")
    complaints.add_words(complaint=complaint, by=life.by, text="The second parcel was late, too.")
    complaints.change_complaint(complaint=complaint, by=life.by, cause="late")


def _wrote(life: Life, name: str) -> None:
    person = Customer.objects.visible_to(life.owner).get(name=name)
    text, wish = "Two of the soaps were broken when I opened the parcel.", "I would like whole ones, please."
    complaints.open_complaint(customer=person, by=THEY, text=text, wish=wish, origin="link")


def _heard(life: Life, name: str) -> None:
    heard = "Two soaps broken, and they were meant as a present."
    complaints.answer_complaint(complaint=_of(life, name), by=life.by, heard=heard)


def _put_right(life: Life, name: str) -> None:
    complaint, by = _of(life, name), life.by
    complaints.put_right(complaint=complaint, by=by, remedy="Both soaps again", cost=Decimal("11.80"))
    complaints.give_extra(complaint=complaint, by=by, extra="a lip balm", cost=Decimal("4.50"))
    complaints.promise_arrival(complaint=complaint, by=by, planned_on=_in(life, 3))
    complaints.change_complaint(
        complaint=complaint, by=by, cause="packing", cause_words="Paper between the bars."
    )


def _arrived(life: Life, name: str) -> None:
    keep_promise(promise=_of(life, name).promise, by=life.by)


def _asked(life: Life, name: str) -> None:
    complaints.ask_whether_well(complaint=_of(life, name), by=life.by)


def _said_yes(life: Life, name: str) -> None:
    words = "All is well, and thank you for the lip balm. I did not expect that."
    complaints.close_complaint(complaint=_of(life, name), by=THEY, words=words, by_customer=True)


def _of(life: Life, name: str) -> Complaint:
    return Complaint.objects.visible_to(life.owner).select_related("customer").get(customer__name=name)


def _in(life: Life, days: int) -> date:
    return life.owner.today() + days * DAY
