"""What becomes of waiting letters when somebody may no longer be written to, or may again."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from customers.models import Consent, Customer
from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.instead import task_instead
from followups.actions.retired import Why, bring_back, retire
from followups.kinds import Kind
from followups.models import Message, Task
from followups.models.message import State
from followups.reaching import Suppressed, contact_of, suppressed_among
from followups.ways import Way, way_to
from kit.events import Actor

STOPPED = "stopped_by_them"  # somebody pressed Stop, or answered with that word
SILENCED = ("no_consent", "suppressed", STOPPED)  # the rest is judged when its time comes


def mind_consent(*, consent: Consent, by: Actor) -> None:
    """Cancel what waits for somebody who took a consent back; bring it back if it stands again."""
    person = hold_people([consent.customer_id])[consent.customer_id]
    if consent.withdrawn_at:
        silence([person], by)
    else:
        unsilence([person], by)


def silence(people: Iterable[Customer], by: Actor, *, asked: bool = False) -> list[Message]:
    """Cancel what waits for people, held by the caller, and may not go any more; return it.

    `asked`: because they asked for no more letters. A thank-you becomes a task: to thank in person
    is still allowed.
    """
    people, gone = list(people), []
    for message, way in _with_ways(Message.objects.waiting(), people):
        if way.code in SILENCED:
            code = STOPPED if asked and way.code == "suppressed" else way.code
            sentence = wording.reason(code, message.customer.owner.language)
            gone += retire([message], Why(code, sentence), by)
    claimed = Message.objects.waiting().filter(customer__in=people, state=State.CLAIMED)
    claimed.update(state=State.PLANNED, lease_until=None)  # to be looked at again, by whom and where to
    for message in gone:
        if message.rule.kind == Kind.THANK:
            task_instead(message, by, message.reason_code, message.reason)
    tell_next_due(people)
    return gone


def unsilence(people: Iterable[Customer], by: Actor) -> list[Message]:
    """Bring back what was cancelled like this, where the way is open again and it is not too late."""
    people = list(people)
    silenced = Message.objects.filter(state=State.CANCELLED, reason_code__in=SILENCED)
    back = bring_back([message for message, way in _with_ways(silenced, people) if way], by)
    instead = Task.objects.open().filter(
        customer__in=people, context__instead_of__in=[str(row.pk) for row in back]
    )
    retire(list(instead.select_related("rule")), Why("letter_goes", ""), by)
    tell_next_due(people)
    return back


def _with_ways(messages, people: list[Customer]) -> list[tuple[Message, Way]]:
    """The messages to these people, each with the way to them as it is now."""
    prefetch_related_objects(people, "owner", "emails", "phones", "consents")
    shut, by_id = _suppressed(people), {person.pk: person for person in people}
    rows = messages.filter(customer__in=by_id).select_related("rule").order_by("pk")
    for row in rows:
        row.customer = by_id[row.customer_id]
    return [(row, _way(row, shut)) for row in rows]


def _suppressed(people: list[Customer]) -> Suppressed:
    lists = [(*person.emails.all(), *person.phones.all()) for person in people]
    return suppressed_among([row for rows in lists for row in rows])


def _way(message: Message, shut: Suppressed) -> Way:
    person = message.customer
    return way_to(
        contact_of(person), [message.channel], purpose=message.purpose, suppressed=shut[person.owner_id]
    )
