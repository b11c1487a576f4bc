"""Tasks of one day that are done in one go: what becomes of them when the one they go with does not stand."""

from collections.abc import Iterable

from followups.models import Message, Task
from followups.schedule import TOGETHER
from kit import clock


def part(gone: Iterable[Message | Task]) -> None:
    """Let what was to be done with tasks that were taken back stand for itself, on its day."""
    carriers = [row for row in gone if isinstance(row, Task) and TOGETHER not in row.context]
    if not carriers:
        return
    days = {(row.customer_id, row.local_date) for row in carriers}
    people, dates = zip(*days, strict=True)
    carried = Task.objects.open().filter(customer__in=people, local_date__in=dates, context__has_key=TOGETHER)
    for task in carried:
        if (task.customer_id, task.local_date) in days:
            context = {key: value for key, value in task.context.items() if key != TOGETHER}
            Task.objects.filter(pk=task.pk).update(context=context, reason="", updated_at=clock.now())
