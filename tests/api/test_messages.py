"""Letters by the API: each with its words and the reason why it went or did not."""

import pytest

from followups.actions import ensure_default_rules
from followups.models import Message
from kit import clock
from sales.actions import place_order

MESSAGES = "/api/v1/messages/"


def address(message, *words) -> str:
    return "/".join([f"{MESSAGES}{getattr(message, 'pk', message)}", *words, ""])


def fields(answer) -> set[str]:
    assert answer.status_code == 400, answer.content
    return set(answer.json()["fields"])


@pytest.fixture
def order(ben, by_ben, rosa, balm):
    ensure_default_rules()
    return place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 2, None)])


@pytest.fixture
def thanks(order):
    """The planned thank-you for Rosa's first order."""
    return Message.objects.get(rule__key="thank_first_order")


@pytest.fixture
def draft(phone, thanks):
    phone.post(address(thanks, "hold"))
    thanks.refresh_from_db()
    return thanks


@pytest.fixture
def unclear(thanks):
    Message.objects.filter(pk=thanks.pk).update(state="uncertain", begun_at=clock.now(), reason="Unclear")
    return thanks


def test_a_letter_with_its_words(phone, thanks, rosa):
    answer = phone.get(address(thanks))
    assert answer.status_code == 200
    letter = answer.json()
    words = {name: letter.pop(name) for name in ("subject", "text", "due_at", "expires_at")}
    moments = {name: letter.pop(name) for name in ("created_at", "updated_at")}
    assert letter == {
        "id": str(thanks.pk),
        "person": str(rosa.pk),
        "person_name": "Rosa Lind",
        "rule": "thank_first_order",
        "kind": "thank",
        "cause": letter["cause"],
        "document": "",
        "channel": "email",
        "state": "planned",
        "reason_code": "",
        "reason": "",
        "sent_at": None,
        "resend_of": None,
        "recipient": None,
    }
    assert "2 × Hand balm" in letter["cause"]
    assert "Rosa" in words["text"]
    assert words["subject"]
    assert all(moments.values())


def test_the_list_is_light_and_narrowed(phone, stranger, thanks, rosa, draft):
    def states(query="") -> list[str]:
        answer = phone.get(f"{MESSAGES}{query}")
        assert answer.status_code == 200, answer.content
        return [message["state"] for message in answer.json()["results"]]

    assert sorted(states()) == ["draft", "planned", "planned"]
    assert states("?state=draft") == ["draft"]
    assert states("?state=planned") == ["planned", "planned"]
    assert states("?state=unsent") == states("?state=refused") == []
    assert len(states(f"?person={rosa.pk}")) == 3
    assert len(states("?updated_since=2020-01-01T00:00:00Z")) == 3
    shown = phone.get(f"{MESSAGES}?state=draft").json()["results"][0]
    assert "text" not in shown
    assert shown["subject"] is None
    assert stranger.get(MESSAGES).json()["results"] == []


@pytest.mark.parametrize("query", ["state=lost", "person=7", "updated_since=now", "kind=thank"])
def test_a_filter_that_makes_no_sense_is_named(phone, query):
    assert fields(phone.get(f"{MESSAGES}?{query}")) == {query.split("=")[0]}


def test_the_words_of_a_draft_are_kept_and_sent(phone, draft):
    before = phone.get(address(draft))
    kept = phone.patch(address(draft), {"text": "Dear Rosa,\n\nthank you."})
    assert (kept.status_code, kept.json()["text"]) == (200, "Dear Rosa,\n\nthank you.\n")
    assert (kept.json()["subject"], kept.json()["recipient"]) == (
        before.json()["subject"],
        "rosa@post.example",
    )
    stale = phone.patch(address(draft), {"text": "So"}, headers={"If-Match": before["ETag"]})
    assert stale.status_code == 412
    approved = phone.post(address(draft, "approve"), {"subject": "Thank you, Rosa"})
    assert (approved.json()["state"], approved.json()["subject"]) == ("planned", "Thank you, Rosa")
    assert approved.json()["text"] == "Dear Rosa,\n\nthank you.\n"
    assert phone.post(f"/api/v1/events/{approved['Kept-Undo']}/undo/").status_code == 200
    assert phone.get(address(draft)).json()["state"] == "draft"


def test_a_draft_goes_as_it_stands(phone, draft):
    assert phone.post(address(draft, "approve")).json()["state"] == "planned"


@pytest.mark.parametrize(
    ("said", "at_fault"),
    [
        ({"subject": ""}, "subject"),
        ({"text": "  "}, "text"),
        ({"text": 7}, "text"),
        ({"subject": "x" * 201}, "subject"),
        ({"text": "x" * 20_001}, "text"),
        ({"html": "<p>"}, "html"),
        ({"text": "Buy one now and get a discount of 20 %."}, "text"),
    ],
)
def test_a_thank_you_only_thanks(phone, draft, said, at_fault):
    assert fields(phone.patch(address(draft), said)) == {at_fault}
    assert fields(phone.post(address(draft, "approve"), said)) == {at_fault}
    assert phone.get(address(draft)).json()["state"] == "draft"


def test_cancelled_and_restored(phone, thanks):
    cancelled = phone.post(address(thanks, "cancel"))
    assert (cancelled.json()["state"], cancelled.json()["reason"]) == ("cancelled", "You cancelled it.")
    assert "Kept-Undo" in cancelled
    assert phone.post(address(thanks, "restore")).json()["state"] == "planned"
    refused = phone.post(address(thanks, "restore"))
    assert (refused.status_code, refused.json()["code"]) == (409, "closed")


def test_an_unclear_letter_arrived_or_goes_again(phone, unclear):
    again = phone.post(address(unclear, "again"))
    assert (again.status_code, again.json()["id"], again.json()["state"]) == (200, str(unclear.pk), "planned")
    Message.objects.filter(pk=unclear.pk).update(state="uncertain", begun_at=clock.now())
    arrived = phone.post(address(unclear, "arrived"))
    assert (arrived.json()["state"], arrived.json()["reason_code"]) == ("sent", "confirmed")
    assert phone.post(address(unclear, "hold")).status_code == 409


def test_a_closed_letter_goes_again_as_a_copy(phone, thanks):
    phone.post(address(thanks, "cancel"))
    again = phone.post(address(thanks, "again"))
    assert (again.status_code, again.json()["resend_of"]) == (201, str(thanks.pk))
    assert again["Location"] == address(again.json()["id"])
    assert "Kept-Undo" in again
    assert phone.post(address(thanks, "again")).json()["id"] == again.json()["id"]


def test_who_cannot_be_written_to(phone, draft, rosa):
    rosa.consents.all().delete()
    refused = phone.post(address(draft, "approve"))
    assert (refused.status_code, refused.json()["code"]) == (409, "no_way")
    assert refused.json()["detail"] == "They have not agreed to be written to."


def test_to_everybody_else_a_letter_does_not_exist(stranger, upline, outsider, draft):
    for other in (stranger, upline, outsider):
        assert other.get(address(draft)).status_code == 404
        assert other.patch(address(draft), {"text": "Mine"}).status_code == 404
        for verb in ("approve", "hold", "cancel", "restore", "again", "arrived"):
            assert other.post(address(draft, verb)).status_code == 404
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_letters_are_not_made_by_hand(phone, draft):
    assert phone.post(MESSAGES, {}).status_code == 405
    assert phone.delete(address(draft)).status_code == 405
