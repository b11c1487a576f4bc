"""Sends the content security policy of the settings, under the names that Django 6 uses."""

from django.conf import settings

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class ContentSecurityPolicyMiddleware:
    """Every answer carries the policy of SECURE_CSP: a dict of directive to list of sources."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = build_policy(settings.SECURE_CSP)

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


def build_policy(directives: dict[str, list[str]]) -> str:
    """Write the header's value."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())
