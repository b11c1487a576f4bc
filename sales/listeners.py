"""What this app does when others announce something."""

from django.db import connections

from followups.models import Rule
from sales.actions.offer_letters import ensure_letters


def on_migrated(sender, using, **kwargs) -> None:
    """The letter of an offer is data that every database begins with."""
    if Rule._meta.db_table in connections[using].introspection.table_names():
        ensure_letters()
