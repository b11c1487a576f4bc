"""Fills an empty database with the demo world."""

import time
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kit import clock
from mlmcrm.demo.founding import ACCOUNTS, AT_LEAST, PASSWORD
from mlmcrm.demo.promises import listing, live_on, summary
from mlmcrm.demo.world import CannotBuild, build, refuse_letters_of_the_past


class Command(BaseCommand):
    help = "Fill an empty database with invented people and their histories, to look around in."

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=425, metavar="N", help="people of amara (425)")
        parser.add_argument(
            "--distributors", type=int, default=1200, metavar="N",
            help=f"distributors below amara (1200; at least {AT_LEAST})",
        )  # fmt: skip
        parser.add_argument(
            "--seed", type=int, default=1, metavar="N", help="the same seed, the same world (1)"
        )

        parser.add_argument(
            "--days", type=int, default=0, metavar="N",
            help="begin N days ago, live through them, and say what people were touched by (0)",
        )  # fmt: skip
        parser.add_argument(
            "--list", type=Path, metavar="FILE", dest="list_to",
            help="with --days: write there every person with all that touched them, and what did not and why",
        )  # fmt: skip

    def handle(self, *, people, distributors, seed, days, list_to, **options):
        begun = time.monotonic()
        try:
            if days > 0:
                refuse_letters_of_the_past()
            start = clock.now() - timedelta(days=max(days, 0))
            with clock.travel(start) if days > 0 else nullcontext():
                build(people=people, distributors=distributors, seed=seed, say=self.say)
        except CannotBuild as problem:
            raise CommandError(str(problem)) from None
        if days > 0:
            self.live_on(start, days, seed, list_to)
        self.say(f"Done in {time.monotonic() - begun:.0f} seconds. Sign in with the password {PASSWORD} as")
        for handle in (*ACCOUNTS, "admin"):
            self.say(f"  {handle}@demo.example")

    def live_on(self, start: datetime, days: int, seed: int, list_to: Path | None) -> None:
        """Live through days, print the table for the record, and fail if it breaks a promise."""
        lived = live_on(start, days, seed, self.say)
        if list_to:
            list_to.write_text("\n".join(listing(lived)) + "\n", encoding="utf-8")
        for line in summary(lived):
            self.say(line)
        broken = [line for found in lived.broken().values() for line in found]
        if broken:
            raise CommandError("\n".join(["These break a promise:", *broken]))

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
