"""Products as a resource: the company's catalogue to read, one's own to change."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import SAFE_METHODS

from kit.api.serializers import Nothing
from kit.api.views import OwnedViewSet
from sales import actions
from sales.api.shapes import ProductFilters, ProductIn, ProductOut
from sales.models import Product


class ProductsViewSet(OwnedViewSet):
    """What there is to sell, by name."""

    model = Product
    serializer_class = ProductOut
    filters = ProductFilters

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("name_key", "id")

    def get_queryset(self):
        if self.request.method in SAFE_METHODS:
            return super().get_queryset()
        return Product.objects.editable_by(self.request.user)

    def narrow(self, rows, **wanted):
        if wanted.get("search"):
            rows = rows.found_by(wanted["search"])
        if "updated_since" in wanted:
            rows = rows.filter(updated_at__gte=wanted["updated_since"])
        if "active" in wanted or "updated_since" not in wanted:
            rows = rows.filter(is_active=wanted.get("active", True))
        return rows

    @extend_schema(request=ProductIn, responses={201: ProductOut})
    def create(self, request):
        product = actions.add_product(owner=request.user, by=self.by, **self.read(ProductIn))
        return self.answer(product, status.HTTP_201_CREATED, fetched=True)

    @extend_schema(request=ProductIn, responses=ProductOut)
    def partial_update(self, request, pk):
        product, said = self.get_object(), self.read(ProductIn, partial=True)
        return self.answer(actions.change_product(product=product, by=self.by, **said), fetched=True)

    @extend_schema(request=Nothing, responses=ProductOut)
    @action(detail=True, methods=["post"])
    def offer(self, request, pk):
        """Put a product back on the list."""
        product, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.offer_product(product=product, by=self.by), fetched=True)

    @extend_schema(request=Nothing, responses=ProductOut)
    @action(detail=True, methods=["post"])
    def retire(self, request, pk):
        """Take a product off the list; orders keep it."""
        product, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.retire_product(product=product, by=self.by), fetched=True)
