from django.db import migrations, models


class Migration(migrations.Migration):
    # Apart from 0002: PostgreSQL alters no table in a transaction that moved its rows.
    dependencies = [
        ("customers", "0002_tag_key"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="tag",
            name="tag_once",
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(fields=("owner", "key"), name="tag_key_once"),
        ),
    ]
