"""What is counted in the night: who is still a customer, and who is slipping away."""

from reports.actions.flags import judge_flags, raise_flags
from reports.actions.measuring import measure_retention, measure_retentions
from reports.actions.recounting import count_anew, recount_facts

__all__ = [
    "count_anew",
    "judge_flags",
    "measure_retention",
    "measure_retentions",
    "raise_flags",
    "recount_facts",
]
