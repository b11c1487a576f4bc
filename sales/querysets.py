"""Which orders and products, and who may see them."""

from django.db import models
from django.db.models import Q

from customers.querysets import OwnedQuerySet


class ProductQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """The company's catalogue and the viewer's own products."""
        if not viewer.is_authenticated or viewer.company_id is None:
            return self.none()
        return self.filter(Q(owner=None) | Q(owner=viewer), company_id=viewer.company_id)

    def editable_by(self, viewer):
        return self.visible_to(viewer).filter(owner=viewer)

    def for_sale(self):
        return self.filter(is_active=True)


class OrderQuerySet(OwnedQuerySet):
    def placed(self):
        """Neither void nor returned."""
        return self.filter(state="placed")

    def with_lines(self):
        return self.prefetch_related("lines__product")
