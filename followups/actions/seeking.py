"""Finds, for a step that comes by the calendar, the people it may ask something for within some days.

It may find too many, never too few: the schedule decides.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from customers.ladder import Kind as Evidence
from customers.ladder import Rung
from customers.models import Customer, LadderStep, Touch
from customers.models.touch import TouchKind
from followups.models import Complaint, Message, Playbook, Rule, Survey, Task
from followups.models.rule import Action, Anchor
from followups.rounds import Round
from followups.surveying import APART
from followups.windows import anchor_ranges, comes_often
from kit import clock

LONGEST_DELIVERY = timedelta(days=21)  # from an order; what comes later is not asked about
ZONES_APART = timedelta(days=1)  # a local day begins at most this much before or after the day in UTC
# What happens to somebody on any day may do so twice within some days: they ask, introduce, buy.
ANY_DAY = frozenset(
    {Anchor.INQUIRY, Anchor.REFERRAL, Anchor.FRIEND_ORDERED, Anchor.CLIMB, Anchor.LAST_CONTACT}
)
NOBODY = Q(pk__in=())
Days = Callable[[Rule], tuple[date, date]]
Finding = Callable[[Rule, date, date], Q]


def people_for(looked: Round, days: Days) -> QuerySet:
    """Return the people that the rules of a round may ask something for, on the days of each rule.

    Who has it already is left out, unless it may come again soon; so is, after a long silence,
    whoever has anything on the list.
    """
    people = Customer.objects.filter(deleted_at=None)
    if looked.anchor == Anchor.LAST_CONTACT:
        people = people.annotate(silent_since=Coalesce("last_contact_at", "created_at"))
        people = people.exclude(Exists(Task.objects.open().filter(customer=OuterRef("pk"))))
    if looked.alike[0][0].owner_id is None:
        people = _without_own(people, looked.alike[0][0])
    return people.filter(reduce(or_, (_asked_for(rules, *days(rules[0])) for rules in looked.alike)))


def _asked_for(rules: Sequence[Rule], first: date, last: date) -> Q:
    """Whom rules may ask something for that differ in nothing but their owners."""
    rule = rules[0]
    wanted = FINDERS[rule.anchor](rule, first - ZONES_APART, last + ZONES_APART)
    if rule.owner_id is not None:
        wanted &= Q(owner__in=[rule.owner_id for rule in rules])
    if rule.playbook and rule.playbook.rung is not None:
        wanted &= Q(rung=rule.playbook.rung)
    if rule.anchor in ANY_DAY or comes_often(rule, first, last):
        return wanted
    had = {"customer": OuterRef("pk"), "rule__in": [rule.pk for rule in rules], "local_date__gte": first}
    if rule.owner_id is not None:
        had["rule__owner"] = OuterRef("owner")
    return wanted & ~Exists(Task.objects.filter(**had)) & ~Exists(Message.objects.filter(**had))


def _without_own(people: QuerySet, rule: Rule) -> QuerySet:
    """Whom a rule of the house is for: everybody's people who have no such rule or playbook of their own."""
    people = people.exclude(Exists(Rule.objects.filter(owner=OuterRef("owner"), key=rule.key)))
    if rule.playbook_id is None:
        return people
    return people.exclude(Exists(Playbook.objects.filter(owner=OuterRef("owner"), key=rule.playbook.key)))


def _by_day(column: str) -> Finding:
    def find(rule: Rule, first: date, last: date) -> Q:
        return _within(rule, first, last, column)

    return find


def _silent(rule: Rule, first: date, last: date) -> Q:
    """People without a word, in or out, since a day."""
    silent = _within(rule, first, last, "silent_since", moments=True)
    return silent if rule.playbook_id else silent & Q(rung__lt=Rung.CUSTOMER)


def _birthdays(rule: Rule, first: date, last: date) -> Q:
    born = Q(pk=None)
    for since, until in {*anchor_ranges(rule, True, first, last), *anchor_ranges(rule, False, first, last)}:
        for n in range(min((until - since).days + 1, 366)):
            born |= _born_on(since + timedelta(days=n))
    return born & ~Q(warmth="cold", rung__lt=Rung.CUSTOMER)


