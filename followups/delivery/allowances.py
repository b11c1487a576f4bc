"""Counts letters against the rates of the house and of each distributor, over all workers.

The rows of accounts are held while letters are given out: two workers never use the same room.
"""

from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from followups.delivery import rates
from followups.delivery.account import NAME as HOUSE
from followups.delivery.turns import Due, in_turn
from followups.models import SendingAccount
from kit import clock


def grant(due: list[Due], limit: int) -> list[Due]:
    """Return those of the letters due that may go now, in turn, and count them. Needs a transaction."""
    known = _rates({letter.owner for letter in due})
    if not known:
        return in_turn(due, limit)
    now, rows = clock.now(), _held(known)
    free = {name: rates.left(rate, rows[name].used_until, now) for name, rate in known.items()}
    left = {letter.owner: free[_name(letter.owner)] for letter in due} if settings.MAIL_RATE_EACH else None
    chosen = in_turn(due, min(limit, free.get(HOUSE, limit)), left)
    for name, count in _counted(letter.owner for letter in chosen).items():
        if name in known:
            rows[name].used_until = rates.use(known[name], rows[name].used_until, now, count)
    _keep(rows)
    return chosen


@transaction.atomic
def give_back(owners: Iterable[int]) -> None:
    """Take back what was counted for letters, named by their owners, that did not go."""
    counts = _counted(owners)
    known = {name: rate for name, rate in _rates(counts and set(owners)).items() if name in counts}
    rows = _held(known)
    for name, rate in known.items():
        if rows[name].used_until:
            rows[name].used_until = rates.give_back(rate, rows[name].used_until, counts[name])
    _keep(rows)


def _rates(owners: Iterable[int]) -> dict[str, int]:
    """The rates that hold, by the names of their accounts."""
    named = {HOUSE: settings.MAIL_RATE} | {_name(owner): settings.MAIL_RATE_EACH for owner in owners}
    return {name: rate for name, rate in named.items() if rate}


def _counted(owners: Iterable[int]) -> Counter:
    counts = Counter(map(_name, owners))
    return counts + Counter({HOUSE: counts.total()})


def _name(owner: int) -> str:
    return f"owner:{owner}"


def _held(names: Iterable[str]) -> dict[str, SendingAccount]:
    """The accounts of these names, held; those that are missing are made first."""
    names = sorted(names)
    rows = _locked(names)
    if missing := [name for name in names if name not in rows]:
        SendingAccount.objects.bulk_create(
            [SendingAccount(name=name) for name in missing], ignore_conflicts=True
        )
        rows = _locked(names)
    return rows


def _locked(names: list[str]) -> dict[str, SendingAccount]:
    rows = SendingAccount.objects.select_for_update().filter(name__in=names).order_by("name")
    return {row.name: row for row in rows}


def _keep(rows: dict[str, SendingAccount]) -> None:
    SendingAccount.objects.bulk_update(rows.values(), ["used_until"])
