"""Loads what of people decides on what is owed to them: a fixed number of queries for many."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from customers.ladder import Kind as Evidence
from customers.models import Customer, LadderStep, Touch
from customers.models.touch import Direction, TouchKind
from followups.actions.surveyed import Surveyed, surveyed
from followups.actions.touched import COUNTED_LETTERS, allowance_of, touched_days
from followups.anchors import OF_AN_ORDER, Anchor
from followups.attention import UNCOUNTED
from followups.complaints import newest_complaints
from followups.models import Message, Task
from followups.models.message import State
from followups.models.rule import Stop
from followups.purchases import newest_purchases
from followups.standing import Friend, Interest, Span, Standing
from kit import clock
from kit.bulk import batches
from kit.expressions import Listed, among
from team.models import Distributor

AT_ONCE = 5_000  # people asked about in one query
A_WEEK = timedelta(days=8)  # seven days of anybody's wall
LATELY = timedelta(days=400)  # an interest older than this moves nothing any more
EVER = datetime(1, 1, 2, tzinfo=UTC)
NEVER = Surveyed()
GONE = (State.SENT, State.UNCERTAIN)

Ids = Collection[UUID] | Listed | QuerySet


def standings(
    people: Sequence[Customer],
    anchors: Collection[str],
    *,
    apart_from: Collection[str] = (),
    goods: bool = True,
    stops: Collection[str] | None = None,
    whole: QuerySet | None = None,
    surveys: bool = False,
) -> dict[UUID, Standing]:
    """Return the standing of people, whose owners are loaded, as far as these anchors need it.

    What waits by the steps of the keys `apart_from` is left out: it is about to be decided anew.
    Without `goods` it is not told what orders hold; with `stops` only what these conditions ask for
    of what they answered; with `surveys` also when they were asked. `whole` are the ids of the same people as a query, where they are many.
    """
    anchors, apart_from = frozenset(anchors), tuple(apart_from)
    if whole is not None:
        parts = _parts(whole, anchors, apart_from, goods, stops, surveys)
        return {person.pk: _standing(person, parts) for person in people}
    found: dict[UUID, Standing] = {}
    for batch in batches(people, AT_ONCE):
        parts = _parts(among([person.pk for person in batch]), anchors, apart_from, goods, stops, surveys)
        found |= {person.pk: _standing(person, parts) for person in batch}
    return found


def _parts(
    ids: Ids,
    anchors: frozenset[str],
    apart_from: Sequence[str],
    goods: bool,
    stops: Collection[str] | None,
    surveys: bool,
) -> dict[str, Mapping]:
    def where(needed: bool, load, *how) -> Mapping:
        return load(ids, *how) if needed else {}

    return {
        "replied": where(stops is None or Stop.REPLIED in stops, answered),
        "unanswered": where(stops is None or Stop.UNANSWERED in stops, left_unanswered),
        "open": _open(ids, apart_from),
        "taken": _taken(ids, apart_from),
        "letters": _letters(ids, apart_from),
        "complaints": newest_complaints(ids),
        "purchases": where(bool(anchors & OF_AN_ORDER), newest_purchases, goods),
        "interests": where(Anchor.INQUIRY in anchors, _interests),
        "introduced": where(Anchor.REFERRAL in anchors, _introduced),
        "surveyed": where(surveys, surveyed, apart_from),
        "recruiting": where(Anchor.FRIEND_ORDERED in anchors, _not_to_recruit),
        "friends": where(Anchor.FRIEND_ORDERED in anchors, _friends_ordered),
    }


def _standing(person: Customer, parts: dict[str, Mapping]) -> Standing:
    id, complaint = person.pk, parts["complaints"].get(person.pk)
    closed, asked = complaint and complaint.closed_on, parts["surveyed"].get(id, NEVER)
    return Standing(
        id=id,
        zone=person.owner.zoneinfo,
        entered_at=person.created_at,
        rung=person.rung,
        rung_since=person.rung_since,
        is_cold=person.warmth == "cold",
        birthday=(person.birth_month, person.birth_day) if person.birth_month else None,
        last_contact_at=person.last_contact_at,
        replied_at=parts["replied"].get(id),
        last_order_at=person.last_order_at,
        expected_order_on=person.expected_order_on,
        slips_on=person.slips_on,
        cools_on=person.cools_on,
        refused_on=person.refused_on,
        unanswered=parts["unanswered"].get(id, 0),
        complaint_open=complaint is not None and closed is None,
        complaint_closed=(complaint.id, closed) if closed else None,
        allowance=allowance_of(person, complaint is not None and closed is None),
        purchase=parts["purchases"].get(id),
        interest=parts["interests"].get(id),
        introduced=tuple(parts["introduced"].get(id, ())),
        friends_ordered=tuple(parts["friends"].get(id, ())),
        open=tuple(parts["open"].get(id, ())),
        taken=parts["taken"].get(id, {}),
        letters=frozenset(parts["letters"].get(id, ())),
        surveyed=asked.days,
        wants_no_surveys=asked.refused,
        not_to_recruit=parts["recruiting"].get(id, ""),
    )


def answered(ids: Ids) -> dict[UUID, datetime]:
    """Return when each of some people last said a word to their distributor."""
    theirs = Touch.objects.standing().filter(customer__in=ids, direction=Direction.IN).order_by()
    return dict(theirs.values_list("customer_id").annotate(Max("at")))


def left_unanswered(ids: Ids) -> Counter:
    """How many words of ours, by a letter or by hand, they left without a word or an order of theirs."""
    theirs = Touch.objects.standing().filter(customer=OuterRef("customer"), direction=Direction.IN)
    last_word = theirs.order_by().values("customer").annotate(at=Max("at")).values("at")
    since = {"answered": Coalesce(Subquery(last_word), EVER)}
    not_since_order = Q(customer__last_order_at=None)
    words = Touch.objects.standing().filter(customer__in=ids, direction=Direction.OUT).annotate(**since)
    words = words.filter(not_since_order | Q(at__gt=F("customer__last_order_at")), at__gt=F("answered"))
    sent = Message.objects.filter(customer__in=ids, state__in=GONE).annotate(**since)
    sent = sent.exclude(rule__kind__in=UNCOUNTED)
    sent = sent.filter(
        not_since_order | Q(begun_at__gt=F("customer__last_order_at")), begun_at__gt=F("answered")
    )
    counted: Counter = Counter()
    for rows in (words, sent):
        counted.update(dict(rows.order_by().values_list("customer_id").annotate(Count("pk"))))
    return counted


def _open(ids: Ids, apart_from: Sequence[str]) -> dict[UUID, list[Span]]:
    tasks = Task.objects.open().filter(customer__in=ids).exclude(rule__key__in=apart_from)
    spans = defaultdict(list)
    rows = tasks.values_list("customer_id", "local_date", "expires_at", "kind", "rule__title")
    for person, first, expires, kind, title in rows:
        last = expires and (expires - timedelta(hours=12)).date()
        spans[person].append(Span(first, last, "" if kind in UNCOUNTED else title or ""))
    return spans


def _taken(ids: Ids, apart_from: Sequence[str]) -> Mapping[UUID, Mapping[date, int]]:
    """On which days their attention is taken, by what is planned and by what was done of late."""
    besides: set[UUID] = set()
    if apart_from:
        theirs = {"customer__in": ids, "rule__key__in": apart_from}
        for rows in (Message.objects.waiting(), Task.objects.open()):
            besides.update(rows.filter(**theirs).values_list("pk", flat=True))
    return touched_days(ids, clock.now().date() - A_WEEK, besides)


def _letters(ids: Ids, apart_from: Sequence[str]) -> Mapping[UUID, set[date]]:
    """For which days letters wait that no worker holds."""
    waiting = Message.objects.filter(
        COUNTED_LETTERS, customer__in=ids, state__in=(State.DRAFT, State.PLANNED)
    )
    waiting = waiting.exclude(rule__key__in=apart_from) if apart_from else waiting
    days: dict[UUID, set[date]] = defaultdict(set)
    for person, due, zone, home in waiting.values_list("customer_id", "due_at", "zone", "owner__zone"):
        days[person].add(due.astimezone(ZoneInfo(zone or home)).date())
    return days


def _interests(ids: Ids) -> dict[UUID, Interest]:
    asked = Q(inquiry=True, direction=Direction.IN)
    shown = Touch.objects.standing().filter(customer__in=ids, at__gt=clock.now() - LATELY)
    shown = shown.filter(asked | Q(kind__in=(TouchKind.SAMPLE, TouchKind.PRESENTATION))).order_by("at")
    rows = shown.values_list("customer_id", "pk", "at", "inquiry", "direction", "note")
    return {
        person: Interest(id, at, inquiry and direction == Direction.IN, note)
        for person, id, at, inquiry, direction, note in rows
    }


def _introduced(ids: Ids) -> dict[UUID, list[Friend]]:
    rows = LadderStep.objects.standing().filter(customer__in=ids, kind=Evidence.REFERRAL)
    rows = rows.exclude(source=None).filter(on__gt=(clock.now() - LATELY).date())
    found = defaultdict(list)
    for person, friend, name, on in rows.order_by("on", "pk").values_list(
        "customer_id", "source", "reason", "on"
    ):
        found[person].append(Friend(friend, name, on))
    return found


def _not_to_recruit(ids: Ids) -> dict[UUID, str]:
    """Why some people are not asked whether they would like to join: they have, or customers come first."""
    joined = LadderStep.objects.standing().filter(customer=OuterRef("pk"), kind=Evidence.ENROLMENT)
    rows = Customer.objects.filter(pk__in=ids).order_by()
    bought = Q(customers__orders_count__gt=0, customers__deleted_at=None)
    owners = Distributor.objects.filter(pk__in=rows.values("owner")).order_by()
    served = owners.annotate(served=Count("customers", filter=bought))
    few = served.filter(served__lt=F("company__customers_before_recruiting"))
    rows = rows.annotate(has_joined=Exists(joined))
    held = rows.filter(Q(has_joined=True) | Q(owner__in=few.values("pk"))).order_by("pk")
    return {
        id: "joined" if has_joined else "too_few_customers"
        for id, has_joined in held.values_list("pk", "has_joined")
    }


def _friends_ordered(ids: Ids) -> dict[UUID, list[Friend]]:
    """Those they introduced who have ordered since, with the day of the first order."""
    friends = Customer.objects.filter(introduced_by__in=ids, deleted_at=None, orders_count__gt=0)
    ordered = Q(steps__kind=Evidence.ORDER, steps__revoked_at=None)
    rows = friends.annotate(first=Min("steps__on", filter=ordered)).exclude(first=None).order_by("pk")
    found: dict[UUID, list[Friend]] = defaultdict(list)
    for introducer, friend, name, on in rows.values_list("introduced_by_id", "pk", "name", "first"):
        found[introducer].append(Friend(friend, name, date.fromisoformat(str(on))))
    return found
