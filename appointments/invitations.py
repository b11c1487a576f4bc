"""Puts the calendar file of an appointment into the letters about it: an invitation, or that it is off.

What a letter carries is fixed when it is planned, as its words are.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from appointments.entries import comes, guest_entry
from appointments.ics import Entry, Party, calendar_file
from appointments.models import Appointment, Guest
from followups.documents import ASKED, Document, makes_document
from followups.models import Message

INVITATION = "invitation"  # the document, and its facts in the context of a letter
METHODS = {
    "meeting_booked": "REQUEST",
    "meeting_moved": "REQUEST",
    "meeting_cancelled": "CANCEL",
    "meeting_emergency": "CANCEL",
}
PLAIN = ("uid", "sequence", "title", "state", "place", "about", "url")
MOMENTS = ("starts_at", "ends_at", "changed_at")


def invitation_of(letter: str, appointment: Appointment, guest: Guest, link: str) -> dict:
    """Return what the context of a letter holds so that it carries a calendar file; nothing for other letters."""
    if letter not in METHODS:
        return {}
    guest.appointment = appointment
    entry = guest_entry(guest, link)
    facts = {name: getattr(entry, name) for name in PLAIN}
    facts |= {name: getattr(entry, name).isoformat() for name in MOMENTS}
    facts |= {"zone": entry.zone.key, "method": METHODS[letter], "comes": comes(appointment, guest)}
    return {ASKED: [INVITATION], INVITATION: facts}


@makes_document(INVITATION)
def invitation(message: Message) -> Document:
    """The calendar file of a frozen letter, to whom it goes."""
    facts, owner, method = message.context[INVITATION], message.owner, message.context[INVITATION]["method"]
    entry = Entry(
        **{name: facts[name] for name in PLAIN},
        **{name: datetime.fromisoformat(facts[name]) for name in MOMENTS},
        zone=ZoneInfo(facts["zone"]),
        host=Party(owner.name, owner.email) if owner.email else None,
        guests=(Party(message.customer.name, message.letter.recipient, facts["comes"]),),
    )
    content = calendar_file([entry], method=method)
    return Document("invitation.ics", f"text/calendar; method={method}; charset=utf-8", content)
