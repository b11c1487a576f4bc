"""Whether letters may leave at all: after trouble the account rests, then one letter tries.

A server that has no room for one more line lets one worker rest, and the others go on.
"""

import os
import random
import socket
import zlib
from datetime import datetime

from django.db import transaction

from followups.delivery.replies import MOST_FULL_IN_A_ROW, account_wait, line_wait
from followups.models import SendingAccount
from kit import clock

NAME = "house"


def most_at_once(usual: int) -> int:
    """Return how many letters may be taken now: none while it rests, one to try, else as usual."""
    ill = SendingAccount.objects.filter(name__in=(NAME, line_name()), failures__gt=0)
    rests = list(ill.values_list("blocked_until", flat=True))
    if not rests:
        return usual
    return 0 if any(until and until > clock.now() for until in rests) else 1


@transaction.atomic
def note_trouble(reason: str) -> None:
    """Let the account rest: 30 seconds, doubling up to 30 minutes."""
    account = _failed(NAME, reason)
    account.blocked_until = clock.now() + account_wait(account.failures)
    account.save()


@transaction.atomic
def note_no_room(reason: str) -> None:
    """Let the line of this worker rest: seconds, doubling up to two minutes, each by its own chance.

    What never finds room is trouble of the whole account.
    """
    line = _failed(line_name(), reason)
    line.blocked_until = clock.now() + line_wait(line.failures, random.random())
    line.save()
    if line.failures >= MOST_FULL_IN_A_ROW:
        note_trouble(reason)


@transaction.atomic
def note_success() -> datetime | None:
    """The account works again after trouble; return since when it had not, None if it had."""
    SendingAccount.objects.filter(name=line_name()).delete()
    ill = SendingAccount.objects.filter(name=NAME, failures__gt=0)
    since = ill.select_for_update().values_list("since", flat=True).first()
    ill.update(failures=0, blocked_until=None, reason="", since=clock.now())
    return since


def trouble() -> str:
    """Return what the mail server said when it last refused to work, empty while it works."""
    account = SendingAccount.objects.filter(name=NAME, failures__gt=0)
    return account.values_list("reason", flat=True).first() or ""


def line_name() -> str:
    """What the line of this process is called among all workers."""
    return f"line:{zlib.crc32(socket.gethostname().encode()):x}:{os.getpid()}"


def _failed(name: str, reason: str) -> SendingAccount:
    account, _ = SendingAccount.objects.select_for_update().get_or_create(name=name)
    if account.failures == 0:
        account.since = clock.now()
    account.failures += 1
    account.reason = reason[:500]
    return account
