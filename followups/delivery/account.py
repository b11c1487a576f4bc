"""Whether letters may leave at all: after trouble the account rests, then one letter tries."""

from django.db import transaction

from followups.delivery.replies import account_wait
from followups.models import SendingAccount
from kit import clock

NAME = "house"


def most_at_once(usual: int) -> int:
    """Return how many letters may be taken now: none while it rests, one to try, else as usual."""
    account = SendingAccount.objects.filter(name=NAME, failures__gt=0).first()
    if account is None:
        return usual
    return 0 if account.blocked_until and account.blocked_until > clock.now() else 1


@transaction.atomic
def note_trouble(reason: str) -> None:
    """Let the account rest: 30 seconds, doubling up to 30 minutes."""
    now = clock.now()
    account, _ = SendingAccount.objects.select_for_update().get_or_create(name=NAME)
    if account.failures == 0:
        account.since = now
    account.failures += 1
    account.blocked_until = now + account_wait(account.failures)
    account.reason = reason[:500]
    account.save()


def note_success() -> None:
    """The account works again after trouble."""
    SendingAccount.objects.filter(name=NAME, failures__gt=0).update(
        failures=0, blocked_until=None, reason="", since=clock.now()
    )


def trouble() -> str:
    """Return what the mail server said when it last refused to work, empty while it works."""
    account = SendingAccount.objects.filter(name=NAME, failures__gt=0)
    return account.values_list("reason", flat=True).first() or ""
