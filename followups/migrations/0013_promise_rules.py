from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0012_promise_days"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("apology", None), ("revoked_at", None), ("state", "open")),
                fields=["told_on"],
                name="promise_nothing_said",
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("state", "open"), _negated=True),
                fields=["kind", "-ended_on"],
                name="promise_pace",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("ended_on", None)),
                    models.Q(("closed_at__isnull", False), ("ended_on__isnull", False)),
                    _connector="OR",
                ),
                name="promise_ended_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin", "order")), fields=("origin_id",), name="promise_once_an_order"
            ),
        ),
    ]
