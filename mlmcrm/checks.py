"""Tells the operator what is misconfigured, with its mend, before anything is served."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import DatabaseError

from kit.environment import SettingsError, is_loopback
from team.models import Company


@register(Tags.security, deploy=True)
def public_address(app_configs, **kwargs):
    """A server that others reach needs its public address."""
    if settings.SITE.loopback:
        return [
            Warning(
                "SITE_URL is not set: only this machine can open the product.",
                hint="Set SITE_URL to the public address, like https://crm.example.org.",
                id="kept.W001",
            )
        ]
    if not settings.SITE.secure:
        return [
            Warning(
                "SITE_URL is not https: passwords and names cross the network in the open.",
                hint="Put a proxy with a certificate in front and write SITE_URL with https.",
                id="kept.W002",
            )
        ]
    return []


def refuse_public_demo() -> None:
    """Raise SettingsError if others could reach a demo world, or it them.

    Everybody knows its password, and its people are invented.
    """
    if not holds_demo():
        return
    if not settings.SITE.loopback:
        raise SettingsError(
            f"SITE_URL is {settings.SITE_URL}, but the database holds the demo world, whose password everybody "
            "knows: leave SITE_URL out, or use a database of your own."
        )
    if letters_leave():
        raise SettingsError(
            f"EMAIL_URL names {letters_go_to()}, but the database holds the demo world, whose people are "
            "invented: leave EMAIL_URL out, or use a database of your own."
        )


def letters_go_to() -> str:
    """The mail server, or the provider and where it is asked if that is said; empty for the outbox."""
    if settings.EMAIL_PROVIDER:
        asked = settings.ANYMAIL.get(f"{settings.EMAIL_PROVIDER.upper()}_API_URL", "")
        return urlsplit(asked).hostname or settings.EMAIL_PROVIDER
    return "" if getattr(settings, "EMAIL_FILE_PATH", None) else settings.EMAIL_HOST


def letters_leave() -> bool:
    """Do letters go to another machine?"""
    return bool(letters_go_to()) and not is_loopback(letters_go_to())


def holds_demo() -> bool:
    """Is this a demo database? A database that is away or not made yet is none."""
    try:
        return Company.objects.filter(is_demo=True).exists()
    except DatabaseError:
        return False
