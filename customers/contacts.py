"""Decides the one way an e-mail address and a phone number are written, to find them again."""

import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

LONGEST_EMAIL = 254
FEWEST_DIGITS = 3  # to look for a phone number
LONGEST_TYPED = 40  # signs of a phone number; nobody types more


def email_key(address: str) -> str:
    """Return the form of an address that comparisons use: without case and outer spaces."""
    return unicodedata.normalize("NFC", address.strip()).casefold()[:LONGEST_EMAIL]


def read_phone(typed: str, region: str) -> str:
    """Return a phone number in E.164 ("+4930123456").

    `region` is the country, in two letters, of numbers written without a country code.
    Raises ValueError for what cannot be a phone number.
    """
    typed = unicodedata.normalize("NFKC", typed).strip()
    if len(typed) > LONGEST_TYPED or any(sign.isalpha() for sign in _without_extension(typed)):
        raise ValueError(typed)
    try:
        number = phonenumbers.parse(typed, region or None)
    except NumberParseException:
        raise ValueError(typed) from None
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        raise ValueError(typed)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def show_phone(number: str, region: str = "") -> str:
    """Write an E.164 number as people of a region read it."""
    try:
        parsed = phonenumbers.parse(number, None)
    except NumberParseException:
        return number
    home = phonenumbers.country_code_for_region(region or "ZZ")
    style = PhoneNumberFormat.NATIONAL if parsed.country_code == home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def region_of(number: str) -> str:
    """Return the country of an E.164 number in two letters, empty where it has none."""
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(number, None)) or ""
    except NumberParseException:
        return ""
    return region if region.isalpha() else ""


def phone_digits(typed: str) -> str:
    """Return what a kept number holds of a typed part of one; empty if it is not one."""
    typed = unicodedata.normalize("NFKC", typed)
    if any(not (sign.isdecimal() or sign.isspace() or sign in "+-()/.") for sign in typed):
        return ""
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal()).lstrip("0")
    return digits if len(digits) >= FEWEST_DIGITS else ""


def _without_extension(typed: str) -> str:
    """The number without the words people write for an extension."""
    return typed.casefold().partition("ext")[0].rstrip("x0123456789 .")
