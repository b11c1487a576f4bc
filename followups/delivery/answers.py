"""Decides from the answer of a provider's API what it means for the letter, the address and the account."""

import re

from followups.delivery.replies import Outcome, accepted, unclear

OF_THE_ACCOUNT = {401, 402, 403, 404, 405, 407}
NO_ROOM = 429
FOR_NOW = {408, 409, 423, 425}
OTHER_WORDS = "invalid_idempotent"  # Resend, of a key that came with another letter before
SENT_BEFORE = "duplicate_parameter"  # Brevo, of a key that it has taken a letter with
# What providers say of an address that nothing can be sent to, and of a sender that is not ours.
NO_SUCH_ADDRESS = re.compile(
    r"inactive|(?:invalid|not a valid|is not valid|illegal|error parsing).{0,40}\b(?:to|recipient|address|email)\b"
    r"|\b(?:to|recipient)\b.{0,40}(?:invalid|not a valid|is not valid)",
    re.IGNORECASE | re.DOTALL,
)
OF_THE_SENDER = re.compile(
    r"\b(?:from|sender|reply.?to|domain|signature)\b.{0,60}(?:invalid|not (?:verified|valid|found|authori[sz]ed|confirmed|allowed)|unverified)"
    r"|(?:invalid|unverified|unknown) .{0,20}\b(?:from|sender|reply.?to)\b|not a sender signature|not allowed to send|pending approval|magnificent api",
    re.IGNORECASE | re.DOTALL,
)
LONGEST = 300


def answered(status: int, text: str) -> Outcome:
    """Classify an answer other than plain success to a letter that was handed over whole.

    About us (the key, the plan, the sender's domain): the account rests. Too many at once: this
    line rests. For now: this letter is tried again. For good: it is closed, and the address marked where the provider says so.
    """
    said = " ".join(text.split())[:LONGEST]
    if status == 400 and SENT_BEFORE in text:
        return accepted(status, said)
    if OTHER_WORDS in text:
        return unclear(f"{status} {said}")
    if status < 300 and not OF_THE_SENDER.search(said):
        return unclear(f"{status} {said}")  # taken, but not in words that anybody here understands
    if status in OF_THE_ACCOUNT or (status < 500 and OF_THE_SENDER.search(said)):
        return Outcome("account", "answered", str(status), said)
    if status == NO_ROOM:
        return Outcome("full", "answered", str(status), said)
    if status in FOR_NOW or status >= 500 or status < 400:
        return Outcome("later", "answered", str(status), said)
    return Outcome("refused", "answered", str(status), said, bad_address=bool(NO_SUCH_ADDRESS.search(said)))


def turned_away(status: int, text: str) -> Outcome:
    """Classify an answer that took the letter but none of its recipients."""
    said = " ".join(text.split())[:LONGEST]
    return Outcome("refused", "answered", str(status), said, bad_address=True)
