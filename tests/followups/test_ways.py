"""The way to a person is the first of the wanted ones by which they may be reached."""

from types import SimpleNamespace as Thing

import pytest

from followups.ways import Contact, Way, link_of, way_to

MAIL = Thing(address="rosa@post.example", position=0, bounced_at=None)
PHONE = Thing(number="+4930123456", position=1)
FIRST_PHONE = Thing(number="+4930999999", position=0)


def agreed(*pairs):
    return [Thing(channel=channel, purpose=purpose, withdrawn_at=None) for channel, purpose in pairs]


def contact(emails=(MAIL,), numbers=(PHONE, FIRST_PHONE), address="Weg 1\n10115 Berlin", agreements=()):
    return Contact(emails, numbers, address, agreements)


SERVICE = agreed(("email", "service"), ("text", "service"), ("chat", "service"))


@pytest.mark.parametrize(
    ("channels", "way"),
    [
        (["email"], Way("email", "rosa@post.example")),
        (["text", "email"], Way("text", "+4930999999")),
        (["chat"], Way("chat", "+4930999999")),
        (["post"], Way("post", "Weg 1 10115 Berlin")),
        ([], Way(code="no_address")),
        (["phone", "visit"], Way(code="no_address")),
        (["phone", "email"], Way("email", "rosa@post.example")),
    ],
)
def test_the_first_way_that_leads_there(channels, way):
    assert way_to(contact(agreements=SERVICE), channels) == way


def test_what_leads_nowhere_is_passed_over_and_the_first_reason_is_told():
    nobody = contact(emails=(), numbers=(), address=" ")
    assert way_to(nobody, ["text", "email", "post"]) == Way("text", code="no_phone")
    assert way_to(contact(agreements=()), ["text", "post"]) == Way("post", "Weg 1 10115 Berlin")
    assert way_to(contact(agreements=()), ["chat", "email"]) == Way("chat", code="no_consent")


def test_a_card_with_offers_needs_consent_and_one_of_service_does_not():
    assert way_to(contact(), ["post"], purpose="marketing") == Way("post", code="no_consent")
    told = agreed(("post", "marketing"))
    assert way_to(contact(agreements=told), ["post"], purpose="marketing").to == "Weg 1 10115 Berlin"


def test_only_a_letter_goes_by_itself():
    ways = [way_to(contact(agreements=SERVICE), [channel]) for channel in ("email", "text", "chat", "post")]
    assert [way.by_itself for way in ways] == [True, False, False, False]


def test_links_open_the_app_with_the_words_in_it():
    assert (
        link_of("text", "+4930999999", "Hello Rosa & co?")
        == "sms:+4930999999?&body=Hello%20Rosa%20%26%20co%3F"
    )
    assert link_of("chat", "+4930999999", "Hello\nthere") == "https://wa.me/4930999999?text=Hello%0Athere"
