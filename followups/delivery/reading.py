"""Reads the letters of a claim with their people, in few statements and only what is looked at."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from customers.models import Consent, Customer
from customers.models.customer import Email, Phone
from followups.delivery.claim import IN_ORDER, Claim, unbegun
from followups.models import Letter, Message, Rule
from kit.prepared import read
from kit.rebuilt import rebuilt
from team.models import Distributor

OF_PEOPLE = (
    "id", "owner_id", "name", "greeting", "language", "zone", "touches_a_week", "grieving_until",
    "refused_on", "resting_until", "last_order_at", "deleted_at",
)  # fmt: skip
OF_SOMEBODY = ("emails", "phones", "consents")
OF_EMAILS = ("customer_id", "owner_id", "address", "position", "bounced_at")
OF_PHONES = ("customer_id", "owner_id", "number", "position")
OF_MESSAGES = (
    "id", "created_at", "owner_id", "customer_id", "rule_id", "occurrence", "purpose", "context", "due_at", "expires_at",
    "priority", "attempts", "resend_of_id", "begun_at",
)  # fmt: skip
OF_LETTERS = tuple(field.attname for field in Letter._meta.concrete_fields)
COLUMNS = (
    *OF_MESSAGES,
    *(f"customer__{name}" for name in OF_PEOPLE),
    *(f"letter__{name}" for name in OF_LETTERS),
)
PEOPLE_AT, LETTERS_AT = len(OF_MESSAGES), len(OF_MESSAGES) + len(OF_PEOPLE)


class Agreed(NamedTuple):
    """A consent that stands."""

    channel: str
    purpose: str
    withdrawn_at: datetime | None = None


class Reachable(NamedTuple):
    """The addresses of people and what they agreed to, by their ids."""

    emails: Mapping[UUID, list[Email]]
    agreements: Mapping[UUID, list[Agreed]]


def messages_of(claim: Claim) -> list[Message]:
    """Return what a claim still holds and has not begun, in order, with letter, person, owner and rule.

    Of letter and person only what the look and the writing need; the rest is read when it is asked for.
    """
    rows = read(_held, token=claim.token, ids=list(claim.ids))
    owners = Distributor.objects.in_bulk({row[OWNER] for row in rows} | {row[KEEPER] for row in rows})
    rules = Rule.objects.in_bulk({row[RULE] for row in rows})
    people: dict[UUID, Customer] = {}
    return [_message(row, owners, rules, people) for row in rows]


def read_rest(messages: list[Message]) -> None:
    """Read what else is to know of letters where something is done instead, and of their people."""
    whole = Message.objects.in_bulk([message.pk for message in messages])
    for message in messages:
        message.__dict__.update(
            {
                name: value
                for name, value in whole[message.pk].__dict__.items()
                if name not in message.__dict__
            }
        )
    prefetch_related_objects(list({message.customer for message in messages}), *OF_SOMEBODY)


def reachable(people: Mapping[UUID, Customer]) -> Reachable:
    """Return at which addresses people can be written to, and what letters they agreed to."""
    ids = sorted(people)
    emails: dict[UUID, list[Email]] = defaultdict(list)
    for row in read(_emails, ids=ids):
        emails[row[0]].append(rebuilt(Email, OF_EMAILS, row))
    agreements: dict[UUID, list[Agreed]] = defaultdict(list)
    for person, channel, purpose in read(_agreements, ids=ids):
        agreements[person].append(Agreed(channel, purpose))
    return Reachable(emails, agreements)


def read_phones(people: Mapping[UUID, Customer]) -> None:
    """Read the numbers of those whose time zone nobody knows: they tell the country."""
    ids = sorted(pk for pk, person in people.items() if not person.zone)
    theirs: dict[UUID, list[Phone]] = defaultdict(list)
    for row in read(_phones, ids=ids) if ids else ():
        theirs[row[0]].append(rebuilt(Phone, OF_PHONES, row))
    for pk in ids:
        people[pk].__dict__.setdefault("_prefetched_objects_cache", {})["phones"] = _kept(theirs.get(pk))


OWNER, RULE = OF_MESSAGES.index("owner_id"), OF_MESSAGES.index("rule_id")
KEEPER = PEOPLE_AT + OF_PEOPLE.index("owner_id")


def _message(row: list, owners: dict, rules: dict, people: dict) -> Message:
    person = people.get(row[PEOPLE_AT])
    if person is None:
        values = row[PEOPLE_AT:LETTERS_AT]
        person = people[values[0]] = rebuilt(Customer, OF_PEOPLE, values, owner=owners[row[KEEPER]])
    known = {"customer": person, "owner": owners[row[OWNER]], "rule": rules[row[RULE]], "letter": None}
    message = rebuilt(Message, OF_MESSAGES, row[:PEOPLE_AT], **known)
    if row[LETTERS_AT] is not None:
        kept = message._state.fields_cache
        kept["letter"] = rebuilt(Letter, OF_LETTERS, row[LETTERS_AT:], message=message)
    return message


def _kept(phones: list[Phone] | None) -> QuerySet:
    """What `prefetch_related` would have kept."""
    rows = Phone.objects.filter(customer=phones[0].customer_id) if phones else Phone.objects.none()
    rows._result_cache = phones or []
    return rows


def _held(token: int, ids: list[UUID]) -> QuerySet:
    return unbegun(token).filter(pk__in=ids).order_by(*IN_ORDER).values_list(*COLUMNS)


def _emails(ids: list[UUID]) -> QuerySet:
    return Email.objects.filter(customer__in=ids).values_list(*OF_EMAILS)


def _phones(ids: list[UUID]) -> QuerySet:
    return Phone.objects.filter(customer__in=ids).values_list(*OF_PHONES)


def _agreements(ids: list[UUID]) -> QuerySet:
    standing = Consent.objects.standing().filter(customer__in=ids, channel="email")
    return standing.values_list("customer_id", "channel", "purpose")
