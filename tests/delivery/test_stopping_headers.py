"""What stands at the head and the foot of letters, so that they can be stopped."""

import pytest

from followups.delivery import deliver_due
from followups.models import Letter
from followups.preferences import link_to_page
from kit.environment import Site

pytestmark = pytest.mark.django_db

STOP = ("List-Unsubscribe", "List-Unsubscribe-Post")


@pytest.fixture
def public(settings):
    """An installation at a public address."""
    settings.SITE, settings.SITE_URL = Site("https", "crm.example.org", None), "https://crm.example.org"


def sent(sink, smtp, message):
    assert deliver_due(line=smtp) == 1
    message.refresh_from_db()
    return sink.read(sink.letters[0])


def test_offers_can_be_stopped_by_one_press_and_say_who_sends_them(
    sink, smtp, plan_letters, monday, public, ben
):
    ben.postal_address = "Meadow Lane 4\r\n12345 Berlin"
    ben.save()
    message = plan_letters(rule="check_in_2_days", purpose="marketing")[0]
    message.customer.consents.create(owner=ben, channel="email", purpose="marketing")
    mail = sent(sink, smtp, message)
    link = link_to_page(message.customer)
    assert link.startswith("https://crm.example.org/u/")
    assert {name: str(mail[name]) for name in STOP} == {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert text.partition("\n--\n")[2] == (
        "You get this because you agreed to offers and news from Ben.\n"
        "Stop these letters, or choose what comes and how often:\n"
        f"{link}\n\n"
        "Ben, Meadow\nMeadow Lane 4\n12345 Berlin\n"
    )
    html = mail.get_body(("html",)).get_content()
    assert html.count(f'href="{link}"') == 1
    assert html.count("Meadow Lane 4<br>12345 Berlin") == 1


@pytest.mark.parametrize(
    ("rule", "post"), [("check_in_2_days", "List-Unsubscribe=One-Click"), ("thank_first_order", None)]
)
def test_letters_of_service_lead_to_the_page_and_thanks_are_stopped_there_alone(
    sink, smtp, plan_letters, monday, public, rule, post
):
    message = plan_letters(rule=rule)[0]
    mail = sent(sink, smtp, message)
    assert str(mail["List-Unsubscribe"]) == f"<{link_to_page(message.customer)}>"
    assert mail["List-Unsubscribe-Post"] == post


def test_without_a_public_address_no_mail_program_can_press(sink, smtp, plan_letters, monday):
    mail = sent(sink, smtp, plan_letters(rule="check_in_2_days")[0])
    assert mail["List-Unsubscribe-Post"] is None


def test_the_link_stays_whole_however_long_the_address(sink, smtp, plan_letters, monday, public, settings):
    settings.SITE_URL = f"https://{'long.' * 20}example.org"
    message = plan_letters()[0]
    sent(sink, smtp, message)
    link = link_to_page(message.customer).encode()
    assert b"List-Unsubscribe: <" + link + b">\r\n" in sink.letters[0]


def test_offers_without_the_address_of_who_sends_them_do_not_go(sink, smtp, plan_letters, monday, ben):
    message = plan_letters(rule="check_in_2_days", purpose="marketing")[0]
    message.customer.consents.create(owner=ben, channel="email", purpose="marketing")
    assert deliver_due(line=smtp) == 0
    message.refresh_from_db()
    assert (message.state, message.reason_code) == ("refused", "no_sender_address")


def test_a_letter_that_asks_for_a_larger_order_does_not_go(sink, smtp, plan_letters, monday, ben):
    ben.signature = "Order a little more to reach the next tier"
    ben.save()
    messages = plan_letters(2)
    Letter.objects.create(
        message=messages[0], recipient="x@post.example", subject="Hello", html="<p></p>", frozen=True,
        text="Only 12 points short of the next level.",
    )  # fmt: skip
    assert deliver_due(line=smtp) == 1, "how somebody signs is their own word"
    messages[0].refresh_from_db()
    assert (messages[0].state, messages[0].reason_code) == ("refused", "pushes")
    assert messages[0].reason == (
        "No letter asks for a larger order to reach something, and this one says “Only 12 points short”."
    )
