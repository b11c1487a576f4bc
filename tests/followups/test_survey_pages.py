"""The page with the questions, at /s/TOKEN/, and the pages of surveys for their distributor."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from followups.actions.surveys import ask_by_hand, write_down
from followups.actions.surveys.holding import Answer
from followups.delivery import deliver_due
from followups.models import Complaint, Message, Suggestion, Survey
from followups.survey_links import link_to_survey
from followups.tokens import token_for
from kit import clock
from kit.models import Event
from kit.undo import undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def browser():
    """A stranger's browser that checks forgeries and keeps no session."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def asked(rosa, by_ben):
    message = ask_by_hand(customer=rosa, by=by_ben)
    clock.advance(seconds=5)
    deliver_due()
    return Message.objects.get(pk=message.pk)


@pytest.fixture
def page(asked):
    return reverse("survey", args=[token_for("survey", asked.pk)])


def test_the_letter_holds_the_link(asked, page):
    assert link_to_survey(asked).endswith(page)
    assert page in asked.letter.text


def test_looking_records_nothing(browser, page):
    before = (Event.objects.count(), Survey.objects.get().updated_at)
    for look in (browser.get, browser.head):
        answer = look(page)
        assert (answer.status_code, dict(answer.cookies)) == (200, {})
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer.headers["Cache-Control"]
    assert (Event.objects.count(), Survey.objects.get().updated_at) == before
    assert browser.put(page).status_code == 405


def test_a_link_that_was_sent_on_tells_a_first_name_alone(browser, page, rosa):
    browser.post(page, {"score": 2, "why": "It broke."})
    words = Client().get(page).content.decode()
    assert "Rosa" in words
    assert "An answer is here already." in words
    for secret in ("Lind", "rosa@post.example", "It broke.", str(rosa.pk), "checked"):
        assert secret not in words


def test_who_answered_sees_their_words_again_and_changes_them(browser, page):
    answer = browser.post(page, {"score": 4, "why": "It smells good."})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{page}?said=kept")
    assert "Your answer is with" in browser.get(f"{page}?said=kept").content.decode()
    words = browser.get(page).content.decode()
    assert "It smells good." in words
    assert words.count("checked") == 1
    browser.post(page, {"score": 5})
    row = Survey.objects.get()
    assert (row.score, row.why) == (5, "")


def test_a_low_answer_says_until_when_they_hear(browser, page):
    browser.post(page, {"score": 1, "why": "It broke.", "may_call": "on"})
    words = browser.get(f"{page}?said=kept").content.decode()
    assert "Thank you for saying it" in words
    assert "tomorrow, 9:30" in words
    assert Complaint.objects.get().text.endswith("It broke.\nThey may be called about it.")


def test_a_thank_you_asks_for_nothing(browser, page):
    browser.post(page, {"score": 5})
    words = browser.get(f"{page}?said=kept").content.decode()
    assert "somebody who would like it" not in words
    assert "somebody who would like it" in browser.get(page).content.decode()


@pytest.mark.parametrize("said", [{}, {"score": "9"}, {"score": "x"}, {"why": "Good."}])
def test_what_is_no_answer_is_asked_for_again(browser, page, said):
    answer = browser.post(page, said)
    assert answer.status_code == 422
    assert said.get("why", "") in answer.content.decode()
    assert Survey.objects.get().answered_at is None


def test_a_hundred_thousand_signs_are_refused_and_stay_as_typed(browser, page):
    answer = browser.post(page, {"score": 4, "why": "word " * 20_000, "better": "Glass."})
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "At most 5000 signs, please; these are 99999." in words
    assert words.count("word word") > 9_000
    assert "Glass." in words
    assert Survey.objects.get().answered_at is None


def test_markup_is_text(browser, page, as_ben):
    browser.post(page, {"score": 4, "why": "<script>alert(1)</script>", "better": "<b>Glass</b>"})
    for words in (browser.get(page), as_ben.get(reverse("surveys")), as_ben.get(reverse("suggestions"))):
        assert "<script>alert" not in words.content.decode()
        assert "<b>Glass" not in words.content.decode()
    assert "&lt;script&gt;alert(1)" in as_ben.get(reverse("surveys")).content.decode()


