"""What this app does when others announce something."""

from django.db import connections

from appointments.actions.letters import ensure_letters
from followups.models import Rule


def on_migrated(sender, using, **kwargs) -> None:
    """The letters around an appointment are data that every database begins with."""
    if Rule._meta.db_table in connections[using].introspection.table_names():
        ensure_letters()
