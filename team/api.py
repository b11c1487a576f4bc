"""The JSON door of the team: signing in a device, oneself, one's devices."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from team.actions import use_token


class DeviceAuthentication(BaseAuthentication):
    """`Authorization: Bearer TOKEN` of a device that is signed in."""

    def authenticate(self, request):
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        device = use_token(words[1].decode("latin-1")) if len(words) == 2 else None
        if device is None:
            raise AuthenticationFailed
        return device.distributor, device

    def authenticate_header(self, request):
        return "Bearer"


class BearerScheme(OpenApiAuthenticationExtension):
    """How the schema names it."""

    target_class = "team.api.DeviceAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer"}
