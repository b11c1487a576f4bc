"""Sign a device in: e-mail and password against a token of its own."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from kit.api.errors import ApiError
from kit.api.fields import MomentField, TextField
from kit.api.serializers import StrictSerializer
from kit.api.views import ApiView
from kit.events import Actor, Door
from team import actions
from team.api.devices import DeviceOut
from team.models import Distributor

WAIT = "300"  # seconds; see ACCOUNT_RATE_LIMITS


class TokenIn(StrictSerializer):
    """Who signs in, and with what."""

    email = TextField(max_length=254)
    password = TextField(max_length=1000, trim_whitespace=False, style={"input_type": "password"})
    device = TextField(
        max_length=100, help_text=_lazy("What you will know it by in the list of your devices.")
    )


class TokenOut(serializers.Serializer):
    """The token, this one time: only a hash of it is kept."""

    token = serializers.CharField()
    expires_at = MomentField(help_text=_lazy("Each day of use moves it on."))
    device = DeviceOut()


class TokenView(ApiView):
    """Signing in. A token is no key to this door: whoever has one alone never gets another."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="auth_token_create",
        summary="Sign a device in",
        description=(
            "Answers 201 with a token of the device's own, valid for 180 days without use. A wrong pair is 401 "
            "`wrong_credentials`, whichever of the two is wrong. After five wrong tries in five minutes for one "
            "e-mail, here and on the page together, 429. `Idempotency-Key` is ignored: what is answered here is "
            "kept nowhere."
        ),
        request=TokenIn,
        responses={201: TokenOut},
        auth=[],
        examples=[
            OpenApiExample(
                "A phone",
                {"email": "yaw@demo.example", "password": "kept-demo", "device": "Yaw's phone"},
                request_only=True,
            )
        ],
    )
    def post(self, request):
        said = self.read(TokenIn)
        distributor = _recognise(request._request, said["email"], said["password"])
        device, token = actions.sign_in_device(
            distributor=distributor, by=Actor(distributor, Door.API), name=said["device"]
        )
        answer = {"token": token, "expires_at": device.expires_at, "device": device}
        return Response(TokenOut(answer).data, status.HTTP_201_CREATED)


def _recognise(request, email: str, password: str) -> Distributor:
    """Return whom e-mail and password name; counted, and as slow, as on the sign-in page. Raises ApiError."""
    adapter = get_adapter(request)
    if not ratelimit.consume(request, action="login"):
        raise _too_many()
    try:
        distributor = adapter.authenticate(request, email=email, password=password)
        if distributor is not None and not distributor.is_active:
            # The page tells who was switched off, and counts no try. Here it is a wrong pair like any other.
            adapter.pre_authenticate(request, email=email)
            distributor = None
    except ValidationError:
        raise _too_many() from None
    if distributor is None:
        raise _wrong()
    return distributor


def _wrong() -> ApiError:
    said = _("That email and password do not belong together.")
    return ApiError(401, "wrong_credentials", said, headers={"WWW-Authenticate": "Bearer"})


def _too_many() -> ApiError:
    said = _("Too many tries. Wait five minutes, then try again.")
    return ApiError(429, "too_many_requests", said, headers={"Retry-After": WAIT})
