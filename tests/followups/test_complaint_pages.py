"""The pages of complaints: the list, one complaint with its steps, what the sponsor sees."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from followups.actions import complaints as verbs
from followups.actions.complaints import open_complaint
from followups.models import Complaint, Task
from followups.templatetags.followups import age

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def complaint(rosa, by_ben):
    return open_complaint(customer=rosa, by=by_ben, text="The lid leaked.", wish="A new one.")


def page(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]))


def press(client, complaint, name, **said):
    answer = client.post(reverse(f"complaint-{name}", args=[complaint.pk]), said)
    complaint.refresh_from_db()
    return answer


def test_two_taps_from_the_page_of_a_person(as_ben, rosa):
    assert (
        "complaint-form" in as_ben.get(reverse("person", args=[rosa.pk]) + "?add=complaint").content.decode()
    )
    answer = as_ben.post(reverse("complaint-add", args=[rosa.pk]), {"text": "The lid leaked."})
    assert answer.headers["Location"] == Complaint.objects.get().get_absolute_url()
    words = page(as_ben, "person", rosa.pk)
    assert "Complaint, open 1 min" in words


def test_words_that_are_too_many_are_refused_kindly_and_kept(as_ben, rosa):
    answer = as_ben.post(reverse("complaint-add", args=[rosa.pk]), {"text": "x" * 100_000})
    assert answer.status_code == 422
    assert "x" * 100_000 in answer.content.decode()
    assert Complaint.objects.count() == 0


def test_the_steps_lead_to_the_good_end(as_ben, complaint):
    words = page(as_ben, "complaint", complaint.pk)
    assert "7 office hours left" not in words
    assert "8 office hours left" in words
    assert press(as_ben, complaint, "heard", heard="The lid.").status_code == 302
    assert press(as_ben, complaint, "put-right", fix="again", cost="27.40").status_code == 302
    assert (complaint.state, complaint.remedy) == ("put_right", "Send it again")
    assert press(as_ben, complaint, "extra", extra="a box", cost="50").status_code == 422
    assert press(as_ben, complaint, "extra", extra="a box", cost="5").status_code == 302
    assert press(as_ben, complaint, "arrival", planned_on="2026-03-01").status_code == 422
    assert press(as_ben, complaint, "arrival", planned_on="2026-03-05").status_code == 302
    assert press(as_ben, complaint, "ask").status_code == 302
    assert press(as_ben, complaint, "well", words="").status_code == 422
    assert press(as_ben, complaint, "not-yet", words="").status_code == 302
    assert complaint.state == "open"
    press(as_ben, complaint, "put-right", fix="other", remedy="I came by with both")
    assert press(as_ben, complaint, "well", words="All is well.").status_code == 302
    assert (complaint.state, complaint.outcome) == ("closed", "well")
    assert "They say that all is well" in page(as_ben, "complaint", complaint.pk)


def test_the_list_shows_open_ones_with_their_age_and_closed_ones(as_ben, complaint, by_ben):
    assert "The lid leaked." in page(as_ben, "complaints")
    verbs.close_complaint(complaint=complaint, by=by_ben, words="Fine.")
    assert "Nobody has complained" in page(as_ben, "complaints")
    closed = as_ben.get(reverse("complaints") + "?show=closed").content.decode()
    assert "The lid leaked." in closed


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=5), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(hours=48), "2 days"),
    ],
)
def test_the_age_is_said_in_minutes_hours_or_days(passed, said):
    since = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert age(since, since + passed) == said


def test_markup_is_text(as_ben, rosa, by_ben):
    complaint = open_complaint(customer=rosa, by=by_ben, text="<script>alert(1)</script>")
    for path in (reverse("complaints"), complaint.get_absolute_url(), reverse("person", args=[rosa.pk])):
        assert "<script>alert" not in as_ben.get(path).content.decode()


def test_the_sponsor_sees_words_and_figures_never_who_it_is(as_ana, complaint, by_ben):
    path = reverse("complaint-asked", args=[complaint.pk])
    assert as_ana.get(path).status_code == 404, "not asked yet"
    assert as_ana.get(complaint.get_absolute_url()).status_code == 404
    verbs.ask_sponsor(complaint=complaint, by=by_ben, words="May I add the large box?")
    seen = as_ana.get(path).content.decode() + as_ana.get(reverse("complaints")).content.decode()
    assert "May I add the large box?" in seen
    assert [word for word in ("Rosa", "rosa@post.example", "The lid leaked") if word in seen] == []
    assert as_ana.post(path, {"words": "Yes, do."}).status_code == 302
    complaint.refresh_from_db()
    assert complaint.sponsor_answer == "Yes, do."


def test_a_stranger_finds_nothing(as_cleo, complaint, by_ben):
    verbs.ask_sponsor(complaint=complaint, by=by_ben, words="May I?")
    for path in (complaint.get_absolute_url(), reverse("complaint-asked", args=[complaint.pk])):
        assert as_cleo.get(path).status_code == 404


def test_taken_back_by_mistake(as_ben, complaint):
    press(as_ben, complaint, "take-back")
    assert complaint.revoked_at
    assert Task.objects.open().count() == 0
    assert as_ben.get(complaint.get_absolute_url()).status_code == 404


def test_who_would_rather_speak_with_the_sponsor_shows_them_all_they_wrote(as_ana, complaint, by_ben):
    verbs.add_words(complaint=complaint, by=by_ben, text="And it was late.", by_customer=True)
    verbs.add_words(complaint=complaint, by=by_ben, text="A note of my own.")
    verbs.speak_with_sponsor(complaint=complaint, by=by_ben, contact="Rosa, 0170 1234567")
    seen = page(as_ana, "complaint-asked", complaint.pk)
    told = [words in seen for words in ("The lid leaked.", "And it was late.", "A note of my own.")]
    assert told == [True, True, False]
