"""The devices that one is signed in on, and signing them out."""

from django.utils.translation import gettext_lazy as _lazy
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.response import Response

from kit.api.fields import MomentField
from kit.api.serializers import Nothing
from kit.api.views import ApiView, OwnedViewSet
from team import actions
from team.models import Device


class DeviceOut(serializers.Serializer):
    """A phone or program with a token of its own."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    prefix = serializers.CharField(help_text=_lazy("How its token begins."))
    signed_in_at = MomentField(source="created_at")
    last_used_at = MomentField(allow_null=True, help_text=_lazy("To the hour."))
    expires_at = MomentField(help_text=_lazy("Each day of use moves it on."))
    current = serializers.SerializerMethodField(help_text=_lazy("Is it the one that asks?"))

    def get_current(self, device) -> bool:
        request = self.context.get("request")
        return request is None or request.auth == device


@extend_schema_view(
    list=extend_schema(summary="Devices that are signed in, the newest first"),
    retrieve=extend_schema(summary="One device"),
)
class DevicesViewSet(OwnedViewSet):
    """Devices that are signed in. Those signed out are gone; the history still tells of them."""

    model = Device
    serializer_class = DeviceOut
    order = ("-created_at", "-id")

    def rows(self, visible):
        return visible.working_for(self.request.user)

    @extend_schema(
        summary="Sign a device out",
        description="Its token is worth nothing from now on; the one you call with may be it. There is no undo.",
        responses={204: None},
    )
    def destroy(self, request, pk):
        actions.sign_out_device(device=self.get_object(), by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SignOutView(ApiView):
    """Signing the calling device out."""

    @extend_schema(
        operation_id="auth_sign_out_create",
        summary="Sign this device out",
        description="The token you call with is worth nothing from now on.",
        request=Nothing,
        responses={204: None},
    )
    def post(self, request):
        self.read(Nothing)
        actions.sign_out_device(device=request.auth, by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)
