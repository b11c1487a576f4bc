"""Every worker ticks itself, so that the schedule goes on while beat is down."""

import time

from celery import bootsteps

from kit.background.nudges import publish

EVERY = 5.0  # seconds
WORKER_PULSE = "kit.tasks.worker_pulse"


class SelfTick(bootsteps.StartStopStep):
    """Publishes each periodic task at its own interval, none more often than every five seconds."""

    requires = ("celery.worker.components:Timer",)

    def start(self, worker):
        self.last: dict[str, float] = {}
        self.schedule = worker.app.conf.beat_schedule
        self.timer = worker.timer.call_repeatedly(EVERY, self.tick)
        publish(WORKER_PULSE)

    def stop(self, worker):
        self.timer.cancel()

    def tick(self):
        publish(WORKER_PULSE, *self.due(time.monotonic()))

    def due(self, now: float) -> list[str]:
        """The tasks whose interval has passed; seconds of the monotonic clock."""
        due = []
        for name, entry in self.schedule.items():
            if now - self.last.get(name, float("-inf")) >= entry["schedule"] - 0.5:
                self.last[name] = now
                due.append(entry["task"])
        return due
