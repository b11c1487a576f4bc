from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models.customer import Customer
from customers.querysets import ReferralQuerySet
from kit.models import Row


class Referral(Row):
    """That somebody introduced a friend: since when, and whether both steps of the thanks were done.

    Who introduced whom is `Customer.introduced_by`; a row stands as long as that does. The friend must
    have agreed before the introducer is told how it went.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="referrals")
    introducer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="referrals_made")
    friend = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="referrals_of")
    introduced_on = models.DateField(_("introduced on"))
    thanked_at = models.DateTimeField(_("thanked"), null=True, editable=False)
    friend_agreed_at = models.DateTimeField(_("the friend agreed to be told of"), null=True, editable=False)
    told_at = models.DateTimeField(_("told how it went"), null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        constraints = [
            models.UniqueConstraint(
                fields=["friend"], condition=Q(revoked_at=None), name="referral_once_a_friend"
            ),
            models.CheckConstraint(condition=~Q(introducer=F("friend")), name="referral_of_another"),
        ]
        indexes = [
            models.Index(fields=["introducer", "-introduced_on"], name="referral_of_introducer"),
            models.Index(fields=["owner", "-introduced_on"], name="referral_of_owner"),
            models.Index(fields=["owner", "-updated_at"], name="referral_by_change"),
        ]

    def __str__(self):
        return f"{self.introducer_id} {self.friend_id}"
