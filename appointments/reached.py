"""Decides whether what somebody typed to be reached by is an e-mail address or a phone number, and says what is amiss."""

from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, ValidationResult

from customers.contacts import LONGEST_EMAIL, read_phone


@dataclass(frozen=True)
class Reached:
    """One of the two, or the code of why it is neither: empty, email, short, long, code, phone."""

    email: str = ""
    phone: str = ""
    amiss: str = ""


def read_contact(typed: str, region: str) -> Reached:
    """Read an address or a number; `region` is the country of numbers without a country code."""
    typed = typed.strip()
    if not typed:
        return Reached(amiss="empty")
    if "@" in typed:
        return Reached(email=typed) if _is_email(typed) else Reached(amiss="email")
    try:
        return Reached(phone=read_phone(typed, region))
    except ValueError:
        return Reached(amiss=_why_no_phone(typed, region))


def _is_email(typed: str) -> bool:
    name, _, host = typed.rpartition("@")
    parts = host.split(".")
    return (
        bool(name) and len(parts) > 1 and all(parts) and len(typed) <= LONGEST_EMAIL
        and not any(sign.isspace() or sign in "@,;<>()" for sign in name + host)
    )  # fmt: skip


def _why_no_phone(typed: str, region: str) -> str:
    if sum(sign.isalpha() for sign in typed) > 1:
        return "email"
    try:
        number = phonenumbers.parse(typed, region or None)
    except NumberParseException as problem:
        return "code" if problem.error_type == NumberParseException.INVALID_COUNTRY_CODE else "phone"
    reasons = {
        ValidationResult.TOO_SHORT: "short",
        ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "short",
        ValidationResult.TOO_LONG: "long",
        ValidationResult.INVALID_COUNTRY_CODE: "code",
    }
    return reasons.get(phonenumbers.is_possible_number_with_reason(number), "phone")
