"""The page of a person who gets letters, at /u/TOKEN/: without a session, by the link alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Consent
from followups.actions import owe_for_order
from followups.actions.surveys import ask_by_hand, write_down
from followups.actions.surveys.holding import Answer
from followups.delivery import deliver_due
from followups.errors import Closed
from followups.models import Message, Suppression, Task
from followups.preferences import link_to_page, preferences_of
from followups.reaching import reach_to
from followups.satisfaction import satisfaction
from followups.tokens import token_for
from kit import clock
from kit.models import Event
from tests.followups.test_owing import purchase

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def browser():
    """A stranger's browser that checks forgeries and keeps no session."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def own_page(rosa):
    return reverse("preferences", args=[token_for("preferences", rosa.pk)])


def agreed(person) -> list[tuple]:
    rows = Consent.objects.standing().filter(customer=person).order_by("purpose")
    return list(rows.values_list("purpose", "wording", "source"))


def states() -> dict:
    return Message.objects.counted_by_state()


def test_looking_changes_nothing_and_needs_no_session(browser, own_page, rosa, by_ben, monday):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    before = (Event.objects.count(), states())
    for look in (browser.get, browser.head):
        answer = look(own_page)
        assert (answer.status_code, dict(answer.cookies)) == (200, {})
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer.headers["Cache-Control"]
    assert (Event.objects.count(), states()) == before
    words = browser.get(own_page).content.decode()
    assert "Stop these letters" in words
    assert "r…@post.example" in words
    assert "rosa@post.example" not in words
    assert words.count('class="button primary') == 1


def test_one_press_stops_everything_at_once(browser, own_page, rosa, ben, by_ben, monday):
    rosa.consents.create(owner=ben, channel="email", purpose="marketing")
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    assert browser.post(own_page).headers["Location"] == own_page
    assert agreed(rosa) == []
    assert reach_to(rosa).code == "suppressed"
    assert states() == {"cancelled": 3}
    assert set(Message.objects.values_list("reason_code", "reason")) == {
        ("stopped_by_them", "They asked for no more letters.")
    }
    assert Task.objects.open().filter(kind="thank").count() == 1, "to thank in person is still allowed"
    assert "No letters come to you from" in browser.get(own_page).content.decode()
    with clock.travel(monday + timedelta(days=20)):
        assert deliver_due() == 0


def test_a_mail_program_presses_once_or_often(browser, own_page, rosa, monday):
    answers = [browser.post(own_page, ONE_CLICK) for _ in range(3)]
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, b"No more letters.")}
    assert Suppression.objects.count() == 1
    kinds = sorted(Event.objects.values_list("kind", flat=True))
    assert kinds == ["address.suppressed", "consent.withdrawn"]
    assert set(Event.objects.values_list("actor", "owner", "person_id")) == {(None, rosa.owner_id, rosa.pk)}


def test_one_click_as_the_standard_writes_it_in_parts(browser, own_page, rosa):
    body = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
    answer = browser.post(own_page, body, content_type="multipart/form-data; boundary=b")
    assert (answer.status_code, reach_to(rosa).code) == (200, "suppressed")


def test_the_way_back_brings_back_what_waited_and_notes_the_words(browser, own_page, rosa, by_ben, monday):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    browser.post(own_page)
    with clock.travel(monday + timedelta(minutes=5)):
        assert browser.post(f"{own_page}again/").headers["Location"] == f"{own_page}?said=again"
        assert states() == {"planned": 3}
        assert Task.objects.open().filter(kind="thank").count() == 0
        assert deliver_due() == 1
    words = "Letters from Ben about what I ordered: thanks, and whether all is well"
    assert agreed(rosa) == [("service", words, "On their own page")]
    assert Suppression.objects.count() == 0
    assert "Letters come to you again." in browser.get(f"{own_page}?said=again").content.decode()


def test_what_is_chosen_holds_and_keeps_its_words(browser, own_page, rosa, by_ben, monday):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    answer = browser.post(f"{own_page}choices/", {"marketing": "on", "touches": "1"})
    assert answer.headers["Location"] == f"{own_page}?said=kept"
    assert agreed(rosa) == [("marketing", "Offers and news from Ben", "On their own page")]
    assert states() == {"cancelled": 3}, "they are letters of service, and those were not wanted"
    rosa.refresh_from_db()
    assert rosa.touches_a_week == 1
    browser.post(f"{own_page}choices/", {"marketing": "on", "service": "on", "touches": "1"})
    assert [purpose for purpose, *_ in agreed(rosa)] == ["marketing", "service"]
    assert Event.objects.filter(kind="customer.touches_wished").count() == 1


