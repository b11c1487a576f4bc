"""Introductions of the demo world: thanked for on the same evening, most of them; some told how it went."""

from datetime import date, datetime, timedelta

from customers.models import Customer, Referral

EVENING = timedelta(hours=7)
A_MONTH, THREE_DAYS = timedelta(days=30), timedelta(days=3)


def introduced(friend: Customer, at: datetime, on: date) -> Referral:
    """Return the row of somebody's introduction, with what became of the thanks; by the friend's name, so the same again."""
    n = sum(map(ord, friend.name)) % 10
    thanked = at + (EVENING if n < 8 else THREE_DAYS)
    agreed = thanked + A_MONTH if n % 3 == 0 else None
    return Referral(
        owner=friend.owner, introducer=friend.introduced_by, friend=friend, introduced_on=on,
        thanked_at=thanked, friend_agreed_at=agreed, told_at=agreed and agreed + EVENING,
        created_at=at, updated_at=agreed or thanked,
    )  # fmt: skip