def test_no_more_surveys_by_one_press(browser, page, rosa):
    assert browser.post(f"{page}stop/").headers["Location"] == f"{page}?said=stopped"
    assert Survey.objects.get().refused_at is not None
    assert "asks you no such questions any more" in browser.get(page).content.decode()
    assert browser.get(f"{page}stop/").status_code == 405
    browser.post(f"{page}again/")
    assert Survey.objects.get().refused_at is None


def test_after_a_month_it_is_closed(browser, page):
    clock.advance(days=30)
    assert browser.get(page).status_code == 410
    assert browser.post(page, {"score": 4}).status_code == 410


def test_it_speaks_their_language_and_from_right_to_left(browser, page, rosa):
    rosa.language = "ar"
    rosa.save()
    words = browser.get(page).content.decode()
    assert 'lang="ar" dir="rtl"' in words


def test_a_link_that_is_none_is_told_kindly_and_not_for_ever(browser, page):
    assert browser.get(reverse("survey", args=["x" * 42])).status_code == 404
    assert browser.get(reverse("survey", args=["sample"])).status_code == 200
    codes = [browser.get(f"{page[:-4]}{number:03d}/").status_code for number in range(30)]
    assert codes[-1] == 429
    assert browser.get(page).status_code == 200


def test_of_somebody_taken_off_the_list_it_is_closed(browser, page, rosa):
    rosa.deleted_at = clock.now()
    rosa.save()
    assert browser.get(page).status_code == 410
    assert browser.post(f"{page}stop/").status_code == 302


# For the distributor


def _answered(rosa, by, count, score=4):
    now = clock.now()
    for number in range(count):
        Survey.objects.create(
            owner=by.user, customer=rosa, occasion="request", measure="csat", closes_at=now, asked_at=now,
            answered_at=now - timedelta(hours=number), score=score, why=f"Çok iyi {number}",
            search_key=f"çok iyi {number}\n",
        )  # fmt: skip


def test_nobody_was_asked_yet(as_ben):
    assert "Nobody was asked yet" in as_ben.get(reverse("surveys")).content.decode()


@pytest.mark.parametrize(("count", "told"), [(4, False), (5, True)])
def test_a_mean_of_four_is_not_told(as_ben, rosa, by_ben, count, told):
    _answered(rosa, by_ben, count)
    words = as_ben.get(reverse("surveys")).content.decode()
    assert ("A mean of fewer than five answers says nothing" in words) is not told
    assert ("of 5; 3.8 to 4.2" in words) is told


@pytest.mark.parametrize(("asked_for", "found"), [("cok iyi 3", 1), ("iyi", 5), ("kötü", 0)])
def test_words_are_found_whatever_their_signs(as_ben, rosa, by_ben, asked_for, found):
    _answered(rosa, by_ben, 5)
    answer = as_ben.get(reverse("surveys"), {"q": asked_for})
    assert len(answer.context["page"].rows) == found


def test_words_of_low_answers_alone(as_ben, rosa, by_ben):
    _answered(rosa, by_ben, 2)
    _answered(rosa, by_ben, 3, score=2)
    answer = as_ben.get(reverse("surveys"), {"answer": "low", "occasion": "request", "span": "all"})
    assert len(answer.context["page"].rows) == 3
    assert as_ben.get(reverse("surveys"), {"span": "x", "occasion": "y", "cursor": ""}).status_code == 200
    assert as_ben.get(reverse("surveys"), {"cursor": "x"}).status_code == 404


def test_what_was_said_in_person_is_written_down_and_taken_back(as_ben, rosa):
    write = reverse("survey-write", args=[rosa.pk])
    assert as_ben.get(write).status_code == 200
    assert as_ben.post(write, {"measure": "nps", "score": 9}).headers["Location"] == rosa.get_absolute_url()
    row = Survey.objects.get()
    assert (row.measure, row.score, row.message) == ("nps", 9, None)
    answer = as_ben.post(write, {"measure": "csat", "score": 4})
    assert answer.status_code == 422
    assert "The next time is from" in answer.content.decode()


