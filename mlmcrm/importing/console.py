"""What the import commands share: arguments, progress on a terminal, the report, the refusals."""

import signal
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from kit.errors import Refused
from kit.events import Actor, Door
from mlmcrm.importing.outcomes import Fate, Outcome
from mlmcrm.importing.runs import Importer, run
from team.models import Distributor

INTERRUPTED = 130  # the exit status of a program that Ctrl-C ended


class ImportCommand(BaseCommand):
    """Reads a file into the people or orders of one distributor."""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--owner", required=True, metavar="EMAIL", help="whose people and orders they are"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")

    def importer(self, *, owner: Distributor, by: Actor, dry_run: bool, **options) -> Importer:
        raise NotImplementedError

    def handle(self, *, file: Path, owner: str, dry_run: bool, **options):
        distributor = _owner(owner)
        by = Actor(distributor, Door.COMMAND)
        importer = self.importer(owner=distributor, by=by, dry_run=dry_run, **options)
        with _interruptible(), _bar() as bar:
            report = _Report(self.stdout, bar)
            try:
                run(importer, file, owner=distributor, by=by, dry_run=dry_run, tell=report.tell)
            except Refused as refused:
                raise CommandError(str(refused)) from None
            except KeyboardInterrupt:
                stays = (
                    "Nothing was written." if dry_run else "What was written stays; the same command goes on."
                )
                raise CommandError(f"Stopped. {stays}", returncode=INTERRUPTED) from None
            except DatabaseError as error:
                said = "The database refused to write ({}). What was written before stays; the same command goes on."
                raise CommandError(said.format(str(error).strip().split("\n")[0])) from None
        if dry_run:
            self.stdout.write("Tried only: nothing was written.")
        self.stdout.write(report.summary())


class _Report:
    """Prints refused lines as they come, and sums up."""

    def __init__(self, stdout, bar: Progress):
        self._stdout, self._bar = stdout, bar
        self._counts: Counter = Counter()
        self._task = bar.add_task("", total=None)

    def tell(self, outcome: Outcome, read: int, size: int) -> None:
        self._counts.update(outcome.counts)
        told = sorted([*outcome.refused, *outcome.omitted], key=lambda line: line.number)
        if told:
            self._bar.stop()  # so that the bar does not run through the text
            for line in told:
                self._stdout.write(f"line {line.number}: {line.problem}")
            self._bar.start()
        self._bar.update(self._task, completed=read, total=size)

    def summary(self) -> str:
        return " ".join(f"{fate.value}={self._counts[fate]}" for fate in Fate)


def _owner(email: str) -> Distributor:
    owner = Distributor.objects.filter(email__iexact=email.strip()).select_related("company").first()
    if owner is None:
        raise CommandError(f"Nobody signs in as {email}.")
    if owner.company_id is None:
        raise CommandError(f"{email} belongs to no company and can have no people.")
    return owner


def _bar() -> Progress:
    """A progress bar, on a terminal only."""
    columns = [TextColumn("{task.percentage:>3.0f} %"), BarColumn(), DownloadColumn(), TimeRemainingColumn()]
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


@contextmanager
def _interruptible():
    """End on SIGTERM as on Ctrl-C: the batch at hand is dropped, the record closed."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
