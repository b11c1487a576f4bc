"""Everything periodic is a real task, and nothing in its ticks can lose or hoard work."""

from celery import current_app
from django.conf import settings

from kit.background.selftick import WORKER_PULSE
from mlmcrm.schedule import PERIODIC, beat_schedule


def test_each_entry_is_a_task_that_a_worker_knows():
    current_app.loader.import_default_modules()
    names = [task for _name, task, _seconds in PERIODIC] + [WORKER_PULSE, settings.NUDGE_TASK]
    assert [name for name in names if name not in current_app.tasks] == []


def test_the_table_holds_plain_intervals_and_no_expiry():
    """A worker whose clock runs ahead would throw every expiring tick away."""
    for name, task, seconds in PERIODIC:
        assert beat_schedule()[name] == {"task": task, "schedule": float(seconds)}


def test_names_are_told_once():
    assert len({name for name, *_ in PERIODIC}) == len(PERIODIC)
