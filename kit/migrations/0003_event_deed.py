from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kit", "0002_request_outcomes"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="deed",
            field=models.UUIDField(null=True),
        ),
    ]
