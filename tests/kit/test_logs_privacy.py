"""Nothing that anybody wrote down about a person, and no secret, is ever in a log."""

import io
import logging
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from celery import shared_task
from django.core.management import call_command
from django.test import Client

from customers.models import Customer
from followups.delivery import deliver_due
from followups.models import Message, SendingAccount
from kit import clock
from kit.logs.formatters import JsonFormatter, PlainFormatter
from sales.models import Product
from team.models import Invitation
from tests.delivery.sink import Sink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.kit.breaking")]

PASSWORD, WRONG = "six green quinces 47", "seven blue medlars 58"
NAME, EMAIL, PHONE, NOTE = "Zephyrine Quux", "zephyrine@post.example", "+49 30 5550199", "collects barometers"
STREET, CODE, GOODS = "Quincunx Lane", "ZQX77", "Quokka balm"
INVITED, TOKEN = "dorothea@post.example", "wordthatisatokenandsecret"
CAST = (
    "zephyrine", "quux", "5550199", "barometers", "quincunx", "quokka", "dorothea", "medlars", "quinces",
    "xanthippe", "ben@kept", "cleo@kept", TOKEN, CODE.lower(),
)  # fmt: skip
OWN = ("kit", "team", "customers", "followups", "sales", "mlmcrm")


@pytest.fixture(params=[JsonFormatter, PlainFormatter])
def written(request):
    """Everything that any logger says: ours from DEBUG on, the others from INFO on."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    loggers = [root, *(logging.getLogger(name) for name in logging.root.manager.loggerDict)]
    before = {logger: logger.level for logger in loggers}
    for logger in loggers:
        own = logger.name.split(".")[0] in OWN
        logger.setLevel(logging.DEBUG if own else logging.INFO)
    root.addHandler(handler)
    yield stream.getvalue
    root.removeHandler(handler)
    for logger, level in before.items():
        logger.setLevel(level)


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = ""
        yield sink


@pytest.fixture
def seller(ben):
    ben.set_password(PASSWORD)
    ben.save()
    EmailAddress.objects.create(user=ben, email=ben.email, verified=True, primary=True)
    return ben


@pytest.fixture
def browser(seller):
    return Client(raise_request_exception=False)


@pytest.fixture
def signed_in(browser, seller):
    browser.force_login(seller, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def check(written, *secrets, least: int = 1):
    """Something was written, and none of it is anybody's."""
    text = written()
    assert len(text.splitlines()) >= least, "nothing was written, so nothing was tried"
    found = [word for word in (*CAST, *map(str.lower, secrets)) if word in text.lower()]
    assert found == [], text


def test_signing_in(browser, seller, written):
    wrong = browser.post("/accounts/login/", {"login": seller.email, "password": WRONG})
    right = browser.post("/accounts/login/", {"login": seller.email, "password": PASSWORD})
    assert (wrong.status_code, right.status_code) == (200, 302)
    browser.post("/accounts/password/reset/", {"email": seller.email})
    cookies = [morsel.value for morsel in browser.cookies.values() if morsel.value]
    assert cookies
    check(written, *cookies, least=3)


def test_a_person_an_order_a_search(signed_in, company, written):
    Product.objects.create(company=company, code=CODE, name=GOODS, price=Decimal(12), currency="EUR")
    person = {
        "name": NAME,
        "emails": EMAIL,
        "phones": PHONE,
        "warmth": "warm",
        "note": NOTE,
        "address": STREET,
    }
    assert signed_in.post("/people/add/", person).status_code == 302
    row = Customer.objects.get(name=NAME)
    signed_in.post(f"/people/{row.pk}/note/", {"note": NOTE})
    signed_in.get("/people/", {"q": NAME})
    signed_in.get(f"/people/{NAME}/")
    signed_in.get("/today/read/", {"q": f"{NAME} ordered 1 {GOODS}"})
    signed_in.post("/today/add/", {"q": f"{NAME} ordered 1 {GOODS}"})
    signed_in.get(f"/people/{row.pk}/?next={EMAIL}", headers={"Referer": f"https://x.example/?q={NAME}"})
    check(written, least=6)


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        (None, "sent"),
        (("rcpt", f"550 5.1.1 <{EMAIL}>: no {NAME} here"), "failed"),
        (("rcpt", f"554 5.7.1 <{EMAIL}>: Relay access denied"), "planned"),
        (("data", f"451 4.7.1 {NAME} comes later"), "planned"),
        (("drop",), "planned"),
    ],
)
def test_letters(ben, by_ben, company, sink, settings, written, rule, state):
    del settings.EMAIL_FILE_PATH
    sink.rules = {EMAIL: rule} if rule else {}
    message = owe_a_letter(ben)
    deliver_due()
    message.refresh_from_db()
    assert message.state == state
    logging.getLogger("kit.end").info("The letters are through.")
    check(written)


def test_a_letter_that_cannot_be_made(ben, by_ben, company, sink, settings, written, monkeypatch):
    del settings.EMAIL_FILE_PATH
    message = owe_a_letter(ben)
    Message.objects.filter(pk=message.pk).update(context={"products": {GOODS: NAME}, "ordered_on": NAME})
    deliver_due()
    message.refresh_from_db()
    assert message.state == "failed"
    assert "could not be made" in written()
    check(written)


