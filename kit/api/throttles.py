"""How often one client may call, see API_RATES in the settings."""

from django.conf import settings
from rest_framework.throttling import BaseThrottle

from kit.rates import count_one


class RateThrottle(BaseThrottle):
    """So many calls in so many seconds for whoever is signed in, else for the address."""

    def allow_request(self, request, view):
        kind, who = self._who(request)
        most, seconds = settings.API_RATES[kind]
        count, self._left = count_one(f"api:{kind}:{who}", seconds)
        return count <= most

    def wait(self):
        return self._left

    def _who(self, request) -> tuple[str, str]:
        if request.user and request.user.is_authenticated:
            return "signed_in", str(request.user.pk)
        return "anonymous", self.get_ident(request)
