"""The mail provider: does it answer, does it tell what came back, and do answers find their way."""

from datetime import timedelta
from email.utils import parseaddr

import requests
from django.conf import settings
from django.core.mail import get_connection
from django.urls import reverse

from followups.models import Message, Notice, Reply
from followups.models.message import State
from kit import clock
from kit.environment import is_loopback
from mlmcrm.checks import letters_leave
from mlmcrm.doctor.database import SAFE
from mlmcrm.doctor.findings import Finding, bad, check, ok, warn

LATELY = timedelta(days=7)
SOON = timedelta(hours=6)  # by then a provider has told of a letter


@check("mail provider", seconds=12)
def provider() -> Finding | None:
    if not settings.EMAIL_PROVIDER:
        return None
    where = get_connection().api_url
    try:
        requests.head(where, timeout=8, allow_redirects=False)
    except requests.RequestException as problem:
        what = f"{settings.EMAIL_PROVIDER} does not answer ({type(problem).__name__})."
        return bad(what, "Check EMAIL_URL and the way to the net.")
    return ok(f"{settings.EMAIL_PROVIDER} answers. Whether it takes the key shows with the first letter.")


@check("sender")
def sender() -> Finding | None:
    if not letters_leave():
        return None
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
    if is_loopback(domain):
        return bad(
            f"Letters come from {domain}, which nobody believes.", "Set EMAIL_FROM to an address of yours."
        )
    return ok(f"Letters come from {domain}. Its SPF, DKIM and DMARC records must name who sends them.")


@check("what came back", after=SAFE)
def news() -> Finding | None:
    if not settings.EMAIL_PROVIDER:
        return None
    if not settings.ANYMAIL["WEBHOOK_SECRET"]:
        return warn(
            "Nobody tells of letters that came back or were unwanted: no secret is set.",
            f"Set EMAIL_HOOK_SECRET and have {settings.EMAIL_PROVIDER} call {_hook('tracking')}.",
        )
    now = clock.now()
    sent = Message.objects.filter(state=State.SENT, sent_at__range=(now - LATELY, now - SOON))
    if sent.exists() and not Notice.objects.filter(at__gt=now - LATELY).exists():
        what = f"{settings.EMAIL_PROVIDER} told of no letter in seven days, and some went."
        return warn(
            what, f"Have it call {_hook('tracking')}, with kept and EMAIL_HOOK_SECRET before the host."
        )
    return ok("The provider is heard.")


@check("answers", after=SAFE)
def answers() -> Finding | None:
    if not settings.REPLY_DOMAIN:
        return None
    if not settings.EMAIL_PROVIDER or not settings.ANYMAIL["WEBHOOK_SECRET"]:
        return bad(
            f"Answers go to {settings.REPLY_DOMAIN}, and nobody hears them.",
            "Set EMAIL_URL to a provider and EMAIL_HOOK_SECRET, or leave REPLY_DOMAIN out.",
        )
    waiting = Reply.objects.doubtful().count()
    said = f"They come in by {_hook('inbound')}."
    return ok(f"{said} {waiting} wait for their distributors' word." if waiting else said)


def _hook(what: str) -> str:
    return settings.SITE_URL + reverse(f"hook-{what}", args=[settings.EMAIL_PROVIDER])
