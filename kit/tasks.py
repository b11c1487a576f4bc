"""Clock door of the toolbox."""

from celery import shared_task

from kit import pulse, tidying


@shared_task
def beat_pulse():
    """Leave a trace that the schedule reaches a worker."""
    pulse.tick("beat")


@shared_task
def worker_pulse():
    """Leave a trace that a worker takes tasks and reaches the database."""
    pulse.tick("worker")


@shared_task
def forget_old():
    """Delete what was kept for repeated requests and for limits, and is no longer needed."""
    tidying.forget_old_outcomes()
    tidying.forget_old_tallies()
