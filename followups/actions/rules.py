"""The rules of the house, loaded as data."""

from followups.defaults import ALWAYS, HOUSE_RULES
from followups.models import Rule


def ensure_default_rules() -> None:
    """Add the house's rules that are missing; what somebody changed stays as it is."""
    Rule.objects.bulk_create(
        [Rule(active_from=ALWAYS, **terms) for terms in HOUSE_RULES], ignore_conflicts=True
    )
