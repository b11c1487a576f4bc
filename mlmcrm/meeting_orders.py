"""Joins the lines of a meeting's notes with the orders that were placed by them."""

from appointments import actions
from appointments.models import Appointment, Notes
from appointments.notepad import ORDER
from appointments.since_the_end import since_the_end
from kit.events import Actor
from mlmcrm.meeting_page import order_key
from sales.models import Order


def link_orders(appointment: Appointment, notes: Notes, *, by: Actor) -> None:
    """Note at the lines of a meeting that is over which orders came of them."""
    if notes.ended_at is None:
        return
    pairs = since_the_end(notes).pairs
    keys = {
        order_key(appointment, line): kept
        for line, kept in pairs
        if kept and kept.mark == ORDER and kept.order_id is None
    }
    for placed in Order.objects.visible_to(by.user).placed().filter(request_key__in=keys):
        actions.link_order(line=keys[placed.request_key], by=by, order_id=placed.pk)
