from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0004_bulk_deed"),
    ]

    operations = [
        migrations.AddField(
            model_name="bulkdeed",
            name="ids",
            field=models.JSONField(default=list),
        ),
    ]
