"""The page on which somebody is enrolled, the public one, and somebody's own page of having joined."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from customers.models import Customer
from followups.delivery import deliver_due
from followups.models import Message, Task
from followups.tokens import token_for
from kit import clock
from sales.actions import begin_enrolment
from sales.models import Enrolment
from team.actions import publish_agreement
from team.models import Distributor, Invitation
from tests.sales.test_enrolments import enrol

pytestmark = pytest.mark.usefixtures("monday")
FILLED = {"name": "Rosa Lind", "email": "rosa@post.example", "country": "DE", "place": "home", "agreement": ":1", "agrees": "on"}  # fmt: skip


def value_of(response, name: str) -> str:
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', response.content.decode()).group(0)
    found = re.search(r'value="([^"]*)"', tag)
    return found.group(1) if found else ""


def press_yes(client, link: str):
    """They look at their page and press the button below what they see."""
    page = client.get(link)
    return client.post(f"{link}confirm/", {name: value_of(page, name) for name in ("asked", "agreement")})


def link_in(person: Customer, rule: str) -> str:
    link = Message.objects.filter(customer=person, rule__key=rule).latest("created_at").context["link"]
    return "/" + link.split("/", 3)[3]


def test_the_page_is_filled_in_and_opening_it_changes_nothing(as_ben, rosa):
    page = as_ben.get(f"/people/{rosa.pk}/enrol/")
    assert (page.status_code, value_of(page, "name"), value_of(page, "email")) == (
        200, "Rosa Lind", "rosa@post.example",
    )  # fmt: skip
    assert "until the end of Monday 16 March 2026" in page.content.decode()
    assert not Enrolment.objects.exists()


def test_one_page_enrols_and_says_how_long_it_took(as_ben, rosa):
    opened = value_of(as_ben.get(f"/people/{rosa.pk}/enrol/"), "opened")
    with clock.travel(clock.now() + timedelta(seconds=38)):
        page = as_ben.post(f"/people/{rosa.pk}/enrol/", {**FILLED, "opened": opened}, follow=True)
    row = Enrolment.objects.get()
    assert (row.state, row.seconds, page.redirect_chain) == ("done", 38, [(f"/enrolments/{row.pk}/", 302)])
    assert "38 seconds" in page.content.decode()


def test_a_forged_time_of_opening_is_not_believed(as_ben, rosa):
    as_ben.post(f"/people/{rosa.pk}/enrol/", {**FILLED, "opened": "2026-03-02T09:00:00"})
    assert Enrolment.objects.get().seconds == 0


def test_without_their_yes_nothing_is_done_and_what_was_typed_is_kept(as_ben, rosa):
    page = as_ben.post(f"/people/{rosa.pk}/enrol/", {**FILLED, "name": "Rosa L.", "agrees": ""})
    row = Enrolment.objects.get()
    assert (page.status_code, row.state, row.data["form"]["name"]) == (422, "begun", "Rosa L.")
    assert value_of(as_ben.get(f"/people/{rosa.pk}/enrol/"), "name") == "Rosa L."


def test_kept_by_a_press_or_by_the_page_itself(as_ben, rosa):
    quietly = as_ben.post(f"/people/{rosa.pk}/enrol/keep/", {"name": "R"}, headers={"X-Kept": "quietly"})
    pressed = as_ben.post(f"/people/{rosa.pk}/enrol/keep/", {"name": "Ro"})
    assert (quietly.status_code, quietly.content, pressed.status_code) == (200, b"1", 302)
    assert Enrolment.objects.get().data == {"form": {"name": "Ro"}}


def test_another_country_shows_another_text_and_asks_for_another_yes(as_ben, rosa, company, by_ben):
    publish_agreement(company=company, by=by_ben, title="Termes", text="Soyez bons.", country="FR")
    chosen = {"country": "FR", "place": "business", "agrees": "on"}
    part = as_ben.get(f"/people/{rosa.pk}/enrol/terms/", chosen)
    assert (value_of(part, "agreement"), "Soyez bons." in part.content.decode()) == ("FR:1", True)
    assert ('name="agrees"' in part.text, " checked" in part.text) == (True, False)
    assert as_ben.post(f"/people/{rosa.pk}/enrol/", {**FILLED, "country": "FR"}).status_code == 422
    assert Enrolment.objects.get().state == "begun"


@pytest.mark.parametrize(
    ("typed", "status"), [("Ana", 422), ("Nobody", 422), ("Dan", 302), ("D-1", 302), ("Twin", 422)]
)
def test_placed_under_somebody_of_the_own_line_by_name_or_number(as_ben, ben, rosa, typed, status):
    for number, name in enumerate(("Dan", "Twin", "Twin"), start=1):
        Distributor.objects.create(
            company=ben.company,
            name=name,
            path=f"{ben.path}{number}",
            depth=2,
            sponsor=ben,
            number=f"D-{number}",
        )
    Distributor.objects.filter(pk=ben.pk).update(next_child=4)
    answer = as_ben.post(f"/people/{rosa.pk}/enrol/", {**FILLED, "placed_under": typed})
    assert answer.status_code == status
    if status == 302:
        assert Enrolment.objects.get().placed_under.name == "Dan"


def test_who_is_in_the_team_already_is_told_so(as_ben, rosa):
    as_ben.post(f"/people/{rosa.pk}/enrol/", FILLED)
    assert "Rosa Lind has been in your team" in as_ben.get(f"/people/{rosa.pk}/enrol/").content.decode()
    assert as_ben.post(f"/people/{rosa.pk}/enrol/", FILLED).status_code == 422
    assert Enrolment.objects.count() == 1


def test_taken_back_on_its_page(as_ben, rosa):
    as_ben.post(f"/people/{rosa.pk}/enrol/", FILLED)
    row = Enrolment.objects.get()
    as_ben.post(f"/enrolments/{row.pk}/cancel/")
    row.refresh_from_db()
    assert row.state == "cancelled"
    assert as_ben.get("/enrolments/").status_code == 200


JOINER = {"name": "Ida Noor", "email": "ida@post.example", "country": "DE", "agreement": ":1", "agrees": "on"}


def test_a_stranger_joins_by_the_link_in_the_letter(client, ben):
    opened = value_of(client.get("/j/ben/"), "opened")
    asked = client.post("/j/ben/", {**JOINER, "opened": opened})
    ida = Customer.objects.get(name="Ida Noor")
    assert (asked.url, ida.owner, ida.touches.get().inquiry, Distributor.objects.count()) == (
        "/j/ben/asked/", ben, True, 2,
    )  # fmt: skip
    link = link_in(ida, "enrolment_confirm")
    assert (client.get(link).status_code, Enrolment.objects.get().state) == (200, "begun")
    with clock.travel(clock.now() + timedelta(minutes=1)):
        deliver_due()
    joined = press_yes(client, link)
    row = Enrolment.objects.get()
    assert (row.state, row.place, row.distributor.sponsor) == ("done", "online", ben)
    assert joined.url.startswith("/invitation/")
    chosen = {"name": "Ida Noor", "password": "a-long-word", "zone": "Europe/Berlin", "language": "en"}
    assert client.post(joined.url, chosen).status_code == 302
    assert Distributor.objects.get(name="Ida Noor").email == "ida@post.example"
    assert b"Take it back" in Client().get(link).content


def test_a_known_person_is_found_by_their_email_and_nothing_is_told_of_it(client, rosa):
    known = client.post("/j/ben/", {**JOINER, "name": "Rosa", "email": "ROSA@post.example"})
    unknown = client.post("/j/ben/", JOINER)
    member = client.post("/j/ben/", {**JOINER, "email": "ana@kept.example"})
    assert {known.url, unknown.url, member.url} == {"/j/ben/asked/"}
    assert set(Customer.objects.values_list("name", flat=True)) == {"Rosa Lind", "Ida Noor"}


def test_who_gets_no_letters_is_called(client, rosa):
    rosa.consents.update(withdrawn_at=clock.now())
    client.post("/j/ben/", {**JOINER, "name": "Rosa", "email": "rosa@post.example"})
    assert Task.objects.filter(customer=rosa, rule__key="enrolment_wish", state="open").count() == 1


def test_pressed_many_times_fills_no_letter_box(client, ben):
    for _press in range(3):
        client.post("/j/ben/", JOINER)
    ida = Customer.objects.get(name="Ida Noor")
    assert Message.objects.filter(customer=ida, rule__key="enrolment_confirm").count() == 1
    assert Enrolment.objects.count() == 1


def test_they_take_it_back_on_their_own_page(client, ben):
    client.post("/j/ben/", JOINER)
    link = link_in(Customer.objects.get(name="Ida Noor"), "enrolment_confirm")
    press_yes(client, link)
    for _twice in range(2):
        client.post(f"{link}cancel/")
    assert Enrolment.objects.get().state == "cancelled"
    assert b"You owe nobody anything" in client.get(link).content or b"owe nobody" in client.get(link).content


def test_programs_and_crowds_are_slowed_down(client, ben, settings):
    settings.BOOKING_ASKS = 2
    client.post("/j/ben/", {**JOINER, "subject": "cheap"})
    assert not Enrolment.objects.exists()
    answers = [client.post("/j/ben/", {**JOINER, "email": f"{n}@post.example"}).status_code for n in range(4)]
    assert answers == [302, 302, 429, 429]


@pytest.mark.parametrize(
    "said",
    [{"name": "www.win.example"}, {"email": "x"}, {"country": "ZZ"}, {"agrees": ""}, {"agreement": ":9"}],
)
def test_what_a_stranger_fills_in_wrongly_is_said(client, ben, said):
    assert client.post("/j/ben/", {**JOINER, **said}).status_code == 422
    assert not Customer.objects.exists()


def test_another_address_by_the_own_link_is_proven_by_a_letter_of_its_own(
    client, rosa, mailoutbox, django_capture_on_commit_callbacks
):
    from sales.joining import own_link

    link = own_link(rosa)
    assert b"Hello <bdi>Rosa</bdi>" in client.get("/" + link.split("/", 3)[3]).content
    client.post("/j/ben/", {**JOINER, "email": "new@post.example", "p": link.rpartition("=")[2]})
    with django_capture_on_commit_callbacks(execute=True):
        answer = press_yes(client, link_in(rosa, "enrolment_confirm"))
    assert (answer.url.startswith("/j/ben/"), [one.to for one in mailoutbox]) == (
        True,
        [["new@post.example"]],
    )


def test_the_own_link_opens_no_account_of_another_mailbox(
    client, rosa, by_ben, mailoutbox, django_capture_on_commit_callbacks
):
    """The copy with the link goes to Rosa; the address by which she is to sign in was typed."""
    row = enrol(rosa, by_ben, email="boss@bank.example")
    with clock.travel(clock.now() + timedelta(minutes=1)):
        deliver_due()
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/j/ben/{token_for('enrolment', row.pk)}/sign-in/")
    assert (answer.url, [one.to for one in mailoutbox]) == (
        f"/j/ben/{token_for('enrolment', row.pk)}/?said=sent", [["boss@bank.example"]],
    )  # fmt: skip


def test_whose_mailbox_the_link_came_to_goes_on_to_sign_in(client, rosa, by_ben):
    row = enrol(rosa, by_ben)
    with clock.travel(clock.now() + timedelta(minutes=1)):
        deliver_due()
    answer = client.post(f"/j/ben/{token_for('enrolment', row.pk)}/sign-in/")
    assert answer.url.startswith("/invitation/")


def test_links_to_sign_in_are_not_asked_for_without_end(client, rosa, by_ben):
    row = enrol(rosa, by_ben, email="boss@bank.example")
    link = f"/j/ben/{token_for('enrolment', row.pk)}/sign-in/"
    assert [client.post(link).status_code for _press in range(7)] == [302] * 5 + [429] * 2


def test_they_confirm_what_they_saw_and_nothing_else(client, ben):
    client.post("/j/ben/", JOINER)
    link = link_in(Customer.objects.get(name="Ida Noor"), "enrolment_confirm")
    seen = client.get(link)
    with clock.travel(clock.now() + timedelta(minutes=5)):
        client.post("/j/ben/", {**JOINER, "name": "Ida Other", "country": "FR"})
        shown = {name: value_of(seen, name) for name in ("asked", "agreement")}
        assert client.post(f"{link}confirm/", shown).status_code == 422
        assert client.post(f"{link}confirm/").status_code == 422
        assert Enrolment.objects.get().state == "begun"
        assert press_yes(client, link).status_code == 302


def test_a_newer_text_is_shown_and_agreed_to_by_one_more_press(client, ben, company, by_ben):
    publish_agreement(company=company, by=by_ben, title="Terms", text="Be quick.")
    client.post("/j/ben/", JOINER)
    link = link_in(Customer.objects.get(name="Ida Noor"), "enrolment_confirm")
    seen = client.get(link)
    publish_agreement(company=company, by=by_ben, title="Terms", text="Be kind.")
    shown = {name: value_of(seen, name) for name in ("asked", "agreement")}
    assert client.post(f"{link}confirm/", shown).status_code == 422
    press_yes(client, link)
    assert (Enrolment.objects.get().state, Enrolment.objects.get().agreed_text) == ("done", "Be kind.")


def test_another_of_the_house_joins_for_themselves(client, rosa):
    client.post("/j/ben/", {**JOINER, "name": "Paul Lind", "email": "rosa@post.example"})
    paul = Customer.objects.get(name="Paul Lind")
    press_yes(client, link_in(paul, "enrolment_confirm"))
    assert (paul.steps.filter(kind="enrolment").count(), rosa.steps.filter(kind="enrolment").count()) == (
        1,
        0,
    )


def test_one_address_gets_few_letters_a_day(client, ben):
    for n in range(12):
        with clock.travel(clock.now() + timedelta(minutes=16 * n)):
            client.post("/j/ben/", {**JOINER, "name": f"{chr(65 + n)}da Noor"})
    assert Message.objects.filter(rule__key="enrolment_confirm").count() == 3


def test_they_are_sent_the_link_to_another_address(
    as_ben, rosa, by_ben, mailoutbox, django_capture_on_commit_callbacks
):
    row = enrol(rosa, by_ben, email="")
    for email in ("rosa@post.example", "new@post.example"):
        with django_capture_on_commit_callbacks(execute=True):
            as_ben.post(f"/enrolments/{row.pk}/sign-in/", {"email": email})
    assert [one.to for one in mailoutbox] == [["rosa@post.example"], ["new@post.example"]]
    row.refresh_from_db()
    assert (row.email, row.invitation.distributor) == ("new@post.example", row.distributor)
    assert Invitation.objects.get(email="rosa@post.example").withdrawn_at is not None


def test_nobodys_page_and_foreign_links(client, ben, cleo, rosa, by_ben):
    row = begin_enrolment(customer=rosa, by=by_ben)
    token = token_for("enrolment", row.pk)
    assert [client.get(f"/j/{path}/").status_code for path in ("nobody", "ben/word", f"cleo/{token}", f"ben/{token}")] == [
        404, 404, 404, 200,
    ]  # fmt: skip
    assert client.post(f"/j/ben/{token}/confirm/").status_code == 422
