"""Letters: do they go, what became of those that did not, and does the mail server answer."""

import smtplib
import ssl
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from followups.delivery.account import trouble
from followups.models import Message, SendingAccount
from followups.models.message import State
from kit import clock
from kit.logs.discretion import said, scrub
from mlmcrm.doctor.database import SAFE
from mlmcrm.doctor.findings import Finding, bad, check, ok, warn
from mlmcrm.doctor.pulses import may_work

PATIENCE = timedelta(minutes=10)
LATELY = timedelta(days=7)


@check("due letters", after=SAFE)
def due() -> Finding:
    now = clock.now()
    oldest = Message.objects.due(now).order_by("due_at").values_list("due_at", flat=True).first()
    if oldest is None or now - oldest < PATIENCE:
        return ok("None waits for long.")
    what = f"The oldest has waited for {_minutes(now - oldest)}."
    if trouble():
        return warn(what, "They go when the sending account works again, see below.")
    mend = "See that a worker runs, or send them now with manage.py deliver --once."
    return bad(what, mend) if may_work() else warn(what, mend)


@check("letters being sent", after=SAFE)
def stuck() -> Finding:
    overdue = Message.objects.filter(state=State.CLAIMED, lease_until__lt=clock.now() - PATIENCE).count()
    if overdue:
        return warn(
            f"{overdue} were begun by a worker that is gone.",
            "Start a worker: it tidies them up within a minute.",
        )
    return ok("None is stuck.")


@check("unclear letters", after=SAFE)
def unclear() -> Finding:
    count = Message.objects.filter(state=State.UNCERTAIN).count()
    if count:
        return warn(
            f"{count} may or may not have gone.", "Their owners say on their page Messages which arrived."
        )
    return ok("None.")


@check("failed letters", after=SAFE)
def failed() -> Finding:
    lately = Message.objects.filter(state=State.FAILED, updated_at__gt=clock.now() - LATELY).count()
    if lately:
        return warn(
            f"{lately} in seven days could not be sent.",
            "The reason stands on each, on their owners' page Messages.",
        )
    return ok("None in seven days.")


@check("sending account", after=SAFE)
def account() -> Finding:
    ill = SendingAccount.objects.filter(name="house", failures__gt=0).first()
    if ill is None:
        return ok("Nothing is wrong with it.")
    until = f"{ill.blocked_until:%H:%M} UTC" if ill.blocked_until else "the next try"
    return warn(
        f"After {ill.failures} failures letters rest until {until}; the server said: {scrub(ill.reason)}",
        "Check EMAIL_URL and the account at the provider; it goes on by itself.",
    )


@check("mail server", seconds=12)
def mail_server() -> Finding | None:
    if settings.EMAIL_PROVIDER:
        return None
    if getattr(settings, "EMAIL_FILE_PATH", None):
        return _outbox(Path(settings.EMAIL_FILE_PATH))
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        _greet()
    except (OSError, smtplib.SMTPException) as problem:
        return bad(
            f"{where} does not answer ({said(problem)}).", "Check EMAIL_URL and the way to the server."
        )
    return ok(f"{where} answers.")


def _outbox(folder: Path) -> Finding:
    if not settings.SITE.loopback:
        return warn(
            f"Letters are only kept as files in {folder}.", "Set EMAIL_URL, so that they reach people."
        )
    return ok(f"Letters are kept as files in {folder}.")


def _greet() -> None:
    """Say hello as letters would, and go again: nobody signs in, nothing is sent."""
    secure = ssl.create_default_context()
    kind, more = (smtplib.SMTP_SSL, {"context": secure}) if settings.EMAIL_USE_SSL else (smtplib.SMTP, {})
    name = DNS_NAME.get_fqdn()
    with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, local_hostname=name, timeout=4, **more) as line:
        line.ehlo()
        if settings.EMAIL_USE_TLS:
            line.starttls(context=secure)
            line.ehlo()


def _minutes(span: timedelta) -> str:
    return f"{span.total_seconds() / 60:.0f} minutes"
