"""How often one client may call, see API_RATES in the settings."""

from django.conf import settings
from rest_framework.exceptions import Throttled
from rest_framework.throttling import BaseThrottle

from kit.rates import count_one, counted
from kit.visitors import address_of


class RateThrottle(BaseThrottle):
    """So many calls in so many seconds for whoever is signed in, else for the address."""

    def allow_request(self, request, view):
        kind, who = _caller(request)
        most, seconds = settings.API_RATES[kind]
        count, self._left = count_one(f"api:{kind}:{who}", seconds)
        return count <= most

    def wait(self):
        return self._left


def refuse_who_guesses(request) -> None:
    """Count a wrong token for the address that it came from; raise Throttled where there are too many.

    Only what is wrong is refused: whoever has a token that works gets in, also beside one who guesses.
    """
    most, seconds = settings.API_RATES["wrong_token"]
    count, left = counted(_wrong_tokens(request), seconds)
    if count >= most:
        raise Throttled(left)
    count_one(_wrong_tokens(request), seconds)


def _caller(request) -> tuple[str, str]:
    if request.user and request.user.is_authenticated:
        return "signed_in", str(request.user.pk)
    return "anonymous", address_of(request)


def _wrong_tokens(request) -> str:
    return f"api:wrong_token:{address_of(request)}"
