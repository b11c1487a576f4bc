from datetime import timedelta

from django.apps import AppConfig

LEASE = timedelta(seconds=6)
ANSWER_SECONDS = 2
SWEEP_SECONDS = 2.0
SHORTER = 60  # every span after which something is tried again is a sixtieth


class Breaking(AppConfig):
    """Shortens leases and rests, so that minutes of waiting are seconds. Nothing else differs."""

    name = "benchmarks.breaking"

    def ready(self):
        from followups.delivery import replies, transport
        from mlmcrm.celery import app

        _replace(transport.Smtp, "lease", LEASE)
        _replace(transport, "ANSWER_SECONDS", ANSWER_SECONDS)
        for name, value in list(vars(replies).items()):
            setattr(replies, name, _shortened(value))
        app.conf.beat_schedule["sweep"]["schedule"] = SWEEP_SECONDS


def _shortened(value):
    if isinstance(value, timedelta):
        return value / SHORTER
    if isinstance(value, tuple) and value and all(isinstance(each, timedelta) for each in value):
        return tuple(each / SHORTER for each in value)
    return value


def _replace(holder, name: str, value) -> None:
    """Raises AttributeError where there is no such thing any more: then the trial would be another one."""
    getattr(holder, name)
    setattr(holder, name, value)
