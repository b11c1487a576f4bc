"""Decides whether somebody is in action, at risk, new or quiet: version 1 of the rule.

Activity is an appointment kept or a customer's order, by the day. Nobody is at risk who was never
in action, and nobody for a reason that the calendar explains: whoever begins has 30 days.
"""

from datetime import date, timedelta
from enum import StrEnum

VERSION = 1
IN_ACTION_DAYS = 14
AT_RISK_DAYS = 21
GONE_QUIET_DAYS = 120  # who was quiet for so long is no alarm any more
STARTING_DAYS = 30


class State(StrEnum):
    IN_ACTION = "in_action"
    AT_RISK = "at_risk"
    STARTING = "starting"
    QUIET = "quiet"


def state_of(joined_on: date, last_active_on: date | None, today: date) -> State:
    """Return how somebody stands on a day."""
    if last_active_on:
        idle = (today - last_active_on).days
        if idle <= IN_ACTION_DAYS:
            return State.IN_ACTION
        if AT_RISK_DAYS <= idle < GONE_QUIET_DAYS:
            return State.AT_RISK
    elif (today - joined_on).days < STARTING_DAYS:
        return State.STARTING
    return State.QUIET


def changing_days(today: date) -> dict[str, list[date]]:
    """The days of last activity, and of joining, whose people stand otherwise today than yesterday."""

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    return {
        "last_active_on": [ago(IN_ACTION_DAYS + 1), ago(AT_RISK_DAYS), ago(GONE_QUIET_DAYS)],
        "joined_on": [ago(STARTING_DAYS)],
    }
