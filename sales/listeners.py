"""What this app does when others announce something."""

from django.db import connections

from followups.models import Rule
from sales.actions import joining_letters, offer_letters, standing_letters


def on_migrated(sender, using, **kwargs) -> None:
    """The letters of an offer and of an enrolment are data that every database begins with."""
    if Rule._meta.db_table in connections[using].introspection.table_names():
        offer_letters.ensure_letters()
        joining_letters.ensure_letters()
        standing_letters.ensure_letters()
