"""Support screens for those who run the installation: companies and distributors, no customers."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kit.events import facts_of, record
from team.actions import publish_agreement, sign_out_devices
from team.models import Agreement, Company, Distributor, Invitation

admin.site.site_header = admin.site.site_title = _("Kept: support")
admin.site.index_title = _("Companies and their people")
# One door to sign in, so that its limits on wrong passwords hold here too.
admin.site.login = secure_admin_login(admin.site.login)


class ReadMostly(admin.ModelAdmin):
    """To look things up. What little can be changed here leaves an event, as everywhere."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_readonly_fields(self, request, obj=None):
        changeable = set(self.changeable)
        return [name for name in self.fields if name not in changeable]

    def save_model(self, request, obj, form, change) -> None:
        self.before_saving(request, obj, form)
        before = facts_of(type(obj)._default_manager.get(pk=obj.pk), form.changed_data)
        obj.save(update_fields=form.changed_data)
        after = facts_of(obj, form.changed_data)
        record(f"{obj._meta.model_name}.changed", obj, by=request.by, before=before, after=after)

    def before_saving(self, request, obj, form) -> None:
        """What has to happen along with the change."""


@admin.register(Company)
class CompanyAdmin(ReadMostly):
    changeable = ("name", "usual_interval_days", "customers_before_recruiting")
    fields = (
        "name",
        "currency",
        "country",
        "zone",
        "usual_interval_days",
        "customers_before_recruiting",
        "is_demo",
        "created_at",
    )
    list_display = ("name", "country", "currency", "zone", "is_demo")
    search_fields = ("name",)


@admin.register(Distributor)
class DistributorAdmin(ReadMostly):
    changeable = ("is_active", "is_staff")
    fields = (
        "name",
        "email",
        "company",
        "number",
        "country",
        "sponsor",
        "depth",
        "joined_on",
        "status",
        "zone",
        "language",
        "is_active",
        "is_staff",
        "last_login",
    )
    list_display = ("name", "email", "company", "country", "number", "joined_on", "is_active", "last_login")
    list_filter = ("company", "status", "is_active", "is_staff")
    list_select_related = ("company",)
    search_fields = ("name", "email", "number")
    ordering = ("company_id", "name_key")
    show_full_result_count = False

    def before_saving(self, request, obj, form) -> None:
        if "is_active" in form.changed_data and not obj.is_active:
            sign_out_devices(distributor=obj, by=request.by)


@admin.register(Invitation)
class InvitationAdmin(ReadMostly):
    changeable = ()
    fields = ("email", "name", "sponsor", "created_at", "expires_at", "accepted_at", "withdrawn_at")
    list_display = ("email", "sponsor", "created_at", "expires_at", "accepted_at", "withdrawn_at")
    list_select_related = ("sponsor",)
    search_fields = ("email", "name", "sponsor__name")

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Agreement)
class AgreementAdmin(admin.ModelAdmin):
    """What newcomers agree to. Saving publishes a new version; the one that somebody agreed to stays."""

    fields = ("company", "country", "title", "text")
    list_display = ("title", "company", "country", "version", "published_at")
    list_filter = ("company",)
    list_select_related = ("company",)
    ordering = ("company_id", "country", "-version")

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_readonly_fields(self, request, obj=None):
        return ("company", "country") if obj else ()

    def save_model(self, request, obj, form, change) -> None:
        made = publish_agreement(
            company=obj.company, by=request.by, title=obj.title, text=obj.text, country=obj.country
        )
        obj.pk, obj.version = made.pk, made.version

    def log_change(self, request, obj, message):
        """An event tells of it."""

    log_addition = log_change
