"""Hands the worker of the settings tasks, or says how many wait: python -m benchmarks.tasks send 2000 | left."""

import sys
from itertools import chain, cycle, islice

import django


def main(words: list[str]) -> None:
    django.setup()
    if words[0] == "send":
        send(int(words[1]))
    else:
        print(left())


def send(count: int) -> None:
    """Send so many tasks, each kind as often as the schedule would."""
    from mlmcrm.celery import app
    from mlmcrm.schedule import PERIODIC

    an_hour = chain.from_iterable([task] * (3600 // seconds) for _name, task, seconds in PERIODIC)
    # Spread like cards, so that the rare ones come among the many.
    tasks = sorted(enumerate(an_hour), key=lambda pair: pair[0] * 7919 % 10_007)
    for _number, task in islice(cycle(tasks), count):
        app.send_task(task)


def left() -> int:
    """How many tasks wait."""
    import redis
    from django.conf import settings

    return redis.Redis.from_url(settings.REDIS_URL).llen(settings.CELERY_TASK_DEFAULT_QUEUE)


if __name__ == "__main__":
    main(sys.argv[1:])
