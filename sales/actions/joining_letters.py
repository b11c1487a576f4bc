"""What somebody who joins is told, and what the distributor is reminded of."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from customers.contacts import email_key
from customers.models import Customer
from followups.actions import Owed, owe, take_back_owed
from followups.defaults import ALWAYS
from followups.letters import language_of
from followups.models import Message, Rule
from followups.reaching import reach_to
from kit import clock
from kit.events import Actor
from kit.writing import write_date
from sales.joining import enrolment_link
from sales.joining_defaults import BEGUN, CANCELLED, CONFIRM, DONE, HOUSE_RULES, WISH
from sales.models import Enrolment

OF_USE, ASKED_OF_USE = timedelta(days=14), timedelta(days=2)
BY_HAND = frozenset({DONE, BEGUN, WISH})  # tasks, and what is handed over where no letter goes
ONCE_IN = 600  # seconds: nobody fills a letter box by pressing a button
MOST_A_DAY = 3  # to one address, whoever's page asks
A_DAY = timedelta(days=1)


def ensure_letters() -> None:
    """Add the rules of these letters and tasks that are missing; what somebody changed stays as it is."""
    known = set(Rule.objects.filter(owner=None).values_list("key", flat=True))
    fresh = [Rule(active_from=ALWAYS, **terms) for terms in HOUSE_RULES if terms["key"] not in known]
    Rule.objects.bulk_create(fresh, ignore_conflicts=True)


def ask_to_confirm(row: Enrolment, by: Actor) -> None:
    """Send the link by which somebody confirms that it was they; where none arrives, it is for the owner to call."""
    now, reach = clock.now(), reach_to(row.customer)
    turn = int(now.timestamp()) // ONCE_IN
    if not reach or _asked_at(reach.address, now) < MOST_A_DAY:
        _owe(row, by, CONFIRM, f"confirm{turn}", now + ASKED_OF_USE, awaited=True)
    if not reach:
        _owe(row, by, WISH, "wish", now + OF_USE, context={"page": page_of(row.customer)})


def give_copy(row: Enrolment, by: Actor) -> None:
    """Send a copy of what was agreed, with the day until which it may be taken back."""
    forget(row, by, _("They have joined."))
    _owe(row, by, DONE, f"done{row.version}", clock.now() + OF_USE, awaited=True)


def confirm_end(row: Enrolment, by: Actor) -> None:
    """Send the word that an enrolment is taken back."""
    forget(row, by, _("The enrolment was taken back."))
    _owe(row, by, CANCELLED, f"cancelled{row.version}", clock.now() + OF_USE, awaited=True)


def remind_of(row: Enrolment, by: Actor) -> None:
    """Put an enrolment that rests on the owner's list, once for each time that it was left."""
    older = _cause(row) + "begun"
    take_back_owed(person=row.customer, by=by, occurrence=older, reason=_("It was gone on with since."))
    context = {"page": page_of(row.customer)}
    _owe(row, by, BEGUN, f"begun{row.version}", clock.now() + OF_USE, context=context)


def forget(row: Enrolment, by: Actor, reason: str) -> None:
    """Take back what waits to be told or done for an enrolment."""
    take_back_owed(person=row.customer, by=by, occurrence=_cause(row), reason=reason)


def page_of(person: Customer) -> str:
    return reverse("enrol", args=[person.pk])


def _owe(row: Enrolment, by: Actor, rule: str, what: str, until, *, awaited=False, context=None) -> None:
    owed = Owed(
        rule=rule, occurrence=_cause(row) + what, due_at=clock.now(), expires_at=until, awaited=awaited,
        context=context or _values(row), else_task=rule in BY_HAND,
    )  # fmt: skip
    owe(person=row.customer, by=by, owed=[owed])


def _asked_at(address: str, now) -> int:
    """How many letters of this kind this address was sent in a day."""
    key = email_key(address)
    rows = Message.objects.filter(rule__key=CONFIRM, created_at__gt=now - A_DAY)
    return rows.filter(customer__emails__key=key).distinct().count()


def _cause(row: Enrolment) -> str:
    return f"enrolment:{row.pk}:"


def _values(row: Enrolment) -> dict:
    """The values of the fields, in the person's language."""
    language, never = language_of(row.customer, row.owner), timedelta(days=400)
    until = row.cancel_by and write_date(row.cancel_by, today=row.cancel_by - never, language=language)
    return {
        "link": enrolment_link(row),
        "company": row.owner.company.name,
        "until": until or "",
        "page": page_of(row.customer),
    }
