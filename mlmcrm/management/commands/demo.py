"""Fills an empty database with the demo world."""

import time

from django.core.management.base import BaseCommand, CommandError

from mlmcrm.demo.founding import ACCOUNTS, AT_LEAST, PASSWORD
from mlmcrm.demo.world import CannotBuild, build


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

    def handle(self, *, people, distributors, seed, **options):
        begun = time.monotonic()
        try:
            build(people=people, distributors=distributors, seed=seed, say=self.say)
        except CannotBuild as problem:
            raise CommandError(str(problem)) from None
        self.say(f"Done in {time.monotonic() - begun:.0f} seconds. Sign in with the password {PASSWORD} as")
        for handle in (*ACCOUNTS, "admin"):
            self.say(f"  {handle}@demo.example")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
