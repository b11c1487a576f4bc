"""Staff see what was fitted for a company, and nobody's people."""

from django.contrib import admin

from reports.models import Fit


@admin.register(Fit)
class FitAdmin(admin.ModelAdmin):
    """The fits of the nights, to read."""

    list_display = ["company", "as_of", "people", "repeat_buyers", "r", "alpha", "a", "b", "trouble"]
    list_filter = ["company"]
    date_hierarchy = "as_of"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
