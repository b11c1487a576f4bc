"""The letter of an invitation."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from team.models import Invitation

logger = logging.getLogger(__name__)


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Send the link; return whether the letter went out. The sponsor can hand it over as well."""
    sponsor = invitation.sponsor
    context = {"invitation": invitation, "sponsor": sponsor, "link": link}
    with translation.override(sponsor.language):
        subject = render_to_string("team/letters/invitation_subject.txt", context)
        text = render_to_string("team/letters/invitation.txt", context)
    letter = EmailMessage(" ".join(subject.split()), text, to=[invitation.email], reply_to=[sponsor.email])
    try:
        letter.send()
    except (SMTPException, OSError) as problem:
        logger.warning("The invitation %s could not be sent: %s", invitation.pk, problem)
        return False
    return True
