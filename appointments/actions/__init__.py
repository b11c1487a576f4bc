"""What can be done about appointments: each verb is one transaction and leaves an event."""

from appointments.actions.availability import (
    change_availability,
    free_protected_time,
    protect_time,
    set_hours_on_day,
)
from appointments.actions.booking import book
from appointments.actions.changing import (
    arrive,
    cancel,
    confirm,
    finish,
    miss,
    move,
    put_back,
    sweep_requests,
)
from appointments.actions.guests import answer, move_as_guest
from appointments.actions.kinds import add_kind, bring_back_kind, change_kind, ensure_kinds, retire_kind

__all__ = [
    "add_kind",
    "answer",
    "arrive",
    "book",
    "bring_back_kind",
    "cancel",
    "change_availability",
    "change_kind",
    "confirm",
    "ensure_kinds",
    "finish",
    "free_protected_time",
    "miss",
    "move",
    "move_as_guest",
    "protect_time",
    "put_back",
    "retire_kind",
    "set_hours_on_day",
    "sweep_requests",
]