def test_choosing_nothing_stops(browser, own_page, rosa):
    browser.post(f"{own_page}choices/", {"touches": "0"})
    held = preferences_of(rosa)
    assert (held.nothing, held.everybody) == (True, False)


def test_nobody_else_of_the_house_may_write_either(browser, own_page, rosa):
    browser.post(f"{own_page}choices/", {"service": "on", "touches": "2", "everybody": "on"})
    assert preferences_of(rosa).everybody
    assert "Nobody here writes to you any more." in browser.get(own_page).content.decode()
    browser.post(f"{own_page}choices/", {"service": "on", "touches": "2"})
    assert (Suppression.objects.count(), reach_to(rosa).address) == (0, "rosa@post.example")


def test_a_choice_that_is_none_is_asked_again(browser, own_page, rosa):
    answer = browser.post(f"{own_page}choices/", {"service": "on", "touches": "9"})
    assert (answer.status_code, Event.objects.count()) == (422, 0)


@pytest.mark.parametrize("path", ["", "choices/", "again/"])
def test_a_wrong_link_is_none(browser, rosa, path):
    token = token_for("preferences", rosa.pk)
    wrong = [token[:-1], token[:-1] + "7", token_for("reply", rosa.pk), "x", "ü" * 42]
    for word in wrong:
        answer = browser.post(f"/u/{word}/{path}")
        assert answer.status_code == 404
        assert "This link does not work" in answer.content.decode()
    assert Event.objects.count() == 0


def test_a_link_is_read_in_capitals_too(browser, rosa):
    assert browser.get(f"/u/{token_for('preferences', rosa.pk).upper()}/").status_code == 200


def test_who_guesses_must_pause_and_a_good_link_still_works(browser, own_page):
    with clock.travel(clock.now().replace(second=0)):
        answers = [browser.get("/u/x/").status_code for _ in range(32)]
        assert answers == [404] * 30 + [429] * 2
        assert browser.get(own_page).status_code == 200


def test_a_former_key_still_opens_the_page(browser, own_page, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the same house, made for this test alone"
    assert browser.get(own_page).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert browser.get(own_page).status_code == 404


def test_somebody_taken_off_the_list_can_still_stop(browser, own_page, rosa):
    rosa.deleted_at = clock.now()
    rosa.save()
    assert "Let letters come again" not in browser.get(own_page).content.decode()
    assert browser.post(f"{own_page}again/").status_code == 302
    assert browser.post(own_page).status_code == 302
    assert Suppression.objects.count() == 1
    assert browser.post(f"{own_page}choices/", {"service": "on", "touches": "2"}).status_code == 200
    assert Suppression.objects.count() == 1


def test_the_link_of_letters_leads_here(rosa, own_page, settings):
    settings.SITE_URL = "https://crm.example.org"
    assert link_to_page(rosa) == f"https://crm.example.org{own_page}"


def test_a_distributor_does_not_take_back_what_somebody_chose_themself(as_ben, own_page, rosa, browser):
    browser.post(own_page)
    event = Event.objects.get(kind="consent.withdrawn")
    as_ben.post(reverse("undo", args=[event.pk]))
    assert agreed(rosa) == []


@pytest.mark.parametrize("was_asked", [False, True])
def test_who_wants_no_questions_is_asked_none(browser, own_page, rosa, by_ben, monday, was_asked):
    if was_asked:
        write_down(customer=rosa, by=by_ben, measure="csat", answer=Answer(4))
        clock.advance(days=100)
    assert re.search(r'name="surveys"[^>]*checked', browser.get(own_page).content.decode())
    for _twice in range(2):
        browser.post(f"{own_page}choices/", {"service": "on", "touches": "2"})
    assert not preferences_of(rosa).surveys
    assert Event.objects.filter(kind="survey.refused").count() == 1
    with pytest.raises(Closed, match="They want no surveys"):
        ask_by_hand(customer=rosa, by=by_ben)
    today = rosa.owner.today()
    assert satisfaction([rosa.owner_id], today, today) == {}, "nobody was asked"
    browser.post(f"{own_page}choices/", {"service": "on", "surveys": "on", "touches": "2"})
    assert preferences_of(rosa).surveys
    assert ask_by_hand(customer=rosa, by=by_ben).state == "planned", "the wish kept no place in the 90 days"