def test_no_mail_server(ben, by_ben, company, sink, settings, written):
    del settings.EMAIL_FILE_PATH
    owe_a_letter(ben)
    settings.EMAIL_PORT = 1
    deliver_due()
    assert SendingAccount.objects.get(name="house").failures == 1
    logging.getLogger("kit.end").info("The letters are through.")
    check(written)


def owe_a_letter(ben) -> Message:
    from customers.models import Consent, Email
    from followups.models import Rule
    from kit.ids import uuid7

    person = Customer.objects.create(owner=ben, name=NAME, greeting=NAME)
    Email.objects.create(customer=person, owner=ben, address=EMAIL, key=EMAIL)
    Consent.objects.create(owner=ben, customer=person, channel="email", purpose="service")
    now = clock.now()
    return Message.objects.create(
        customer=person, owner=ben, rule=Rule.objects.get(owner=None, key="thank_first_order"),
        occurrence=f"order:{uuid7()}", due_at=now, expires_at=now.replace(year=now.year + 1),
        context={"products": f"1 × {GOODS}", "ordered_on": "2026-03-02"},
    )  # fmt: skip


@pytest.mark.parametrize("answer", ["550 5.1.1 <dorothea@post.example>: unknown", "450 dorothea is asleep"])
def test_an_invitation_that_is_refused(signed_in, sink, written, answer):
    sink.rules = {INVITED: ("rcpt", answer)}
    asked = signed_in.post("/settings/team/", {"name": "Dorothea", "email": INVITED})
    assert Invitation.objects.get().email == INVITED, asked.content
    assert "could not be sent: SMTPRecipientsRefused: " + answer[:3] in written()
    check(written)


def test_an_invitation_that_is_opened(client, db, written):
    client.get(f"/invitation/{TOKEN}/")
    client.post(f"/invitation/{TOKEN}/", {"name": NAME, "password1": PASSWORD})
    check(written, least=2)


def test_imports_with_refused_lines(seller, tmp_path, written, capsys):
    people = tmp_path / f"{NAME}.csv"
    people.write_text(
        f"name,email,birthday,note\n{NAME},not-an-address,32.13.2026,{NOTE}\n,{EMAIL},,{NOTE}\n"
    )
    call_command("import_people", str(people), "--owner", seller.email)
    orders = tmp_path / "orders.csv"
    orders.write_text(f"order_id,date,email,product,quantity\n1,2026-03-02,{EMAIL},{GOODS},many\n")
    call_command("import_orders", str(orders), "--owner", seller.email)
    assert "refused=" in capsys.readouterr().out
    logging.getLogger("kit.end").info("The imports are through.")
    check(written)


def test_a_breakdown_with_data_in_hand(signed_in, written):
    sent = {"name": NAME, "email": EMAIL, "password": PASSWORD}
    assert signed_in.post(f"/break/{TOKEN}/?q={NAME}", sent).status_code == 500
    assert signed_in.post("/break-the-database/", sent).status_code == 500
    assert "in break_down" in written() and "in break_the_database" in written()
    assert "ValueError" in written() and "IntegrityError" in written()
    check(written, least=4)


def test_requests_that_are_refused(signed_in, settings, written):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answers = [
        signed_in.get("/people/", headers={"Host": f"{EMAIL}"}),
        signed_in.post("/people/add/", {f"{NAME}{number}": NAME for number in range(20)}),
        signed_in.post("/people/add/", f"--x\r\n{NAME}", content_type="multipart/form-data"),
        signed_in.get(f"/{NAME}/", {"q": EMAIL}),
        strict.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD}),
        strict.post(
            "/accounts/login/", {"csrfmiddlewaretoken": TOKEN}, headers={"Origin": f"https://{NAME}"}
        ),
    ]
    assert [answer.status_code for answer in answers] == [400, 413, 400, 404, 403, 403]
    check(written, least=6)


def test_the_api(client, seller, written):
    """By a token, over JSON, with a breakdown of what was sent."""
    asked = {"email": seller.email, "password": PASSWORD, "device": "Xanthippe's phone"}
    refused = client.post(
        "/api/v1/auth/token/", {**asked, "password": WRONG}, content_type="application/json"
    )
    given = client.post("/api/v1/auth/token/", asked, content_type="application/json")
    assert 400 <= refused.status_code < 500 and given.status_code in (200, 201), given.content
    token = given.json()["token"]
    by_token = {"headers": {"Authorization": f"Bearer {token}"}, "content_type": "application/json"}
    client.get("/api/v1/people/", {"search": NAME}, headers=by_token["headers"])
    client.post("/api/v1/people/", {"name": NAME, "email": EMAIL, "quux": PHONE}, **by_token)
    client.post("/api/v1/people/", f'{{"name": "{NAME}"', **by_token)
    client.get("/api/v1/people/", headers={"Authorization": f"Bearer {token}x"})
    check(written, token, least=6)


def test_an_ordinary_line_would_have_told(signed_in, caplog):
    """What is kept back here is really there to be told."""
    signed_in.post(f"/break/{TOKEN}/?q={NAME}", {"name": NAME})
    told = logging.Formatter().format(caplog.records[0])
    assert f"cannot greet Dear {NAME} with {TOKEN}" in told


@shared_task(name="tests.break_down")
def break_down(name):
    raise ValueError(f"cannot greet {name}")


def test_a_task_that_breaks_down(written):
    break_down.apply(args=[NAME], kwargs={})
    assert "in break_down" in written()
    check(written)
