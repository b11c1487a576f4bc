"""Who calls: the device that a bearer token belongs to."""

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from kit.api.throttles import refuse_who_guesses
from team.actions.devices import use_token
from team.models import Device

NOT_SIGNED_IN = _("This token is not, or no longer, worth anything. Sign in again.")


class DeviceAuthentication(BaseAuthentication):
    """`Authorization: Bearer TOKEN` of a device that is signed in; from nowhere else is a token taken."""

    def authenticate(self, request):
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        device = use_token(words[1].decode("latin-1")) if len(words) == 2 else None
        if device is None:
            refuse_who_guesses(request)
            raise AuthenticationFailed(NOT_SIGNED_IN)
        _speak_as_to(device)
        return device.distributor, device

    def authenticate_header(self, request):
        return "Bearer"


def _speak_as_to(device: Device) -> None:
    """Answer in the caller's language and zone; OwnWaysMiddleware ends that with the request."""
    timezone.activate(device.distributor.zoneinfo)
    translation.activate(device.distributor.language)


class BearerScheme(OpenApiAuthenticationExtension):
    """How the schema names it."""

    target_class = "team.api.authentication.DeviceAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        said = "A token of your own for each device, from `POST /api/v1/auth/token/` or from the settings."
        return {"type": "http", "scheme": "bearer", "description": said}
