"""The Celery application; what runs when stands in mlmcrm/schedule.py."""

import os

from celery import Celery

from mlmcrm.schedule import beat_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mlmcrm.settings")

app = Celery("mlmcrm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = beat_schedule()
app.autodiscover_tasks()
