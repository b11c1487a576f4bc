"""Clock door of the house. No arguments; twice or never does no harm."""

from celery import shared_task

from kit.events import Actor, Door
from mlmcrm.importing import actions, slices


@shared_task
def work_on_imports():
    """Go on with the import that waits longest."""
    slices.work()


@shared_task
def tidy_imports():
    """Put away files that nobody came back for."""
    actions.tidy_imports(by=Actor(None, Door.TASK))
