import signal
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError

from followups.delivery import account, deliver_due, notice, sweep
from kit.background import stopping

PAUSE = 1.0  # seconds between looks
SWEEP_EVERY = 30  # looks


class Command(BaseCommand):
    help = "Sends the letters that are due now. Safe beside any number of workers."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="stop as soon as nothing is due")

    def handle(self, *args, once, **options):
        with stopped_by_signals():
            sent = self._send_all() if once else self._stay()
        self.stdout.write(f"sent={sent}")
        if once and (trouble := account.trouble()):
            raise CommandError(f"Letters wait, the mail server does not take them: {trouble}")

    def _send_all(self) -> int:
        sweep()
        notice()
        sent = 0
        while (now := deliver_due()) and not stopping.is_set():
            sent += now
        return sent

    def _stay(self) -> int:
        sent = looks = 0
        while not stopping.is_set():
            if looks % SWEEP_EVERY == 0:
                sweep()
            notice()
            sent += deliver_due()
            looks += 1
            stopping.wait(PAUSE)
        return sent


@contextmanager
def stopped_by_signals():
    """A signal ends the work after the letters that have begun; the rest is given back."""
    names = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(name, lambda *_: stopping.set()) for name in names]
    try:
        yield
    finally:
        for name, handler in zip(names, before, strict=True):
            signal.signal(name, handler)
