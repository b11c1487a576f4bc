"""Staff keep the company's catalogue; nobody's orders and nobody's own products are shown here."""

from django.contrib import admin

from sales.models import Product


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    """The company's products."""

    list_display = ["code", "name", "company", "price", "currency", "pv", "lasts_days", "is_active"]
    list_filter = ["company", "is_active"]
    search_fields = ["code", "name"]
    exclude = ["owner"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(owner=None)

    def has_delete_permission(self, request, obj=None):
        return False