def test_questions_are_sent_by_hand(as_ben, rosa):
    send = reverse("survey-ask", args=[rosa.pk])
    assert as_ben.post(send, {"measure": "csat"}).headers["Location"] == rosa.get_absolute_url()
    assert as_ben.post(send, {"measure": "csat"}).headers["Location"] == reverse(
        "survey-write", args=[rosa.pk]
    )
    assert Message.objects.count() == 1


def test_suggestions_are_answered_all_that_are_chosen(as_ben, ben, rosa, by_ben):
    noor = rosa.__class__.objects.create(owner=ben, name="Noor")
    for person in (rosa, noor):
        write_down(customer=person, by=by_ben, measure="csat", answer=Answer(4, better="Glass."))
    chosen = [str(row.pk) for row in Suggestion.objects.all()]
    answer = as_ben.post(reverse("suggestions"), {"suggestion": [*chosen, "x"], "answer": ""})
    assert answer.status_code == 422
    assert answer.content.decode().count(" checked") == 2
    assert as_ben.post(reverse("suggestions"), {"suggestion": chosen, "answer": "Done."}).status_code == 302
    assert set(Suggestion.objects.values_list("state", flat=True)) == {"done"}
    words = as_ben.get(reverse("suggestions") + "?show=ended").content.decode()
    assert words.count("Done.") == 2


def test_of_others_nothing_is_answered(as_cleo, rosa, by_ben):
    write_down(customer=rosa, by=by_ben, measure="csat", answer=Answer(4, better="Glass."))
    row = Suggestion.objects.get()
    as_cleo.post(reverse("suggestions"), {"suggestion": [str(row.pk)], "answer": "Done."})
    assert Suggestion.objects.get().state == "open"
    assert "Glass." not in as_cleo.get(reverse("suggestions")).content.decode()
    assert as_cleo.get(reverse("surveys")).context["scales"] == []


def test_a_link_that_was_sent_on_does_not_tell_how_it_was_answered(browser, page):
    browser.post(page, {"score": 1, "why": "It broke."})
    words = Client().get(f"{page}?said=kept").content.decode()
    assert "Your answer is with" in words
    assert [said for said in ("We are sorry", "Thank you for saying it", "tomorrow") if said in words] == []


def test_suggestions_that_say_the_same_are_joined_and_parted(as_ben, ben, rosa, by_ben):
    noor = rosa.__class__.objects.create(owner=ben, name="Noor")
    for person, text in ((rosa, "Glass."), (noor, "A glass bottle.")):
        clock.advance(minutes=1)
        write_down(customer=person, by=by_ben, measure="csat", answer=Answer(4, better=text))
    first, second = Suggestion.objects.order_by("said_at")
    here = reverse("suggestions")
    one = as_ben.post(here, {"suggestion": str(first.pk), "join": "1", "answer": "I have an idea"})
    assert one.status_code == 422
    assert "Choose two or more that say the same" in one.content.decode()
    assert "I have an idea" in one.content.decode()
    assert as_ben.post(here, {"suggestion": [str(second.pk), str(first.pk)], "join": "1"}).status_code == 302
    assert dict(Suggestion.objects.values_list("pk", "same_as")) == {first.pk: None, second.pk: first.pk}
    words = as_ben.get(here).content.decode()
    assert "and 1 who says the same" in words
    assert "let them stand as one" not in words
    undo(event=Event.objects.get(kind="suggestion.joined"), by=by_ben)
    assert Suggestion.objects.filter(same_as=None).count() == 2


@pytest.mark.parametrize("to", ["", "abc", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_suggestion_is_joined_to_none(as_ben, rosa, by_ben, to):
    write_down(customer=rosa, by=by_ben, measure="csat", answer=Answer(4, better="Glass."))
    join = reverse("suggestion-join", args=[Suggestion.objects.get().pk])
    assert as_ben.post(join, {"to": to}).status_code == 404
