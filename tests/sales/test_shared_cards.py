"""Cards with a document, shared by a leader with her line, and what changed of them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kit.undo import undo
from sales.actions import add_card, change_card, share_card, unshare_card
from sales.errors import CardRefused
from sales.models import KnowledgeCard


@pytest.fixture
def card(ana, by_ana):
    return add_card(owner=ana, by=by_ana, title="Where it grows", text="In a valley.")


def titles(viewer):
    return list(KnowledgeCard.objects.visible_to(viewer).values_list("title", flat=True))


def test_a_shared_card_is_read_by_the_line_and_nobody_else(card, ana, by_ana, ben, cleo, as_ben):
    assert (titles(ben), titles(cleo)) == ([], [])
    share_card(card=card, by=by_ana)
    assert (titles(ben), titles(cleo)) == (["Where it grows"], [])
    page = as_ben.get("/products/cards/").content.decode()
    assert "from Ana" in page and f'/products/cards/{card.pk}/"' not in page
    assert as_ben.post(f"/products/cards/{card.pk}/", {"title": "Mine"}).status_code == 404
    undo(event=card.event, by=by_ana)
    assert titles(ben) == []


def test_it_is_not_shared_without_a_line_nor_with_what_nobody_may_promise(ben, by_ben, card, by_ana):
    own = add_card(owner=ben, by=by_ben, title="Mine", text="Plain.")
    with pytest.raises(CardRefused):
        share_card(card=own, by=by_ben)
    from followups.actions.claims import ensure_claim_phrases

    ensure_claim_phrases()
    share_card(card=card, by=by_ana)
    with pytest.raises(CardRefused):
        change_card(card=card, by=by_ana, text="It cures eczema.")
    unshare_card(card=card, by=by_ana)
    change_card(card=card, by=by_ana, text="It cures eczema.")
    with pytest.raises(CardRefused):
        share_card(card=card, by=by_ana)


def test_readers_see_what_changed_since_it_was_shared(card, ana, by_ana, as_ben, ben):
    change_card(card=card, by=by_ana, text="In two valleys.")
    share_card(card=card, by=by_ana)
    change_card(card=card, by=by_ana, text="In three valleys.")
    page = as_ben.get(f"/products/cards/{card.pk}/versions/").content.decode()
    assert '<del dir="auto">In two valleys.</del>' in page and "In three valleys." in page
    assert "In a valley." not in page


def test_a_document_is_kept_handed_out_and_taken_out(as_ana, ana, as_ben, ben, client):
    client.force_login(ana)
    file = SimpleUploadedFile("How to use.pdf", b"%PDF-1.4 text", content_type="application/pdf")
    values = {"kind": "use", "title": "At night", "text": "A little.", "file": file}
    assert client.post("/products/cards/add/", values).status_code == 302
    card = KnowledgeCard.objects.get()
    held = client.get(f"/products/cards/{card.pk}/document/")
    assert (held["Content-Disposition"], held["Content-Type"]) == (
        'attachment; filename="How-to-use.pdf"', "application/pdf",
    )  # fmt: skip
    assert b"".join(held.streaming_content) == b"%PDF-1.4 text"
    bad = {**values, "file": SimpleUploadedFile("x.pdf", b"<html>")}
    assert client.post(f"/products/cards/{card.pk}/", {**bad, "version": 1}).status_code == 422
    del values["file"]
    assert (
        client.post(f"/products/cards/{card.pk}/", {**values, "take_out": "on", "version": 1}).status_code
        == 302
    )
    assert client.get(f"/products/cards/{card.pk}/document/").status_code == 404
