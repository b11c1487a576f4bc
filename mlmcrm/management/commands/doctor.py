import json
import sys
from collections import Counter

from django.core.management.base import BaseCommand

from mlmcrm.doctor import BAD, NOT_LOOKED_AT, Finding, diagnose


class Command(BaseCommand):
    help = "Tells what is misconfigured or unhealthy, each with its mend. Exits 1 if anything is bad."
    requires_system_checks = []  # what they find must not keep the rest from being told

    def add_arguments(self, parser):
        parser.add_argument("--data", metavar="DIR", help="folder of the data (default: data/ in the clone)")
        parser.add_argument("--json", action="store_true", help="for programs: a list of objects")

    def handle(self, *args, **options):
        found = self.list_all() if options["json"] else self.tell()
        if BAD in found:
            sys.exit(1)

    def list_all(self) -> list[str]:
        rows = [
            {"check": name, "state": finding.state, "detail": finding.what, "mend": finding.mend}
            for name, finding in diagnose()
        ]
        self.stdout.write(json.dumps(rows, indent=1, ensure_ascii=False))
        return [row["state"] for row in rows]

    def tell(self) -> list[str]:
        states, unseen = [], []
        for name, finding in diagnose():
            states.append(finding.state)
            if finding.what == NOT_LOOKED_AT:
                unseen.append(name)
            else:
                self.say(name, finding)
        if unseen:
            self.stdout.write(f"Not looked at before that is mended: {', '.join(unseen)}.")
        counts = Counter(states)
        self.stdout.write(" ".join(f"{state}={counts[state]}" for state in ("ok", "warn", "bad")))
        return states

    def say(self, name: str, finding: Finding) -> None:
        self.stdout.write(f"{finding.state:<5}{name}: {finding.what}")
        if finding.mend:
            self.stdout.write(f"     {finding.mend}")
        self.stdout.flush()
