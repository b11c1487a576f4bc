"""Addresses that leave the house."""

from django.conf import settings


def absolute(request, path: str) -> str:
    """Return the whole address of a path: under SITE_URL, or as asked for on a loopback address."""
    if settings.SITE.loopback:
        return request.build_absolute_uri(path)
    return settings.SITE_URL + path
