from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appointments", "0006_line_of_a_guest")]

    operations = [
        migrations.AddField(
            model_name="notes",
            name="editions",
            field=models.PositiveSmallIntegerField(default=0, help_text="How often they went out."),
        ),
    ]
