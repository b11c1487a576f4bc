"""Measures what Kept costs; the benchmarks are programs of their own, in benchmarks/."""

import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Measure what Kept costs, as multiples of floors measured in the same run. --list says what there is."
    )
    requires_system_checks = []

    def run_from_argv(self, argv):
        """Hand every word on: databases, servers and processes are made there, none of this installation's is used."""
        if not (settings.BASE_DIR / "benchmarks").is_dir():
            sys.exit("The folder benchmarks/ is not here.")
        words = [sys.executable, "-m", "benchmarks", *argv[2:]]
        try:
            sys.exit(subprocess.run(words, cwd=settings.BASE_DIR).returncode)
        except KeyboardInterrupt:
            sys.exit(1)
