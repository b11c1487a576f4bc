import django.db.models.deletion
import kit.clock
import kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0003_tag_key_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkDeed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kit.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=kit.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=kit.clock.now, editable=False)),
                ("what", models.CharField(max_length=40)),
                ("request_key", models.CharField(max_length=64)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "request_key"), name="bulk_deed_once")
                ],
            },
        ),
    ]
