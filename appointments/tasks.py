"""Clock door of appointments: looks at what has run out. Twice or never does no harm."""

from celery import shared_task

from appointments import actions
from appointments.actions.reading import read_due_calendars
from appointments.actions.waiting import offer_freed
from kit.events import Actor, Door


@shared_task
def remind_owners():
    """Write to distributors whose next appointment is near."""
    actions.remind_owners(by=Actor(None, Door.TASK))


@shared_task
def read_calendars():
    """Read other calendars of distributors that are due."""
    read_due_calendars()


@shared_task
def sweep_requests():
    """Let times go that were asked for and never confirmed; then it is the turn of who waits."""
    actions.sweep_requests(by=Actor(None, Door.TASK))
    offer_freed(by=Actor(None, Door.TASK))
