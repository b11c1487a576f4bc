"""Support screens: rules can be mended here, letters and tasks are only looked at."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _

from followups.claim_defaults import is_default
from followups.claims import is_phrase, tidied
from followups.models import ClaimPhrase, Message, Rule, SendingAccount, Task


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


class ClaimPhraseForm(forms.ModelForm):
    """A phrase, written as it is compared."""

    def clean_words(self):
        words = tidied(self.cleaned_data["words"])
        if not is_phrase(words):
            raise forms.ValidationError(
                _(
                    "At least three letters, please; a star stands for an ending, so only at the end of a word."
                )
            )
        return words


@admin.register(ClaimPhrase)
class ClaimPhraseAdmin(admin.ModelAdmin):
    """What nobody may promise. What the house begins with is switched off, not changed or taken away."""

    form = ClaimPhraseForm
    list_display = ("words", "language", "kind", "is_active")
    list_filter = ("language", "kind", "is_active")
    list_editable = ("is_active",)
    search_fields = ("words",)
    list_per_page = 200

    def get_readonly_fields(self, request, obj=None):
        return ("language", "kind", "words") if obj and is_default(obj) else ()

    def has_delete_permission(self, request, obj=None):
        return obj is not None and not is_default(obj) and super().has_delete_permission(request, obj)


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
