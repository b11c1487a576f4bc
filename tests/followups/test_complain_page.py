"""The page of a person who is not content, at /c/TOKEN/: without a session, by the link alone."""

import pytest
from django.test import Client
from django.urls import reverse

from customers.actions import delete_person
from followups.actions import complaints as verbs
from followups.complaint_page import complaint_token, link_to_complain
from followups.models import Complaint, Message
from followups.tokens import token_for
from kit.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def browser():
    """A stranger's browser that checks forgeries and keeps no session."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def own(rosa):
    return reverse("complain", args=[complaint_token(rosa)])


def words(browser, path):
    answer = browser.get(path)
    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    return answer.content.decode()


def written(browser, own, **said):
    assert browser.post(own, {"text": "The lid leaked.", **said}).status_code == 302
    return Complaint.objects.get()


def test_looking_changes_nothing(browser, own):
    assert "What is not right?" in words(browser, own)
    answer = browser.head(own)
    assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (200, "noindex")
    assert (Complaint.objects.count(), Event.objects.count()) == (0, 0)


def test_they_write_and_see_how_far_it_is_and_close_it_themselves(browser, own, rosa, by_ben, mailoutbox):
    complaint = written(browser, own, wish="A new one.")
    assert (complaint.origin, complaint.text, complaint.wish) == ("link", "The lid leaked.", "A new one.")
    seen = words(browser, own)
    assert "You have an answer by" in seen
    assert "The lid leaked." in seen
    browser.post(own, {"words": "The box was wet."})
    assert complaint.words.get().by_customer
    verbs.answer_complaint(complaint=complaint, by=by_ben, heard="The lid.")
    assert "The lid.</p>" not in words(browser, own), "what the distributor noted stays theirs"
    verbs.put_right(complaint=complaint, by=by_ben, remedy="Both again")
    assert "Both again" in words(browser, own)
    assert (
        browser.post(f"{own}not-yet/", {"words": "One is missing."}).headers["Location"]
        == f"{own}?said=not-yet"
    )
    complaint.refresh_from_db()
    assert complaint.state == "open"
    verbs.put_right(complaint=complaint, by=by_ben, remedy="The other one, too")
    assert browser.post(f"{own}well/").headers["Location"] == f"{own}?said=well"
    complaint.refresh_from_db()
    assert (complaint.state, complaint.outcome) == ("closed", "well")
    thanked = words(browser, f"{own}?said=well")
    assert ("is glad to know" in thanked, "What is not right?" in thanked) == (True, False)
    assert "What you wrote before was closed" in words(browser, own), "and they may write again"
    closed = Event.objects.get(kind="complaint.closed")
    assert (closed.actor, closed.owner_id) == (None, rosa.owner_id)


def test_it_is_told_that_it_came_in(browser, own, rosa):
    written(browser, own)
    letter = Message.objects.get()
    assert (letter.rule.key, letter.state) == ("complaint_received", "planned")


def test_what_is_too_long_is_refused_and_kept(browser, own):
    answer = browser.post(own, {"text": "x" * 100_000})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "x" * 100_000 in page
    assert "At most 5000 signs, please; these are 100000. Nothing is lost." in page
    assert Complaint.objects.count() == 0


def test_markup_is_text(browser, own):
    written(browser, own, text="<script>alert(1)</script>")
    assert "<script>alert" not in words(browser, own)


def test_a_forged_or_foreign_link_opens_nothing(browser, rosa):
    for token in (token_for("preferences", rosa.pk), complaint_token(rosa)[:-1] + "2", "a"):
        assert browser.get(reverse("complain", args=[token])).status_code == 404
    assert "In the real letter" in words(browser, reverse("complain", args=["sample"]))


def test_too_often_keeps_the_words(browser, own, settings):
    for _ in range(30):
        browser.post(own, {"text": ""})
    answer = browser.post(own, {"text": "The lid leaked."})
    assert (answer.status_code, Complaint.objects.count()) == (429, 0)
    assert "The lid leaked." in answer.content.decode()


def test_about_the_distributor_the_sponsor_takes_over_only_where_they_wish(browser, own, as_ana, ana):
    complaint = written(browser, own, about_owner="on")
    assert (complaint.about_owner, complaint.sponsor_contact) == (True, "")
    path = reverse("complaint-asked", args=[complaint.pk])
    assert as_ana.get(path).status_code == 404
    assert browser.post(f"{own}talk/", {"contact": ""}).status_code == 422
    browser.post(f"{own}talk/", {"contact": "R. L., 030 1234"})
    seen = as_ana.get(path).content.decode()
    assert ("R. L., 030 1234" in seen, "The lid leaked." in seen) == (True, True)
    assert ("Rosa" in seen, "rosa@post.example" in seen) == (False, False)
    browser.post(f"{own}stay/")
    assert as_ana.get(path).status_code == 404


def test_they_let_it_be(browser, own):
    complaint = written(browser, own)
    browser.post(f"{own}let-be/")
    complaint.refresh_from_db()
    assert (complaint.state, complaint.outcome) == ("closed", "withdrawn")


def test_it_speaks_their_language_from_right_to_left(browser, own, rosa):
    rosa.language = "ar"
    rosa.save(update_fields=["language"])
    assert 'dir="rtl"' in words(browser, own)


def test_who_was_taken_off_the_list_is_told_so(browser, own, rosa, by_ben):
    delete_person(person=rosa, by=by_ben)
    assert "Nobody writes to you from here any more" in words(browser, own)
    assert browser.post(own, {"text": "The lid leaked."}).status_code == 422
    assert Complaint.objects.count() == 0


def test_the_link_stands_on_the_page_of_preferences(browser, rosa, own):
    preferences = reverse("preferences", args=[token_for("preferences", rosa.pk)])
    assert own in words(browser, preferences)
    assert link_to_complain(rosa).endswith(own)
