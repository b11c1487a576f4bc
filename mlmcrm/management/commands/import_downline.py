from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kit import clock
from kit.errors import Refused
from kit.events import Actor, Door
from mlmcrm.importing.downline import Listed, read_list
from mlmcrm.importing.downline_lines import ListSetting
from team import actions
from team.figures import month_of
from team.genealogy import Difference
from team.models import Company, Distributor

BY = Actor(None, Door.COMMAND)
SHOWN = 20  # of each kind in a preview


class Command(BaseCommand):
    help = (
        "Read a company's list of its distributors: by the numbers of their sponsors, in any order, or by "
        "levels, in the order of the tree. With --dry-run say who joined, left, moved or changed."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--company", metavar="NAME", help="which company, where there are several")
        parser.add_argument(
            "--under", metavar="WHO", help="email or number of whom the list's tops stand under"
        )
        parser.add_argument("--month", metavar="YYYY-MM", help="which month its figures are of (this one)")
        parser.add_argument(
            "--ranks",
            default="",
            metavar="NAMES",
            help="names of the ranks from the lowest, parted by commas",
        )
        parser.add_argument("--leave", action="store_true", help="let leave even if these are most of them")

    def handle(self, *, file, company, ranks, **options):
        names = [name.strip().casefold() for name in ranks.split(",") if name.strip()]
        ordinals = {name: place for place, name in enumerate(names, 1)}
        try:
            with transaction.atomic():
                self.bring(file, self.company(company, file), ordinals, **options)
        except Refused as refused:
            hint = " Say --leave if so." if refused.code == "most_leave" else ""
            raise CommandError(f"{refused}{hint}") from None

    def bring(self, file: Path, company: Company, ranks: dict, *, dry_run, under, month, leave, **options):
        today = clock.today(company.zoneinfo)
        listed = read_list(file, ListSetting(today, ranks))
        found = Difference(listed.members)
        if not listed.refused:
            found = actions.import_downline(
                company=company, members=listed.members, by=BY, dry_run=dry_run, most_may_leave=leave,
                under=self.leader(company, under), month=self.month(month, today),
            )  # fmt: skip
        self.report(listed, found, dry_run)
        if dry_run or listed.refused or found.faults:
            transaction.set_rollback(True)  # of a company that was founded

    def company(self, name: str | None, file: Path) -> Company:
        """The company that is meant; where none stands yet, the list founds it."""
        companies = list(Company.objects.filter(**({"name": name} if name else {})).order_by("pk")[:2])
        if len(companies) > 1:
            raise CommandError("There are several companies: name one with --company.")
        if companies:
            return companies[0]
        if Company.objects.exists():
            raise CommandError(f"There is no company called {name}.")
        name = name or file.stem
        self.stdout.write(f"There was no company yet: the list founds {name}.")
        return actions.found_company(by=BY, name=name)

    def leader(self, company: Company, who: str | None) -> Distributor | None:
        if not who:
            return None
        people = company.distributors.filter(**({"email__iexact": who} if "@" in who else {"number": who}))
        if len(found := list(people[:2])) != 1:
            raise CommandError(
                f"{'Several people have' if found else 'Nobody has'} the number or email {who}."
            )
        return found[0]

    def month(self, said: str | None, today) -> int:
        if not said:
            return month_of(today.year, today.month)
        year, _dash, month = said.partition("-")
        if not (len(year) == 4 and year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12):
            raise CommandError("--month takes a month like 2026-10.")
        return month_of(int(year), int(month))

    def report(self, listed: Listed, found: Difference, dry_run: bool) -> None:
        refused = sorted([*listed.refused, *found.faults])
        for line, reason in refused:
            self.stdout.write(f"line {line}: {reason}")
        if refused:
            self.stdout.write("Nothing was written: a tree is right as a whole or not at all.")
            self.stdout.write(f"new=0 same=0 changed=0 refused={len({line for line, _reason in refused})}")
            return
        if dry_run:
            self.preview(found)
            self.stdout.write("Tried only: nothing was written.")
        new, changed = len(found.joined), len(found.altered)
        self.stdout.write(
            f"joined={new} left={len(found.left)} moved={len(found.moved)} changed={len(found.changed)} "
            f"figures={len(found.told)}"
        )
        self.stdout.write(f"new={new} same={len(found.refs) - new - changed} changed={changed} refused=0")

    def preview(self, found: Difference) -> None:
        member_of = dict(zip(found.refs, found.members, strict=True))
        gone = dict(Distributor.objects.filter(pk__in=found.left[:SHOWN]).values_list("pk", "name"))
        for title, refs in (
            ("joined", found.joined), ("left", found.left), ("moved", found.moved), ("changed", list(found.changed)),
        ):  # fmt: skip
            for ref in refs[:SHOWN]:
                said = ", ".join(found.changed[ref]) if title == "changed" else ""
                name = gone[ref] if title == "left" else f"{member_of[ref].name} (line {member_of[ref].line})"
                self.stdout.write(f"{title}: {name}{': ' if said else ''}{said}")
            if len(refs) > SHOWN:
                self.stdout.write(f"{title}: and {len(refs) - SHOWN:,} more")
