"""What a company learns about itself."""

from django.db import transaction

from kit.events import Actor, record
from team.models import Company


@transaction.atomic
def note_usual_interval(*, company: Company, by: Actor, days: int) -> Company:
    """Note how many days usually lie between two orders of a person."""
    row = Company.objects.select_for_update().get(pk=company.pk)
    before, row.usual_interval_days = row.usual_interval_days, days
    row.save(update_fields=["usual_interval_days"])
    company.usual_interval_days = days
    record(
        "company.usual_interval_learned",
        row,
        by=by,
        before={"usual_interval_days": before},
        after={"usual_interval_days": days},
    )
    return row
