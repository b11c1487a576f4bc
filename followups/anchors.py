"""Decides what the offset of a step can count from, and which of these are told by an order."""

from enum import StrEnum


class Anchor(StrEnum):
    FIRST_ORDER = "first_order"
    REPEAT_ORDER = "repeat_order"
    DELIVERY = "delivery"
    EXPECTED_ORDER = "expected_order"
    INQUIRY = "inquiry"
    LAST_CONTACT = "last_contact"
    BIRTHDAY = "birthday"
    CLIMB = "climb"
    SLIPPING = "slipping"
    COOLING = "cooling"
    REFERRAL = "referral"
    FRIEND_ORDERED = "friend_ordered"
    COMPLAINT_CLOSED = "complaint_closed"
    MEETING = "meeting"


OF_AN_ORDER = frozenset({Anchor.FIRST_ORDER, Anchor.REPEAT_ORDER, Anchor.DELIVERY, Anchor.EXPECTED_ORDER})
THANKED = frozenset({Anchor.FIRST_ORDER, Anchor.REPEAT_ORDER})
