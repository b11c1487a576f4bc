"""Which orders and products, and who may see them."""

from django.db import models
from django.db.models import Count, Q, Sum

from customers.querysets import OwnedQuerySet
from team.tree import upline_paths


class ProductQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """The company's catalogue and the viewer's own products."""
        if not viewer.is_authenticated or viewer.company_id is None:
            return self.none()
        return self.filter(Q(owner=None) | Q(owner=viewer), company_id=viewer.company_id)

    def editable_by(self, viewer):
        return self.visible_to(viewer).filter(owner=viewer)

    def found_by(self, words: str):
        """Products whose name holds the words, or whose code begins so."""
        words = words.strip()
        return self.filter(Q(name_key__contains=words.casefold()) | Q(code__istartswith=words))

    def for_sale(self):
        return self.filter(is_active=True)


class CardQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """The company's cards, the viewer's own, and those in use that leaders above share with their line."""
        if not viewer.is_authenticated or viewer.company_id is None:
            return self.none()
        above = {"owner__path__in": upline_paths(viewer.path), "owner__is_active": True}
        shared = Q(shared_at__isnull=False, is_active=True, **above)
        return self.filter(Q(owner=None) | Q(owner=viewer) | shared, company_id=viewer.company_id)

    def editable_by(self, viewer):
        return self.visible_to(viewer).filter(owner=viewer)


class OrderQuerySet(OwnedQuerySet):
    def placed(self):
        """Neither void nor returned."""
        return self.filter(state="placed")

    def with_lines(self):
        return self.prefetch_related("lines__product")

    def last_of(self, person):
        """The order that "same as last time" means, or None."""
        placed = self.placed().filter(customer=person, purpose="customer")
        return placed.order_by("-ordered_on", "-placed_at", "-pk").first()

    def found_by(self, words: str):
        """Orders of people whom the words fit, or with a number that begins so."""
        people = self.model._meta.get_field("customer").related_model.objects
        return self.filter(Q(customer__in=people.matching(words)) | Q(external_id__istartswith=words.strip()))

    def summed(self) -> list[dict]:
        """The number and the sum of the orders that stand, for each currency."""
        sums = self.placed().order_by("currency").values("currency")
        return list(sums.annotate(count=Count("pk"), total=Sum("total"), pv=Sum("pv")))


class OfferQuerySet(OwnedQuerySet):
    def running(self, today):
        """Live, and within its days."""
        return self.filter(state="live", starts_on__lte=today, ends_on__gte=today)


class SynonymQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """The company's words and the viewer's own."""
        if not viewer.is_authenticated or viewer.company_id is None:
            return self.none()
        return self.filter(Q(owner=None) | Q(owner=viewer), company_id=viewer.company_id)

    def editable_by(self, viewer):
        return self.visible_to(viewer).filter(owner=viewer)


class StandingOrderQuerySet(OwnedQuerySet):
    def running(self):
        return self.filter(state="running")

    def standing(self):
        """Running or paused, of people who stand on the list."""
        return self.exclude(state="ended").filter(customer__deleted_at=None)

    def with_lines(self):
        return self.prefetch_related("lines__product")


class EnrolmentQuerySet(OwnedQuerySet):
    def begun(self):
        """Begun and neither done nor given up."""
        return self.filter(state="begun")
