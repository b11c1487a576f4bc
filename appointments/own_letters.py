"""The letters of appointments to the distributor: before each one, and when a guest runs late.

They go at once, after their action; one that is lost is not sent again.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from appointments.facts import terms_of
from appointments.leaving import leave_by
from appointments.models import Appointment, Guest
from kit.writing import write_clock
from team.models import Distributor

logger = logging.getLogger(__name__)


def write_of_lateness(appointment: Appointment, guest: Guest | None) -> bool:
    """Tell the distributor that a guest runs late; return whether the letter went."""
    owner = appointment.owner
    if not terms_of(owner).remind_me:
        return False
    late = timedelta(minutes=appointment.late_minutes or 0)
    return _write("they_are_late", owner, appointment, {
        "guest": guest.customer.name if guest else _names(appointment),
        "minutes": appointment.late_minutes,
        "arrives": _clock(appointment.starts_at + late, owner),
    })  # fmt: skip


def write_before(appointment: Appointment) -> bool:
    """Remind the distributor of an appointment, with when to leave; return whether the letter went."""
    owner, early = appointment.owner, terms_of(appointment.owner).early_minutes
    leaving = leave_by(appointment.place, appointment.starts_at, appointment.travel_minutes, early)
    return _write("before", owner, appointment, {
        "names": _names(appointment),
        "leave_by": leaving and _clock(leaving, owner),
        "early": early,
        "late": appointment.late_minutes if appointment.late_side == "them" else None,
    })  # fmt: skip


def _write(name: str, owner: Distributor, appointment: Appointment, values: dict) -> bool:
    with override(owner.language or None):
        page = {
            "appointment": appointment, "owner": owner, "at": _clock(appointment.starts_at, owner),
            "link": settings.SITE_URL + appointment.get_absolute_url(), **values,
        }  # fmt: skip
        written = render_to_string(f"appointments/letters/{name}.txt", page)
    subject, _, text = written.strip().partition("\n")
    letter = EmailMessage(
        " ".join(subject.split()),
        text.strip() + "\n",
        to=[owner.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        letter.send()
    except (SMTPException, OSError) as problem:
        logger.warning(
            "The letter about appointment %s did not go: %s", appointment.pk, type(problem).__name__
        )
        return False
    return True


def _names(appointment: Appointment) -> str:
    guests = appointment.guests.exclude(state="cancelled").select_related("customer")
    return ", ".join(guest.customer.name for guest in guests[:5])


def _clock(moment, owner: Distributor) -> str:
    return write_clock(moment, zone=owner.zoneinfo, language=owner.language or "en")
