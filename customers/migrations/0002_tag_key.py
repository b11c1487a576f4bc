from collections import defaultdict

from django.db import migrations, models


def merge_tags_of_one_word(apps, schema_editor):
    """Of tags that differ in the case of letters alone the oldest stays, with the people of all."""
    Tag = apps.get_model("customers", "Tag")
    alike = defaultdict(list)
    for tag in Tag.objects.order_by("pk"):
        tag.key = tag.name.casefold()
        alike[tag.owner_id, tag.key].append(tag)
    for kept, *others in alike.values():
        for other in others:
            _give(apps, other, kept)
    Tag.objects.filter(pk__in=[tag.pk for tags in alike.values() for tag in tags[1:]]).delete()
    Tag.objects.bulk_update([tags[0] for tags in alike.values()], ["key"], batch_size=200)


def _give(apps, other, kept):
    """Let the people of one tag have another."""
    Held = apps.get_model("customers", "Customer").tags.through
    have = Held.objects.filter(tag_id=kept.pk).values("customer_id")
    Held.objects.filter(tag_id=other.pk).exclude(customer_id__in=have).update(tag_id=kept.pk)
    Held.objects.filter(tag_id=other.pk).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="tag",
            name="key",
            field=models.CharField(default="", editable=False, max_length=180),
        ),
        migrations.RunPython(merge_tags_of_one_word, migrations.RunPython.noop),
    ]