def _interested(rule: Rule, first: date, last: date) -> Q:
    """People who showed interest lately, or stand on the rung of those by hand alone."""
    shown = Q(inquiry=True) | Q(kind__in=(TouchKind.SAMPLE, TouchKind.PRESENTATION))
    touches = Touch.objects.standing().filter(shown, customer=OuterRef("pk"))
    ranges = {*anchor_ranges(rule, True, first, last), *anchor_ranges(rule, False, first, last)}
    lately = Exists(touches.filter(_in_ranges(ranges, "at", moments=True)))
    return lately | Q(_in_ranges(ranges, "rung_since"), rung=Rung.PROSPECT)


def _introducers(rule: Rule, first: date, last: date) -> Q:
    made = LadderStep.objects.standing().filter(customer=OuterRef("pk"), kind=Evidence.REFERRAL)
    return Q(Exists(made.filter(_in_ranges(anchor_ranges(rule, False, first, last), "on"))))


def _introducers_of_buyers(rule: Rule, first: date, last: date) -> Q:
    ordered = LadderStep.objects.standing().filter(
        customer__introduced_by=OuterRef("pk"), kind=Evidence.ORDER
    )
    return Q(Exists(ordered.filter(_in_ranges(anchor_ranges(rule, False, first, last), "on"))))


def _buyers(rule: Rule, first: date, last: date) -> Q:
    """What comes once after an order is planned with it; only what comes again is looked for, and surveys."""
    if rule.every or (rule.action == Action.SURVEY and rule.anchor == Anchor.EXPECTED_ORDER):
        return Q(orders_count__gt=0)
    if rule.action != Action.SURVEY:
        return NOBODY
    ranges = {*anchor_ranges(rule, True, first, last), *anchor_ranges(rule, False, first, last)}
    wide = {(since - LONGEST_DELIVERY, until) for since, until in ranges}
    asked = Survey.objects.standing().filter(customer=OuterRef("pk"), asked_at__gt=clock.now() - APART)
    return _in_ranges(wide, "last_order_at", moments=True) & ~Exists(asked)


def _were_heard(rule: Rule, first: date, last: date) -> Q:
    """People whose complaint came to its end on a day by which the rule asks."""
    theirs = Complaint.objects.standing().filter(customer=OuterRef("pk"))
    ranges = anchor_ranges(rule, False, first, last)
    return Q(Exists(theirs.filter(_in_ranges(ranges, "closed_at", moments=True))))


def _nobody(rule: Rule, first: date, last: date) -> Q:
    return NOBODY


def _within(rule: Rule, first: date, last: date, column: str, moments: bool = False) -> Q:
    """Where a column holds an anchor day by which the rule asks within some days, for strangers or others."""
    asked = {cold: anchor_ranges(rule, cold, first, last) for cold in (True, False)}
    if asked[True] == asked[False]:
        return _in_ranges(asked[True], column, moments)
    cold, warm = (_in_ranges(asked[cold], column, moments) for cold in (True, False))
    return Q(cold, warmth="cold") | Q(warm, warmth="warm")


def _in_ranges(ranges, column: str, moments: bool = False) -> Q:
    found = Q(pk=None)
    for since, until in ranges:
        if moments:
            since, until = _begins(since), _begins(until + timedelta(days=1))
        found |= Q(**{f"{column}__gte": since, f"{column}__lte": until})
    return found


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _born_on(day: date) -> Q:
    """On 28 February of a common year, people of 29 February have their birthday too."""
    is_last = (day.month, day.day, (day + timedelta(days=1)).month) == (2, 28, 3)
    born = Q(birth_month=day.month, birth_day=day.day)
    return born | Q(birth_month=2, birth_day=29) if is_last else born


FINDERS: dict[str, Finding] = {
    Anchor.LAST_CONTACT: _silent,
    Anchor.BIRTHDAY: _birthdays,
    Anchor.CLIMB: _by_day("rung_since"),
    Anchor.SLIPPING: _by_day("slips_on"),
    Anchor.COOLING: _by_day("cools_on"),
    Anchor.INQUIRY: _interested,
    Anchor.REFERRAL: _introducers,
    Anchor.FRIEND_ORDERED: _introducers_of_buyers,
    Anchor.FIRST_ORDER: _buyers,
    Anchor.REPEAT_ORDER: _buyers,
    Anchor.DELIVERY: _buyers,
    Anchor.EXPECTED_ORDER: _buyers,
    Anchor.COMPLAINT_CLOSED: _were_heard,
    Anchor.MEETING: _nobody,
}
