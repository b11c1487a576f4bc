"""Sends headers of safety: the content policy under the names that Django 6 uses, and HSTS."""

from django.conf import settings

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class ContentSecurityPolicyMiddleware:
    """Every answer carries the policy of SECURE_CSP: a dict of directive to list of sources."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.headers = {
            "Content-Security-Policy": build_policy(settings.SECURE_CSP),
            "Permissions-Policy": PERMISSIONS,
        }
        if settings.SECURE_HSTS_SECONDS:
            # Django asks request.is_secure(), which is false behind a proxy that TRUSTED_PROXIES does
            # not name. Over plain http browsers ignore the header.
            self.headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response


def build_policy(directives: dict[str, list[str]]) -> str:
    """Write the header's value."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())
