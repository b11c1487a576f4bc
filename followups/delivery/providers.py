"""The line to a mail provider over its API, by the library that knows how each wants to be asked.

A letter goes as the same frozen words with its own Message-ID where the provider keeps one. Our
name of it goes along, so that what the provider tells of it later finds its way back.
"""

import email
import email.policy
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

import requests
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProxyError

from followups.delivery.answers import answered, turned_away
from followups.delivery.parcels import Parcel
from followups.delivery.replies import Outcome, accepted, unclear

OURS = "message"  # under this name the provider keeps which message it was
BY_THEMSELVES = {"from", "to", "subject", "reply-to", "date", "mime-version"}  # said in a way of their own
KEEPS_ID = {"postmark": {"X-PM-KeepID": "true"}}
MAKES_ITS_ID = {"brevo"}  # takes no standard headers
MAY_TRACK = {"mailgun", "postmark", "sendgrid", "sparkpost"}  # unless they are told not to
ASKS_AGAIN = {"resend": timedelta(hours=20)}  # gives the first answer again to the same key, for a day


class Provider:
    """One session with the provider that the settings name, kept for a round."""

    lease = timedelta(seconds=120)  # more than half of it for beginning, plus the wait for an answer
    repeatable = False
    rated = True

    def __init__(self):
        self.name = settings.EMAIL_PROVIDER
        self.repeat_within = ASKS_AGAIN.get(self.name)  # so long a copy is known as one
        self._backend = None

    def open(self) -> None:
        """Make a session; nothing goes over the net before the first letter."""
        if self._backend is None:
            self._backend = get_connection()
            self._backend.open()

    def send(self, parcel: Parcel) -> Outcome:
        """Hand over one letter and say how it ended.

        Where the provider answers the same key the same way, a silence is asked about once more.
        """
        outcome = self._hand_over(parcel)
        if outcome.kind == "unclear" and self.name in ASKS_AGAIN:
            return self._hand_over(parcel)
        return outcome

    def close(self) -> None:
        backend, self._backend = self._backend, None
        if backend is not None:
            backend.close()

    def _hand_over(self, parcel: Parcel) -> Outcome:
        self.open()
        if self.name in ASKS_AGAIN:
            self._backend.session.headers["Idempotency-Key"] = parcel.name
        try:
            mail = mail_of(parcel, self.name)
            self._backend.send_messages([mail])
        except AnymailRecipientsRefused as problem:
            return turned_away(*_said(problem.response))
        except AnymailAPIError as problem:
            return self._failed(problem)
        except AnymailError as problem:
            return Outcome("refused", "connect", text=type(problem).__name__)
        return accepted(*_taken(mail))

    def _failed(self, problem: AnymailAPIError) -> Outcome:
        """An answer that is none of success; without one nobody can know, unless no line ever stood."""
        if problem.response is not None:
            return answered(*_said(problem.response))
        self.close()
        cause = problem.__cause__ or problem
        said = type(cause).__name__
        return Outcome("account", "connect", text=said) if _never_stood(cause) else unclear(said)


def mail_of(parcel: Parcel, provider: str) -> EmailMultiAlternatives:
    """Take a parcel apart into what the library hands over: words, documents, headers."""
    letter = email.message_from_bytes(parcel.content, policy=email.policy.default)
    mail = EmailMultiAlternatives(
        subject=letter["Subject"],
        body=_text_of(letter, "plain"),
        from_email=str(letter["From"]),
        to=[str(letter["To"])],
        reply_to=[str(letter["Reply-To"])] if letter["Reply-To"] else None,
        headers=_headers(letter, parcel, provider),
    )
    if page := _text_of(letter, "html"):
        mail.attach_alternative(page, "text/html")
    for part in letter.iter_attachments():
        mail.attach(part.get_filename(), part.get_payload(decode=True), part.get_content_type())
    mail.metadata = {OURS: parcel.name}
    if provider in MAY_TRACK:
        mail.track_opens = mail.track_clicks = False
    return mail


def name_of(metadata: dict) -> UUID | None:
    """Read back which message a provider speaks of."""
    try:
        return UUID(str(metadata.get(OURS, "")))
    except (ValueError, AttributeError):
        return None


def _headers(letter: EmailMessage, parcel: Parcel, provider: str) -> dict:
    headers = {
        name: str(value)
        for name, value in letter.items()
        if name.lower() not in BY_THEMSELVES and not name.lower().startswith("content-")
    }
    if provider in MAKES_ITS_ID:
        headers.pop("Message-ID", None)
        headers["idempotencyKey"] = parcel.name
    return headers | KEEPS_ID.get(provider, {})


def _text_of(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    return part.get_content().replace("\r\n", "\n") if part else ""


def _taken(mail: EmailMultiAlternatives) -> tuple[int, str]:
    status = mail.anymail_status
    names = {to.message_id for to in status.recipients.values() if to.message_id}
    return status.esp_response.status_code, " ".join(sorted(names))


def _said(response: requests.Response) -> tuple[int, str]:
    return response.status_code, response.text or response.reason or ""


def _never_stood(cause: BaseException) -> bool:
    """Say whether the line to the provider did not even come about."""
    if isinstance(cause, (requests.exceptions.ConnectTimeout, requests.exceptions.SSLError)):
        return True
    found = next(iter(cause.args), None)
    reason = found.reason if isinstance(found, MaxRetryError) else found
    return isinstance(reason, (NewConnectionError, ProxyError))
