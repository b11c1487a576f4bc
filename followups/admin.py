"""Support screens: rules can be mended here, letters and tasks are only looked at."""

from django.contrib import admin

from followups.models import Message, Rule, SendingAccount, Task


class Reading(admin.ModelAdmin):
    """Rows that only actions write."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Rule)
class RuleAdmin(admin.ModelAdmin):
    list_display = ("key", "owner", "anchor", "offset_days", "action", "is_active")
    list_filter = ("anchor", "action", "is_active")
    list_select_related = ("owner",)
    raw_id_fields = ("owner",)


@admin.register(SendingAccount)
class SendingAccountAdmin(Reading):
    list_display = ("name", "failures", "blocked_until", "reason")


@admin.register(Message)
class MessageAdmin(Reading):
    """States and reasons for support; no names of people and no words of letters."""

    list_display = ("id", "owner", "rule", "state", "reason_code", "due_at", "attempts")
    list_filter = ("state", "reason_code")
    list_select_related = ("owner", "rule")
    fields = ("owner", "rule", "state", "reason_code", "due_at", "expires_at", "attempts", "sent_at")


@admin.register(Task)
class TaskAdmin(Reading):
    """States for support; no names of people."""

    list_display = ("id", "owner", "kind", "state", "due_at", "closed_at")
    list_filter = ("state", "kind")
    list_select_related = ("owner",)
    fields = ("owner", "kind", "state", "due_at", "expires_at", "closed_at")
