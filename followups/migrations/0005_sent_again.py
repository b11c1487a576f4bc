"""Letters that were sent again have the purpose of the first; those that wait, its channel, too."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def take_after_the_first(apps, schema_editor):
    Message = apps.get_model("followups", "Message")
    Letter = apps.get_model("followups", "Letter")
    copies = Message.objects.filter(resend_of__isnull=False)
    first = Message.objects.filter(pk=OuterRef("resend_of"))
    others = copies.exclude(purpose=F("resend_of__purpose")).values("pk")
    Message.objects.filter(pk__in=list(others.values_list("pk", flat=True))).update(
        purpose=Subquery(first.values("purpose")[:1])
    )
    waiting = copies.filter(state__in=("draft", "planned"), attempts=0)
    wrong = list(waiting.exclude(channel=F("resend_of__channel")).values_list("pk", flat=True))
    Message.objects.filter(pk__in=wrong).update(channel=Subquery(first.values("channel")[:1]), state="draft")
    Letter.objects.filter(message__in=wrong).update(frozen=False)


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0004_meeting_anchor"),
    ]

    operations = [
        migrations.RunPython(take_after_the_first, migrations.RunPython.noop),
    ]
