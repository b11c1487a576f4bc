from django.db import migrations

# Ranges of numbers and of moments both have an index of their own kind, so no extension is needed.
ADD = """
ALTER TABLE appointments_appointment ADD CONSTRAINT appointment_no_overlap EXCLUDE USING gist (
    int8range(owner_id, owner_id, '[]') WITH &&,
    tstzrange(blocked_from, blocked_until, '[)') WITH &&
) WHERE (state IN ('asked', 'booked', 'confirmed', 'arrived'))
"""
DROP = "ALTER TABLE appointments_appointment DROP CONSTRAINT appointment_no_overlap"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_initial")]
    operations = [migrations.RunPython(add, drop, elidable=False)]
