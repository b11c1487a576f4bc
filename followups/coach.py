"""Reads how long promises took, of a distributor and of their company, and lets the coach propose a day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from followups.coaching import ENOUGH, IN_HAND, NEVER, USUAL_DAYS, Proposal, proposed
from followups.models import Promise
from followups.models.promise import PromiseKind, PromiseState
from followups.promise_words import kind_of
from team.actions.hours import days_off_of, hours_of
from team.models import Distributor
from team.office_hours import USUAL_HOURS, working_day

MOST_READ = 100  # the newest promises of a kind say how it goes now
COUNTED = timedelta(days=365)


@dataclass(frozen=True)
class Advice:
    """A kind, the day to mean to do it by, the day to tell, and what the proposal rests on."""

    kind: str
    due_on: date
    told_on: date
    proposal: Proposal

    @property
    def within(self) -> int:
        """In how many days nine of ten were done."""
        return self.proposal.days - IN_HAND

    @property
    def kind_said(self) -> str:
        return PromiseKind(self.kind).label


def advice_for(owner: Distributor, text: str, kind: str = "") -> Advice:
    """Propose days for words, or for a kind; both are days of work. A fixed number of queries."""
    kind = kind if kind in PromiseKind.values else kind_of(text)
    told = _taken(_judged(owner).filter(owner=owner, kind=kind))
    team = _taken(_others(owner).filter(kind=kind)) if len(told) < ENOUGH else []
    proposal = proposed(owner.today(), told, team, USUAL_DAYS[kind])
    office = hours_of(owner) or USUAL_HOURS, days_off_of(owner)
    due_on = working_day(proposal.day - timedelta(days=IN_HAND), *office)
    return Advice(kind, due_on, working_day(due_on + timedelta(days=IN_HAND), *office), proposal)


def paces_of(owner: Distributor) -> list[tuple[str, Proposal]]:
    """What the coach would propose today for each kind, in days alone: two queries."""
    own = _by_kind(_judged(owner).filter(owner=owner))
    team = _by_kind(_others(owner))
    today = owner.today()
    return [
        (label, proposed(today, own[kind], team[kind], USUAL_DAYS[kind]))
        for kind, label in PromiseKind.choices
    ]


def _judged(owner: Distributor) -> QuerySet:
    since = owner.today() - COUNTED
    return Promise.objects.judged().filter(ended_on__gte=since).order_by("-ended_on", "-pk")


def _others(owner: Distributor) -> QuerySet:
    """Promises of others in the same company: only how long they took is ever read."""
    return _judged(owner).filter(owner__company=owner.company_id).exclude(owner=owner)


def _taken(rows: QuerySet) -> list[int]:
    return [_days(*row) for row in rows.values_list("state", "given_on", "ended_on")[:MOST_READ]]


def _by_kind(rows: QuerySet) -> Mapping[str, list[int]]:
    """The newest of each kind, of as many as that may be together."""
    found = defaultdict(list)
    read = rows.values_list("kind", "state", "given_on", "ended_on")
    for kind, *row in read[: MOST_READ * len(PromiseKind)]:
        if len(found[kind]) < MOST_READ:
            found[kind].append(_days(*row))
    return found


def _days(state: str, given_on: date, ended_on: date) -> int:
    return NEVER if state == PromiseState.BROKEN else max(0, (ended_on - given_on).days)
