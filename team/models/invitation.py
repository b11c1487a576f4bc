from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import Row
from team.querysets import InvitationQuerySet


class Invitation(Row):
    """A sponsor asks somebody to join the team with a sign-in of their own.

    Only a hash of the token is kept: whoever reads the database cannot use the link.
    """

    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations"
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("email"))
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    distributor = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="invitation"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sponsor", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
            )
        ]

    def __str__(self):
        return self.email

    @property
    def owner_id(self) -> int:
        return self.sponsor_id
