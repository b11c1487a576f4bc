"""When people were, or will be, asked how content they are: what keeps the next survey away."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, F, Q, QuerySet, Value

from customers.models import Customer
from followups.models import Message, Survey, Task
from followups.models.message import State
from followups.models.rule import Action
from followups.survey_links import root_of
from followups.surveying import APART, too_soon
from kit import clock
from kit.expressions import Listed

NOT_SENT = (State.FAILED, State.REFUSED, State.CANCELLED, State.EXPIRED)
Ids = Collection[UUID] | Listed | QuerySet


class Surveyed(NamedTuple):
    """The days on which somebody was asked of late or will be, and whether they want no surveys."""

    days: tuple[date, ...] = ()
    refused: bool = False


def surveyed(ids: Ids, apart_from: Collection[str] = (), planned: bool = True) -> dict[UUID, Surveyed]:
    """Return of each of some people who have any: one query. What waits by steps of the keys is left out."""
    days, refused = defaultdict(list), set()
    waiting = {"customer__in": ids, "rule__action": Action.SURVEY}
    letters = Message.objects.awaiting().filter(**waiting).exclude(rule__key__in=apart_from)
    tasks = Task.objects.open().filter(**waiting).exclude(rule__key__in=apart_from)
    rows = _told(asked_lately(ids), "asked_at", "refused_at")
    if planned:
        rows = rows.union(_told(letters, "due_at"), _told(tasks, "due_at"), all=True)
    for person, at, no_more, zone in rows:
        if no_more:
            refused.add(_id(person))
        days[_id(person)].append(_moment(at).astimezone(ZoneInfo(zone)).date())
    return {person: Surveyed(tuple(those), person in refused) for person, those in days.items()}


def asked_lately(ids: Ids, besides: Iterable[UUID] = ()) -> QuerySet:
    """The surveys of people that keep the next one away; `besides` are the letters that are asked about."""
    near = Q(asked_at__gt=clock.now() - APART) | Q(refused_at__isnull=False)
    rows = Survey.objects.standing().filter(near, customer__in=ids).exclude(message__state__in=NOT_SENT)
    return rows.exclude(message__in=list(besides), refused_at=None) if besides else rows


def kept_away(messages: Collection[Message]) -> Mapping[UUID, str]:
    """Return the code of what keeps survey letters back that are about to go, by their ids: one query, or none."""
    asking = [message for message in messages if message.rule.action == Action.SURVEY]
    if not asking:
        return {}
    roots = {root_of(message) for message in asking}
    rows = asked_lately({message.customer_id for message in asking}, besides=roots)
    had: dict[UUID, str] = {}
    for person, at, no_more, zone in _told(rows, "asked_at", "refused_at"):
        if no_more:
            had[person] = "no_surveys"
        elif too_soon(clock.today(ZoneInfo(zone)), [at.astimezone(ZoneInfo(zone)).date()]):
            had.setdefault(person, "surveyed")
    found = {}
    for message in asking:
        if code := had.get(message.customer_id):
            found[message.pk] = code
        had.setdefault(message.customer_id, "surveyed")  # a second one of the same moment waits, too
    return found


def surveyed_one(person: Customer, planned: bool = True) -> Surveyed:
    """The same of one person; without what is `planned` only of those surveys that were asked."""
    return surveyed([person.pk], planned=planned).get(person.pk, Surveyed())


def _told(rows: QuerySet, at: str, no_more: str = "") -> QuerySet:
    refused = F(no_more) if no_more else Value(None, output_field=DateTimeField())
    return rows.order_by().values_list("customer_id", at, refused, "owner__zone")


def _id(value) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def _moment(value) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
