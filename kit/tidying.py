"""Deletes what was kept for repeated requests and for limits, and is no longer needed."""

from datetime import timedelta

from kit import clock
from kit.models import RequestOutcome, Tally

KEPT = timedelta(hours=48)  # how long the outcome of a request under a key is told again


def forget_old_outcomes() -> int:
    """Delete the outcomes of requests older than two days and return how many."""
    return RequestOutcome.objects.filter(created_at__lt=clock.now() - KEPT).delete()[0]


def forget_old_tallies() -> int:
    """Delete the counts of stretches of time that are over and return how many."""
    return Tally.objects.filter(stretch__lt=int(clock.now().timestamp())).delete()[0]
