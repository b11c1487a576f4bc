"""Clock door: each looks at what is due now. No arguments; twice or never does no harm."""

from celery import shared_task

from followups import actions, delivery
from followups.actions import complaints
from kit.events import Actor, Door

BY = Actor(None, Door.TASK)


@shared_task
def deliver_due():
    """Send the letters that are due."""
    delivery.notice()
    delivery.deliver_due()


@shared_task
def sweep():
    """Tidy up after workers that stopped."""
    delivery.sweep()


@shared_task
def expire_old():
    """Let what is undone pass by."""
    actions.expire_old(by=BY)


@shared_task
def plan_ahead():
    """Plan what comes by the calendar."""
    actions.plan_ahead(by=BY)


@shared_task
def ask_whether_well():
    """Ask those whose complaint was put right whether all is well, on the day for it; show again what is open."""
    complaints.ask_those_due(by=BY)
    complaints.show_again(by=BY)


@shared_task
def plan_anew():
    """Go on with what playbooks that went live ask for now."""
    actions.plan_anew(by=BY)


@shared_task
def check_zones():
    """Plan anew what a changed zone, or a moved person, made wrong."""
    actions.check_zones(by=BY)


@shared_task
def apologise_in_time():
    """Put apologies on the list for promises whose day went by."""
    actions.apologise_in_time(by=BY)
