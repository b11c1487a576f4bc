"""Decides how the place of an appointment is said: "their place" to the distributor is "your place" to the guest."""

from django.utils.translation import gettext as _


def place_said(place: str, own_words: str, host: str = "") -> str:
    """Return where one meets, for its reader.

    `own_words` are the distributor's; with `host`, the distributor's short name, a guest reads it.
    """
    if host and place == "visit":
        return _("at your place")
    if host and place == "here":
        return _("at %(name)s’s place") % {"name": host}
    return own_words


def address_told(address: str, place: str, *, is_group: bool, of_kind: str) -> str:
    """Return the address as guests are told it: where one of a group lives is not told to the others.

    `of_kind` is the address of the kind, which is meant for everybody.
    """
    is_somebodys = place == "visit" and is_group and address != of_kind
    return "" if is_somebodys else address
