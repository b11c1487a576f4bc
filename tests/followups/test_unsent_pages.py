"""The pages of what did not go and of what waited; why a letter went, or did not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from customers.models import Consent, Customer
from followups.models import Message, Task
from followups.why import QUESTION_OF, QUESTIONS, answers, ways_out
from kit import clock
from kit.models import Pulse
from tests.delivery.conftest import plan_letters  # noqa: F401 (a fixture)
from tests.queries.counting import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def unsent(plan_letters, monday):  # noqa: F811
    def make(count=1, state="failed", code="address_refused", **values):
        rows = plan_letters(count, rule="check_in_2_days", start=code or state)
        ids = [row.pk for row in rows]
        Message.objects.filter(pk__in=ids).update(
            state=state, reason_code=code, reason=f"So: {code}.", **values
        )
        return list(Message.objects.filter(pk__in=ids).order_by("pk"))

    return make


@pytest.fixture
def waited(unsent):
    return lambda count: unsent(count, state="draft", code="waited")


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("path", ["/messages/?state=unsent", "/messages/waited/"])
def test_the_lists_ask_the_same_for_any_number_of_rows(as_ben, unsent, waited, path, rows):
    unsent(rows)
    waited(rows)
    as_ben.get(path)
    counted = count_queries(as_ben, path)
    assert (counted.count, counted.repeated) == ({True: 7, False: 4}["unsent" in path], {}), counted


def test_each_that_did_not_go_says_who_what_why_and_what_can_be_done(as_ben, unsent):
    unsent()
    unsent(code="no_consent", state="refused")
    unsent(code="too_late", state="expired")
    said = page(as_ben, "/messages/?state=unsent")
    for word in ("So: address_refused.", "So: no_consent.", "So: too_late.", "is everything all right?"):
        assert word in said
    assert (said.count("Mend and send"), said.count("Send again"), said.count("Call instead")) == (1, 1, 3)


def test_it_is_let_go_called_instead_or_mended_from_the_list(as_ben, unsent):
    one, other, third = unsent(3)
    listed = {"next": "/messages/?state=unsent"}
    as_ben.post(reverse("message-let-go", args=[one.pk]), listed)
    as_ben.post(reverse("message-call", args=[other.pk]), listed)
    answer = as_ben.post(reverse("message-mend", args=[third.pk]), {**listed, "address": "new@post.example"})
    assert answer.url == "/messages/?state=unsent"
    assert Task.objects.get().customer_id == other.customer_id
    assert Message.objects.get(resend_of=third).state == "planned"
    said = page(as_ben, "/messages/?state=unsent")
    assert '<li class="line"' not in said
    assert page(as_ben, "/messages/").count('<li class="line" id="message-') == 4


def test_what_waited_is_asked_about_on_today_and_on_messages(as_ben, waited):
    waited(37)
    for path in ("/today/", "/messages/"):
        assert "37 letters waited while nothing could be sent." in page(as_ben, path)
    assert page(as_ben, "/messages/waited/").count('name="messages"') == 37
    assert as_ben.get("/today/").context["day"].drafts == []


def test_all_go_or_the_chosen_are_dropped(as_ben, waited):
    rows = waited(5)
    as_ben.post("/messages/waited/drop/", {"messages": [str(rows[0].pk), "nonsense"]})
    assert Message.objects.counted_by_state() == {"cancelled": 1, "draft": 4}
    as_ben.post("/messages/waited/send/", {"all": "1"})
    assert Message.objects.counted_by_state() == {"cancelled": 1, "planned": 4}
    assert "letters waited while" not in page(as_ben, "/messages/")
    as_ben.post("/messages/waited/send/")
    assert Message.objects.counted_by_state() == {"cancelled": 1, "planned": 4}


def test_a_letter_says_why_it_went(as_ben, unsent, monday):
    row = unsent(state="sent", code="", sent_at=clock.now(), begun_at=clock.now())[0]
    Consent.objects.update(given_at=monday - timedelta(days=9), source="At the fair", wording="May I write?")
    said = page(as_ben, row.get_absolute_url())
    for words in (
        "Why it was sent",
        "After a delivery",
        "At the fair",
        "May I write?",
        "Asked in the moment before",
    ):
        assert words in said


def test_a_letter_says_why_it_did_not_go(as_ben, unsent):
    said = page(as_ben, unsent(code="no_consent", state="refused")[0].get_absolute_url())
    assert "Why it was not sent" in said
    assert "So: no_consent." in said


def test_a_poisoned_letter_can_still_be_looked_at(as_ben, unsent):
    row = unsent(code="not_rendered")[0]
    Message.objects.filter(pk=row.pk).update(context=["broken"])
    Customer.objects.filter(pk=row.customer_id).update(zone="Mars/Olympus")
    for path in (row.get_absolute_url(), "/messages/", "/messages/?state=unsent"):
        page(as_ben, path)


def test_questions_are_asked_in_turn_and_end_with_the_no():
    told = [answer.answer for answer in answers("refused", "no_consent")]
    assert told == ["yes", "yes", "yes", "no", "", "", "", "", ""]
    assert {answer.answer for answer in answers("sent", "")} == {"yes"}
    assert {answer.answer for answer in answers("planned", "")} == {""}
    assert answers("cancelled", "by_hand") == answers("sent", "", by_hand=True) == []
    assert set(QUESTION_OF.values()) == {key for key, _ in QUESTIONS}


def test_ways_out_fit_the_reason():
    assert ways_out("bounced", "email") == ("mend", "call", "let_go")
    assert ways_out("given_up", "email") == ("again", "call", "let_go")
    assert ways_out("suppressed", "email") == ways_out("too_late", "text") == ("call", "let_go")


@pytest.mark.parametrize(("seconds", "banner"), [(5, 0), (200, 0), (301, 1)])
def test_a_banner_says_when_the_worker_is_silent_for_five_minutes(as_ben, monday, seconds, banner):
    Pulse.objects.create(name="worker", ticked_at=monday - timedelta(seconds=seconds))
    assert page(as_ben, "/products/").count('id="silent"') == banner


def test_where_no_worker_ever_ticked_the_foot_alone_says_so(as_ben, monday):
    said = page(as_ben, "/products/")
    assert ('id="silent"' in said, "The worker has not ticked yet." in said) == (False, True)
