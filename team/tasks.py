"""Later work of this app: each fetches and calls one action."""

from celery import shared_task

from kit.events import Actor, Door
from kit.models import Event
from team import actions
from team.models import Company

WORKER = Actor(None, Door.TASK)


@shared_task(ignore_result=True)
def fold_ledger():
    """Bring the figures of teams up to what happened since."""
    for company in Company.objects.filter(pk__in=Event.objects.uncounted().values("owner__company")):
        while actions.fold(company=company, by=WORKER):
            pass


@shared_task(ignore_result=True)
def tick_ledger():
    """Let the calendar tell who stands otherwise today."""
    for company in Company.objects.all():
        actions.tick(company=company, by=WORKER)
