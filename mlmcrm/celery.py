"""The Celery application; what runs when stands in mlmcrm/schedule.py."""

import os

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mlmcrm.settings")
# Checks load every page, 30 MB in each worker; migrating, which comes before any worker, runs them.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

from kit.background.selftick import SelfTick
from kit.logs import tasks as _tasks  # noqa: F401 (listens: tasks carry the request that asked for them)
from mlmcrm.schedule import beat_schedule

app = Celery("mlmcrm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = beat_schedule()
app.steps["worker"].add(SelfTick)
app.autodiscover_tasks()


@worker_init.connect
def get_ready(**_kwargs) -> None:
    """Load what letters need: once, before processes are made, not with the first letter of each."""
    from django.urls import get_resolver

    from followups.delivery.warming import warm_up

    get_resolver().reverse_dict  # noqa: B018 (made when first read)
    warm_up()
