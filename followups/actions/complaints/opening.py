"""A complaint begins, or more is said about one that is open."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Customer
from followups.actions.complaints.asking import take_back_letters, tell_received
from followups.actions.complaints.holding import (
    AWAITS_THEM,
    LONGEST_TEXT,
    answer_by,
    held,
    hold_person,
    plan_answer,
    read_wish,
    read_words,
    refuse_closed,
    waits_again,
    write_step,
)
from followups.actions.facts import tell_next_due
from followups.actions.stopping import stop_steps
from followups.errors import FollowupError
from followups.models import Complaint, ComplaintWord
from followups.models.complaint import ComplaintOrigin
from followups.purchases import is_order_of
from kit import clock
from kit.events import Actor, facts_of, record

STOP = "complaint"  # the condition of steps that end with it
FACTS = ("text", "wish", "origin", "about_owner", "answer_by")


@transaction.atomic
def open_complaint(
    *,
    customer: Customer,
    by: Actor,
    text: str,
    origin: str = ComplaintOrigin.HAND,
    origin_id: UUID | None = None,
    order_id: UUID | None = None,
    wish: str = "",
    about_owner: bool = False,
) -> Complaint:
    """Write down that somebody is not content; an answer is due within the distributor's office hours.

    To one that is open the words are added. The same `origin_id` twice is one. Nothing is sold to the
    person from now on. Raises Refused, naming the field, for no words or too many.
    """
    person = hold_person(customer)
    words, wish = read_words(text), read_wish(wish)
    if order_id and not is_order_of(person.pk, order_id):
        raise FollowupError(_("There is no such order of theirs."), field="order_id", code="no_such")
    if origin_id and (known := person.complaints.standing().filter(origin_id=origin_id).first()):
        known.event = None
        return known
    if standing := person.complaints.open().first():
        said = "\n\n".join(filter(None, (words, wish)))
        return add_words(
            complaint=standing, by=by, text=said[:LONGEST_TEXT], by_customer=origin != ComplaintOrigin.HAND
        )
    now = clock.now()
    complaint = Complaint(
        owner_id=person.owner_id, customer=person, opened_at=now, origin=origin, origin_id=origin_id,
        order_id=order_id, text=words, wish=wish, about_owner=about_owner,
        answer_by=answer_by(person.owner, now),
    )  # fmt: skip
    complaint.save(force_insert=True)
    after = facts_of(complaint, FACTS)
    complaint.event = record("complaint.opened", complaint, by=by, person=person, after=after)
    plan_answer(complaint, by)
    stop_steps(person, STOP, by, cause=complaint.pk)
    tell_next_due([person])
    if origin == ComplaintOrigin.LINK:
        tell_received(complaint, by)
    return complaint


@transaction.atomic
def add_words(*, complaint: Complaint, by: Actor, text: str, by_customer: bool = False) -> Complaint:
    """Add to a complaint what is said about it later. The same words twice are one.

    Whoever says more after it was put right is not content: it waits for an answer again.
    """
    row, words = held(complaint), read_words(text)
    refuse_closed(row)
    said = [row.text, *row.words.values_list("text", flat=True)]
    if words in said:
        complaint.event = None
        return complaint
    word = ComplaintWord(complaint=row, said_at=clock.now(), by_customer=by_customer, text=words)
    word.save(force_insert=True)
    again = by_customer and row.state in AWAITS_THEM
    values = waits_again(row) if again else {}
    told = {"text": words, "word": str(word.pk), "by_customer": by_customer}
    write_step(complaint, row, by, "complaint.added", values, told)
    if again:
        take_back_letters(row, by)
        plan_answer(row, by)
    return complaint
