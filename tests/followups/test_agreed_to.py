"""What somebody agreed to, on their page: the words, when and how; and how letters begin again."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from customers.models import Consent
from followups.actions import owe_for_order, stop_letters, suppress
from followups.models import Message, Suppression
from kit import clock
from kit.events import Actor, Door, Event
from kit.undo import undo
from tests.followups.test_owing import purchase

pytestmark = pytest.mark.django_db
THEMSELF = Actor(None, Door.WEB)


@pytest.fixture
def their_page(rosa):
    return reverse("person", args=[rosa.pk])


@pytest.fixture
def reopen(rosa):
    return reverse("letters-reopen", args=[rosa.pk])


def words(client, their_page) -> str:
    """The page as it is read, without its marks."""
    return " ".join(strip_tags(client.get(their_page).content.decode().replace("<", " <")).split())


def test_words_time_and_source_are_shown(as_ben, rosa, their_page, monday):
    given = {
        "channel": "email",
        "purpose": "marketing",
        "source": "At the market",
        "wording": "May I send news?",
    }
    as_ben.post(reverse("consent-give", args=[rosa.pk]), given)
    consent = Consent.objects.get(purpose="marketing")
    assert (consent.source, consent.wording) == ("At the market", "May I send news?")
    said = words(as_ben, their_page)
    assert "Email with offers and news May I send news? Mon 2 Mar, At the market" in said


def test_what_was_taken_back_stays_in_sight(as_ben, rosa, their_page, monday):
    as_ben.post(reverse("consent-withdraw", args=[rosa.pk, rosa.consents.get().pk]))
    said = words(as_ben, their_page)
    assert "No longer: Email about their orders and appointments (since Mon 2 Mar)" in said
    assert "No letters go out: they have not agreed to any." in said


def test_who_agreed_is_not_asked_for(as_ben, their_page):
    assert "No letters go out" not in words(as_ben, their_page)


def test_who_stopped_is_said_with_day_and_reason_and_comes_back_with_evidence(
    as_ben, rosa, by_ben, their_page, reopen, monday
):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    stop_letters(person=rosa, by=THEMSELF)
    assert "Nothing is written to them any more: they asked for it (Mon 2 Mar)." in words(as_ben, their_page)
    assert as_ben.post(reopen, {"source": " "}).status_code == 422
    assert as_ben.post(reopen, {"source": "On the phone, today"}).status_code == 302
    assert list(Consent.objects.standing().values_list("purpose", "source")) == [
        ("service", "On the phone, today")
    ]
    assert Suppression.objects.count() == 0
    assert Message.objects.counted_by_state() == {"planned": 3}


def test_undo_stops_them_again(as_ben, rosa, by_ben, reopen, monday):
    stop_letters(person=rosa, by=THEMSELF)
    as_ben.post(reopen, {"source": "On the phone"})
    undo(event=Event.objects.get(kind="letters.reopened"), by=by_ben)
    assert (Suppression.objects.count(), Consent.objects.standing().count()) == (1, 0)


def test_who_wants_letters_from_nobody_here_decides_alone(as_ben, rosa, their_page, reopen, monday):
    stop_letters(person=rosa, by=THEMSELF, everybody=True)
    assert "They want letters from nobody here (Mon 2 Mar)." in words(as_ben, their_page)
    answer = as_ben.post(reopen, {"source": "On the phone"})
    assert (answer.status_code, Suppression.objects.count()) == (422, 2)


def test_an_address_that_complained_says_so(as_ben, rosa, ben, by_ben, their_page, monday):
    suppress(address="rosa@post.example", owner=ben, person=rosa, by=by_ben, why="complained")
    said = words(as_ben, their_page)
    assert "Nothing is written to them any more: they reported a letter as unwanted (Mon 2 Mar)." in said


def test_time_is_kept_with_a_consent(rosa, as_ben, monday):
    as_ben.post(reverse("consent-give", args=[rosa.pk]), {"channel": "text", "purpose": "service"})
    assert Consent.objects.get(channel="text").given_at == clock.now()
