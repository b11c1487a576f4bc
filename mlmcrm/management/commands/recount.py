from django.core.management.base import BaseCommand, CommandError

from customers import actions as customers
from customers.models import Customer
from followups import actions as followups
from kit.events import Actor, Door
from reports import actions as reports
from sales import actions as sales
from team import actions as team
from team.models import Company

# What the rows of people carry, and who can find it again; the rung before what rests on it.
PARTS = (
    ("Rung and last contact", customers.recount_facts),
    ("Orders and rhythm", sales.recount_facts),
    ("Next due", followups.recount_facts),
    ("Still a customer", reports.recount_facts),
)
HOUSE = Actor(None, Door.TASK)
BATCH = 2_000  # people between two signs of life


class Command(BaseCommand):
    help = "Recomputes every carried fact. With --check it only compares, and exits 1 on a difference."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="compare, write nothing")

    def handle(self, *args, check, **options):
        self.people = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
        different = sum(self._recount(name, recount, check) for name, recount in PARTS)
        different += sum(self._recount_ledger(company, check) for company in Company.objects.order_by("pk"))
        verb = "differ" if check else "mended"
        self.stdout.write(f"people={len(self.people)} {verb}={different}")
        if check and different:
            raise CommandError("Run recount without --check to write what is true.")

    def _recount(self, name: str, recount, check: bool) -> int:
        different = 0
        for start in range(0, len(self.people), BATCH):
            batch = self.people[start : start + BATCH]
            for difference in recount(ids=batch, check=check):
                self.stdout.write(f"{name}: {difference}")
                different += 1
            done = min(start + BATCH, len(self.people))
            self.stderr.write(f"{name}: {done} of {len(self.people)} people", style_func=str)
        return different

    def _recount_ledger(self, company: Company, check: bool) -> int:
        """Of a company's team; what merely waits to be counted is counted first, and is no difference."""
        if not check:
            team.tick(company=company, by=HOUSE)
            while team.fold(company=company, by=HOUSE):
                pass
        found = team.recount_ledger(company=company, by=HOUSE, check=check)
        for difference in found:
            self.stdout.write(f"Ledger: {difference}")
        self.stderr.write(f"Ledger: {company.name}", style_func=str)
        return len(found)
