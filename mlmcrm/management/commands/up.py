"""Everything in one process: database up to date, demo world at first start, worker, schedule, web."""

import os
import signal
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import OperationalError, connection

from kit import web
from kit.background.embedded import CannotStart, InnerWorker
from kit.environment import is_loopback
from kit.process_lock import ProcessLock, Taken
from mlmcrm import assets
from mlmcrm.celery import app as celery_app
from mlmcrm.checks import holds_demo, refuse_public_demo
from team.models import Distributor


class Command(BaseCommand):
    help = "Bring the database up to date, then serve, deliver and keep the schedule in this process."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="0 takes any free port (default: 8000)")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
        parser.add_argument("--data", metavar="DIR", help="folder of the data (default: data/ in the clone)")
        parser.add_argument("--empty", action="store_true", help="no demo world at the first start")

    def handle(self, *, port, host, empty, **options):
        os.umask(0o077)  # names and letters are nobody else's business
        os.environ["CELERY_SKIP_CHECKS"] = "1"  # they have just run for this process
        signal.signal(signal.SIGTERM, interrupt)
        signal.signal(signal.SIGINT, interrupt)
        try:
            self.start(port, host, empty)
        except KeyboardInterrupt:
            self.say("Stopped before it was ready.")

    def start(self, port: int, host: str, empty: bool) -> None:
        if not 0 <= port <= 65535:
            raise CommandError("--port takes a number from 0 to 65535.")
        lock = self.take_lock()
        listener = self.listen(host, port)
        url = self.own_address(listener, host)
        lock.write(f"process {os.getpid()}, {url}")
        self.prepare_database()
        self.prepare_world(empty)
        self.refuse_public_demo(host)
        if assets.collect():
            self.say("Prepared the style sheets and pictures.")
        self.run(listener, url)
        lock.release()

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def take_lock(self) -> ProcessLock:
        lock = ProcessLock(lock_file())
        try:
            lock.take(f"process {os.getpid()}")
        except Taken as other:
            raise CommandError(
                f"Kept already runs on {lock.path.parent} ({other.note or 'another process'}): "
                "stop it first, or choose another folder with --data."
            ) from None
        return lock

    def listen(self, host: str, port: int):
        try:
            return web.listen(host, port)
        except web.CannotListen as problem:
            raise CommandError(str(problem)) from None

    def own_address(self, listener, host: str) -> str:
        """What links in letters start with, if SITE_URL does not say."""
        shown = "127.0.0.1" if is_loopback(host) else host
        url = f"http://{shown}:{listener.getsockname()[1]}"
        if not os.environ.get("SITE_URL", "").strip():
            settings.SITE_URL = url
        return url

    def prepare_database(self) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as problem:
            refuse_while_busy(problem)
            raise CommandError(
                f"The database cannot be opened ({str(problem).strip().splitlines()[0]}): check DATABASE_URL."
            ) from None
        self.say(f"Bringing the database up to date ({connection.display_name}).")
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as problem:
            refuse_while_busy(problem)
            raise

    def prepare_world(self, empty: bool) -> None:
        if empty or Distributor.objects.exists() or "demo" not in get_commands():
            return
        self.say("Making the demo world; this happens once.")
        call_command("demo", stdout=self.stdout, stderr=self.stderr)

    def refuse_public_demo(self, host: str) -> None:
        refuse_public_demo()
        if holds_demo() and not is_loopback(host):
            raise CommandError(
                "This is the demo world, whose password everybody knows: it is served on this machine only. "
                "Leave --host out, or start with --empty on another folder."
            )

    def run(self, listener, url: str) -> None:
        pages = application()
        worker = self.start_worker()
        try:
            self.tell(url)
            web.serve(pages, listener, behind_proxy=settings.TRUSTED_PROXIES > 0)
        finally:
            self.stop(worker)

    def start_worker(self) -> InnerWorker | None:
        if not settings.INNER_WORKER:
            self.say("REDIS_URL is set: start the worker and the schedule beside this, see docs/running.md.")
            return None
        worker = InnerWorker(celery_app)
        try:
            worker.start()
        except CannotStart as problem:
            raise CommandError(str(problem)) from None
        self.say("The worker is ready, the schedule runs.")
        return worker

    def tell(self, url: str) -> None:
        self.say(f"\nKept is ready: {url}/")
        if holds_demo():
            self.say(
                "Sign in as amara@demo.example (leads a team), yaw@demo.example (works below her), "
                "cleo@demo.example or admin@demo.example; the password is kept-demo."
            )
        elif not Distributor.objects.filter(is_active=True, email__isnull=False).exists():
            self.say("Nobody can sign in yet: make the company and the first account with")
            self.say(f"  {sys.executable} {settings.BASE_DIR / 'manage.py'} found --data {settings.DATA_DIR}")
        self.say("Ctrl-C stops it.")

    def stop(self, worker: InnerWorker | None) -> None:
        self.say("\nStopping.")
        began = time.monotonic()
        if worker and not worker.stop():
            self.say("A task was still running; what it had not finished goes on at the next start.")
            sys.stdout.flush()
            os._exit(0)  # a thread cannot be ended otherwise, and its rows go back by their lease
        self.say(f"Stopped after {time.monotonic() - began:.1f} s.")


def refuse_while_busy(problem: OperationalError) -> None:
    if "locked" in str(problem):
        raise CommandError(
            "Another command is writing to the database. Let it end, then start again."
        ) from None


def interrupt(signum, frame):
    # Once is enough: a second signal must not break off the clean end.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def application():
    from mlmcrm.wsgi import application

    return application


def lock_file() -> Path:
    """Beside the database: whoever uses the same file meets the same lock."""
    if settings.EMBEDDED:
        return Path(f"{settings.DATABASES['default']['NAME']}.lock")
    return settings.DATA_DIR / "kept.lock"
