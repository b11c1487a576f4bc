"""The one letter that says that no more will come, sent after its action; lost, it is not sent again."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from followups.letters import language_of, values_for
from followups.models import Reply

logger = logging.getLogger(__name__)


def send_goodbye(reply: Reply) -> bool:
    """Confirm to somebody who asked for it that letters have stopped; return whether it went.

    It goes to the address of the letter that was answered, wherever the answer came from.
    """
    letter, person = getattr(reply.message, "letter", None), reply.customer
    if letter is None:
        return False
    with override(language_of(person, person.owner)):
        written = render_to_string("letters/goodbye.txt", values_for(person, person.owner, {}))
    subject, _, text = written.strip().partition("\n")
    mail = EmailMessage(subject.strip(), text.strip() + "\n", to=[letter.recipient], headers=_headers(letter))
    try:
        mail.send()
    except (SMTPException, OSError) as problem:
        logger.warning(
            "The confirmation for reply %s could not be sent: %s", reply.pk, type(problem).__name__
        )
        return False
    return True


def _headers(letter) -> dict:
    return {"Auto-Submitted": "auto-replied", "In-Reply-To": letter.mail_id, "References": letter.mail_id}
