"""Letters about an appointment carry its calendar file: one entry for life, that rises with each change and vanishes at the end."""

import email
from datetime import timedelta
from email.policy import default

import icalendar
import pytest

from appointments.actions import book, cancel, confirm, move
from followups.delivery import deliver_due
from followups.models import Message
from kit import clock
from tests.appointments.conftest import SLOT
from tests.delivery.conftest import sink, smtp  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def meeting(ben, rosa, by_ben, talk):
    return book(owner=ben, by=by_ben, kind=talk, starts_at=SLOT, people=[rosa], title="Tea; and balm, please")


@pytest.fixture
def post(sink, smtp):  # noqa: F811
    """Send what is due a little later; return what arrived: the file's method and its entry, by subject."""

    def send():
        with clock.travel(clock.now() + timedelta(minutes=10)):
            deliver_due(line=smtp)
        mails = [email.message_from_bytes(letter, policy=default) for letter in sink.letters]
        sink.letters.clear()
        return [one for mail in mails for one in map(read, mail.iter_attachments())]

    return send


def read(part) -> tuple[str, icalendar.Event]:
    assert part.get_content_type() == "text/calendar"
    assert part.get_filename() == "invitation.ics"
    calendar = icalendar.Calendar.from_ical(part.get_content())
    assert calendar["METHOD"] == part["Content-Type"].params["method"]
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]


def facts(told) -> tuple:
    ((method, entry),) = told
    return method, str(entry["UID"]), entry["SEQUENCE"], str(entry["STATUS"]), entry["DTSTART"].dt


def test_one_entry_for_life(post, meeting, by_ben, later, rosa):
    uid = f"{meeting.pk}@kept"
    first = post()
    assert facts(first) == ("REQUEST", uid, 0, "CONFIRMED", SLOT)
    entry = first[0][1]
    assert str(entry["SUMMARY"]) == "Tea; and balm, please with Ben"
    assert str(entry["ORGANIZER"]) == "mailto:ben@kept.example"
    assert (str(entry["ATTENDEE"]), entry["ATTENDEE"].params["PARTSTAT"]) == (
        "mailto:rosa@post.example",
        "NEEDS-ACTION",
    )
    assert f"/a/{entry['URL'].rsplit('/', 2)[1]}/" in str(entry["DESCRIPTION"])
    move(appointment=meeting, by=by_ben, starts_at=later)
    assert facts(post()) == ("REQUEST", uid, 1, "CONFIRMED", later)
    confirm(appointment=meeting, by=by_ben)
    cancel(appointment=meeting, by=by_ben, reason="Ill")
    assert facts(post()) == ("CANCEL", uid, 3, "CANCELLED", later)


def test_who_said_yes_is_coming(post, meeting, by_ben, later):
    Message.objects.all().delete()
    confirm(appointment=meeting, by=by_ben)
    move(appointment=meeting, by=by_ben, starts_at=later, side="them")
    ((_method, entry),) = post()
    assert entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_a_copy_is_the_same_to_the_byte(meeting):
    from followups.documents import documents_of
    from followups.models import Letter

    message = Message.objects.get(rule__key="meeting_booked")
    message.letter = Letter(message=message, recipient="rosa@post.example")
    first, second = (list(documents_of(message)) for _ in range(2))
    with clock.travel(clock.now() + timedelta(days=1)):
        third = list(documents_of(message))
    assert first == second == third


def test_reminders_carry_none(meeting):
    carries = {
        rule: "documents" in context for rule, context in Message.objects.values_list("rule__key", "context")
    }
    assert carries == {"meeting_booked": True, "meeting_soon": False}
