import signal
import threading

from django.core.management.base import BaseCommand, CommandError

from followups.delivery import account, deliver_due, sweep

PAUSE = 1.0  # seconds between looks
SWEEP_EVERY = 30  # looks


class Command(BaseCommand):
    help = "Sends the letters that are due now. Safe beside any number of workers."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="stop as soon as nothing is due")

    def handle(self, *args, once, **options):
        self.stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self.stop.set())
        sent = self._send_all() if once else self._stay()
        self.stdout.write(f"sent={sent}")
        if once and (trouble := account.trouble()):
            raise CommandError(f"Letters wait, the mail server does not take them: {trouble}")

    def _send_all(self) -> int:
        sweep()
        sent = 0
        while (now := deliver_due()) and not self.stop.is_set():
            sent += now
        return sent

    def _stay(self) -> int:
        sent = looks = 0
        while not self.stop.is_set():
            if looks % SWEEP_EVERY == 0:
                sweep()
            sent += deliver_due()
            looks += 1
            self.stop.wait(PAUSE)
        return sent
