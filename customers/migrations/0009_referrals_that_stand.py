from django.db import migrations

BATCH = 1000


def follow(apps, schema_editor):
    """Whoever was introduced before there were rows for it gets one, of the day they came."""
    customers, steps, referrals = (
        apps.get_model("customers", name) for name in ("Customer", "LadderStep", "Referral")
    )
    known = set(referrals.objects.filter(revoked_at=None).values_list("friend", flat=True))
    introduced = customers.objects.exclude(introduced_by=None).order_by("pk")
    people = introduced.values_list("pk", "owner", "introduced_by", "created_at")
    fresh = [one for one in people.iterator() if one[0] not in known and one[0] != one[2]]
    for start in range(0, len(fresh), BATCH):
        part = fresh[start : start + BATCH]
        entered = steps.objects.filter(customer__in=[one[0] for one in part], kind="entered").order_by("-on")
        days = dict(entered.values_list("customer", "on"))
        referrals.objects.bulk_create(
            referrals(
                owner_id=owner, introducer_id=by, friend_id=friend, created_at=came, updated_at=came,
                introduced_on=days.get(friend) or came.date(),
            )
            for friend, owner, by, came in part
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("customers", "0008_referrals")]
    operations = [migrations.RunPython(follow, migrations.RunPython.noop)]
