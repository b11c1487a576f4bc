"""The days of promises by the wall of their owner: given, ended, missed; and the task to say sorry."""

from datetime import date
from zoneinfo import ZoneInfo

import django.db.models.deletion
from django.db import migrations, models

BATCH = 500


def fill(apps, schema_editor):
    """Give each promise that stands the days on which it was given and ended."""
    Promise = apps.get_model("followups", "Promise")
    rows = Promise.objects.select_related("owner").only("created_at", "closed_at", "owner__zone").order_by("pk")
    held = []
    for row in rows.iterator(BATCH):
        zone = ZoneInfo(row.owner.zone)
        row.given_on = row.created_at.astimezone(zone).date()
        row.ended_on = row.closed_at and row.closed_at.astimezone(zone).date()
        held.append(row)
        if len(held) == BATCH:
            Promise.objects.bulk_update(held, ["given_on", "ended_on"])
            held = []
    Promise.objects.bulk_update(held, ["given_on", "ended_on"])


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0011_complaint_to_the_sponsor"),
    ]

    operations = [
        migrations.AddField(
            model_name="promise",
            name="apology",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="promise",
                to="followups.task",
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="ended_on",
            field=models.DateField(editable=False, null=True, verbose_name="ended on"),
        ),
        migrations.AddField(
            model_name="promise",
            name="given_on",
            field=models.DateField(default=date(2000, 1, 1), editable=False, verbose_name="given on"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="promise",
            name="missed_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
