"""Oneself: who one is and how one works."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from kit.api.conditions import check_etag, etag_of_facts, is_known_etag
from kit.api.fields import ClockField, TextField, WholeField, YesNoField
from kit.api.serializers import StrictSerializer
from kit.api.views import ApiView
from team import actions
from team.models import Distributor
from team.models.distributor import Shortcuts, Theme


class Me(StrictSerializer):
    """A distributor, as only they themselves see it."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    name = TextField(max_length=200)
    greeting = TextField(max_length=100, allow_blank=True, help_text=_lazy("What people call you."))
    email = serializers.EmailField(read_only=True, allow_null=True)
    handle = serializers.RegexField(
        r"^[-a-zA-Z0-9_]{1,60}$", allow_null=True, help_text=_lazy("The word in your public addresses.")
    )
    company = serializers.CharField(source="company.name", read_only=True, allow_null=True, default=None)
    currency = serializers.RegexField(r"^[A-Z]{3}$", read_only=True)
    joined_on = serializers.DateField(read_only=True)
    zone = TextField(max_length=64, help_text=_lazy("Of the IANA database, as Europe/Berlin."))
    language = serializers.ChoiceField(settings.LANGUAGES)
    theme = serializers.ChoiceField(Theme.choices)
    shortcuts = serializers.ChoiceField(
        Shortcuts.choices, help_text=_lazy("Do single keys do something on the pages?")
    )
    signature = TextField(max_length=200, allow_blank=True, help_text=_lazy("Stands under your letters."))
    daily_limit = WholeField(min_value=1, max_value=100, help_text=_lazy("Things to do a day."))
    review_repeat_thanks = YesNoField(help_text=_lazy("Look at thank-yous for repeat orders before they go."))
    quiet_hours_on = YesNoField(help_text=_lazy("Do letters wait between the two times below, in your zone?"))
    quiet_from = ClockField()
    quiet_until = ClockField()


class MeView(ApiView):
    """Whoever the token belongs to."""

    @extend_schema(
        operation_id="me_retrieve",
        summary="Who I am",
        description="Answers 304 to a known If-None-Match.",
        responses=Me,
        extensions={"x-conditional": True},
    )
    def get(self, request):
        facts = Me(request.user).data
        etag = etag_of_facts(facts)
        if is_known_etag(request, etag):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": etag})
        return Response(facts, headers={"ETag": etag})

    @extend_schema(
        operation_id="me_partial_update",
        summary="Change how I work",
        request=Me(partial=True),
        responses=Me,
        extensions={"x-conditional": True},
    )
    def patch(self, request):
        said = self.read(Me, partial=True)
        with transaction.atomic():
            mine = Distributor.objects.editable_by(request.user).select_related("company")
            mine = mine.select_for_update(of=("self",)).get()
            check_etag(request, etag_of_facts(Me(mine).data))
            actions.change_settings(distributor=mine, by=self.by, **said)
        facts = Me(mine).data
        return self.with_undo(Response(facts, headers={"ETag": etag_of_facts(facts)}), mine)
