"""Which people of a line a report is about: the filters of an address as conditions of the database."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from reports.asked import Asked, no_such
from reports.columns import FIGURES
from team.figures import STANDING_NAMES
from team.in_action import AT_RISK_DAYS, GONE_QUIET_DAYS, IN_ACTION_DAYS, STARTING_DAYS, State
from team.models import Distributor, LineMonth, LineStanding, OwnMonth, OwnStanding
from team.models.distributor import Status
from team.tree import END


def narrowed(rows: QuerySet, asked: Asked, viewer: Distributor, today: date) -> QuerySet:
    """Apply every filter but the legs."""
    plain = {
        "name_key__contains": asked.name,
        "country": asked.country,
        "status": asked.status,
        "joined_on__gte": asked.joined_from,
        "joined_on__lte": asked.joined_to,
        "depth__gte": asked.level_from and viewer.depth + asked.level_from,
        "depth__lte": asked.level_to and viewer.depth + asked.level_to,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if asked.state:
        rows = rows.filter(in_state(State(asked.state), today))
    for name, number in asked.at_least:
        rows = rows.filter(_at_least(name, number, asked.month))
    for name, number in asked.at_most:
        rows = rows.filter(~_at_least(name, number + 1, asked.month))
    return rows


def in_state(state: State, today: date) -> Q:
    """The rule of team.in_action, asked of the database; whoever left is in no state."""

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    acting = Q(last_active_on__gte=ago(IN_ACTION_DAYS))
    risky = Q(last_active_on__lte=ago(AT_RISK_DAYS), last_active_on__gt=ago(GONE_QUIET_DAYS))
    starting = Q(last_active_on=None, joined_on__gt=ago(STARTING_DAYS))
    between = Q(last_active_on__lt=ago(IN_ACTION_DAYS), last_active_on__gt=ago(AT_RISK_DAYS))
    long_ago = Q(last_active_on__lte=ago(GONE_QUIET_DAYS))
    never = Q(last_active_on=None, joined_on__lte=ago(STARTING_DAYS))
    by_state = {
        State.IN_ACTION: acting,
        State.AT_RISK: risky,
        State.STARTING: starting,
        State.QUIET: between | long_ago | never,
    }
    return by_state[state] & ~Q(status=Status.TERMINATED)


def _at_least(name: str, number: int, month: int) -> Q:
    """Whose figure reaches a number; a row that is missing is nothing."""
    column = FIGURES[name]
    if column.figure in STANDING_NAMES:
        rows = (LineStanding if column.is_line else OwnStanding).objects
    else:
        rows = (LineMonth if column.is_line else OwnMonth).objects.filter(month=month)
    rows = rows.filter(person=OuterRef("pk"))
    if number > 0:
        return Q(Exists(rows.filter(**{f"{column.figure}__gte": number})))
    return ~Q(Exists(rows.filter(**{f"{column.figure}__lt": number})))


def stretches_of(viewer: Distributor, top: Distributor, asked: Asked) -> list[tuple[str, str]]:
    """The ranges of paths that a report is about: all below, or some legs. Raises ReportRefused."""
    if not asked.legs:
        return [(top.path + "0", top.path + END)]
    found = Distributor.objects.visible_to(viewer).filter(sponsor=top, uuid__in=asked.legs)
    paths = sorted(found.values_list("path", flat=True))
    if len(paths) < len(asked.legs):
        raise no_such("leg")
    return [(path, path + END) for path in paths]
