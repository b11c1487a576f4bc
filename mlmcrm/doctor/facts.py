"""Whether the facts that people's rows carry are those that can be found again."""

import random

from customers.models import Customer
from mlmcrm.doctor.database import SAFE
from mlmcrm.doctor.findings import Finding, check, ok, warn
from mlmcrm.management.commands.recount import PARTS

SAMPLE = 100  # people


@check("carried facts", seconds=20, after=SAFE)
def carried() -> Finding:
    everybody = list(Customer.objects.values_list("pk", flat=True))
    some = random.sample(everybody, min(SAMPLE, len(everybody)))
    different = sum(len(recount(ids=some, check=True)) for _name, recount in PARTS)
    if different:
        return warn(
            f"{different} differ, among {len(some)} people.",
            "Run manage.py recount, and report it: it is a fault of ours.",
        )
    return ok(f"Right, for {len(some)} people of {len(everybody)}.")
