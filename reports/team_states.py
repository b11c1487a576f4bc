"""Which people of a team stand in action, at risk or new on a day, and who did what is worth a word."""

from datetime import date

from django.db.models import F, Q, QuerySet

from reports.narrowing import in_state
from team.in_action import State
from team.models import Distributor, OwnMonth
from team.models.distributor import Status

A_WORD = 5  # people at risk who are named beside the figures
CELEBRATED = 3
ENOUGH = 3  # promises of a month that say something, all kept


def standing_as(rows: QuerySet, state: str, today: date) -> tuple[QuerySet, list[str]]:
    """Those of some people who stand so by the rule of team.in_action, and the order of the nearest change."""
    latest = "-joined_on" if state == State.STARTING else "-last_active_on"
    return rows.filter(in_state(State(state), today)), [latest, "id"]


def could_use_a_word(viewer: Distributor, top: Distributor, today: date) -> list[Distributor]:
    """The people at risk of a line who were in action last."""
    rows, order = standing_as(below(viewer, top), State.AT_RISK, today)
    return list(rows.order_by(*order)[:A_WORD])


def worth_celebrating(viewer: Distributor, top: Distributor, month: int) -> list[OwnMonth]:
    """Months of the frontline that brought new customers, or all promises kept; those who won most first."""
    told = Q(newcomers__gt=0) | Q(promises_ended__gte=ENOUGH, promises_kept=F("promises_ended"))
    line = Distributor.objects.visible_to(viewer).filter(sponsor=top).exclude(status=Status.TERMINATED)
    rows = OwnMonth.objects.filter(told, month=month, person__in=line).select_related("person")
    return list(rows.order_by("-newcomers", "-promises_kept", "person")[:CELEBRATED])


def below(viewer: Distributor, top: Distributor) -> QuerySet:
    """Whom the viewer sees below somebody."""
    return Distributor.objects.visible_to(viewer) & Distributor.objects.below(top)
