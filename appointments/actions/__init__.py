"""What can be done about appointments: each verb is one transaction and leaves an event."""

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

__all__ = ["arrive", "book", "cancel", "confirm", "finish", "miss", "move", "put_back", "sweep_requests"]
