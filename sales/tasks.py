"""Clock door of sales. No arguments; twice or never does no harm."""

from celery import shared_task

from kit.events import Actor, Door
from sales import actions


@shared_task
def learn_usual_intervals():
    """Learn from the orders how long people usually wait for the next."""
    actions.learn_usual_intervals(by=Actor(None, Door.TASK))


@shared_task
def follow_up_enrolments():
    """Remind distributors of enrolments that were begun and rest."""
    actions.follow_up_enrolments(by=Actor(None, Door.TASK))


@shared_task
def run_standing_orders():
    """Place the orders of standing orders that are due."""
    actions.run_due_standing_orders(by=Actor(None, Door.TASK))


@shared_task
def end_offers():
    """End the offers whose last day is over."""
    actions.end_offers_over(by=Actor(None, Door.TASK))
