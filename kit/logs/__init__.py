"""What the product writes down about its own work: a line a record, without anybody's data.

A line says which request or task it belongs to (scene.py); what of messages and errors may
stand in it, discretion.py decides.
"""

OTHERS_AT_DEBUG = "INFO"  # what other packages say at DEBUG is full of values

QUIET = {
    "django.request": "ERROR",  # the line of the request tells its status
    "celery.beat": "WARNING",  # a tick every two seconds tells nothing
    "celery.worker.strategy": "WARNING",
    "celery.app.trace": "WARNING",
}
MILD = "django.security.RequestDataTooBig"  # a body that was refused: whoever sent it errs, nothing is broken


def config(*, form: str, level: str, own: list[str]) -> dict:
    """Settings for `logging`: all to stderr, in one form ("json" or "plain").

    `level` holds for the loggers of our own apps; others speak from WARNING on, or from INFO if
    `level` is "DEBUG".
    """
    others = {"DEBUG": OTHERS_AT_DEBUG, "INFO": "WARNING"}.get(level, level)
    passed_on = {"handlers": [], "level": others, "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "kit.logs.formatters.JsonFormatter"},
            "plain": {"()": "kit.logs.formatters.PlainFormatter"},
        },
        "filters": {"as_warning": {"()": "kit.logs.mildly.AsWarning"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": others},
        "loggers": {
            **{name: {"level": level} for name in own},
            **dict.fromkeys(("django", "django.server", "gunicorn.error", "waitress"), passed_on),
            **{name: {"level": level_of_it} for name, level_of_it in QUIET.items()},
            MILD: {"filters": ["as_warning"]},
        },
    }
