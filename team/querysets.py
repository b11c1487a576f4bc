"""Which distributors, and who may see them."""

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

from kit import clock
from team.tokens import mark_of_password
from team.tree import END


class DistributorQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """The viewer and the viewer's downline; staff see nobody's team here."""
        if not viewer.is_authenticated or viewer.path is None:
            return self.none()
        return self.filter(company_id=viewer.company_id, path__gte=viewer.path, path__lt=viewer.path + END)

    def editable_by(self, viewer):
        return self.filter(pk=viewer.pk)

    def below(self, leader):
        """The downline of a leader, without the leader."""
        return self.visible_to(leader).exclude(pk=leader.pk)


class DistributorManager(BaseUserManager.from_queryset(DistributorQuerySet)):
    """Finds users by e-mail without regard to case, and makes staff for the command line."""

    def get_by_natural_key(self, email):
        return self.get(email=(email or "").strip().lower())

    def create_superuser(self, email, password=None, **fields):
        user = self.model(email=email, is_staff=True, is_superuser=True, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        return self.filter(sponsor=viewer)

    def editable_by(self, viewer):
        return self.visible_to(viewer)

    def open(self):
        """Neither accepted, withdrawn nor run out."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())


class DeviceQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        return self.filter(distributor=viewer) if viewer.is_authenticated else self.none()

    def editable_by(self, viewer):
        return self.visible_to(viewer)

    def working(self):
        """Neither revoked nor run out, of somebody who may sign in."""
        return self.filter(revoked_at=None, expires_at__gt=clock.now(), distributor__is_active=True)

    def working_for(self, distributor):
        """The devices of somebody whose tokens are worth something: none of an older password."""
        mark = mark_of_password(distributor)
        return self.visible_to(distributor).working().filter(password_mark=mark)


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """What the viewer's company has published."""
        if not viewer.is_authenticated or viewer.company_id is None:
            return self.none()
        return self.filter(company_id=viewer.company_id, published_at__isnull=False)

    def in_force(self, company, country: str = ""):
        """The newest published text of a company for a country, else that for all others; None where there is none."""
        rows = self.filter(company=company, country__in=["", country], published_at__isnull=False)
        return rows.order_by("-country", "-version").first()
