"""Inviting and accepting by the pages."""

import re

import pytest
from django.test import Client

from kit import clock
from kit.models import Event
from team.models import Distributor, Invitation

NEWCOMER = {
    "name": "Dora Vance",
    "password": "six green apples",
    "zone": "Europe/Lisbon",
    "language": "en",
}


def invite(client, email="dora@post.example"):
    return client.post("/settings/team/", {"name": "Dora Vance", "email": email})


@pytest.fixture
def link(as_ben, mailoutbox):
    invite(as_ben)
    [letter] = mailoutbox
    return re.search(r"http://testserver(/invitation/\S+)", letter.body)[1]


def test_the_letter_comes_from_the_sponsor_with_the_link(as_ben, mailoutbox):
    answer = invite(as_ben)
    [letter] = mailoutbox
    assert (letter.to, letter.reply_to) == (["dora@post.example"], ["ben@kept.example"])
    assert letter.subject == "Ben invites you"
    assert answer.context["link"] in letter.body
    assert answer.context["link"] in answer.content.decode()


def test_the_link_is_shown_once(as_ben, link):
    assert link not in as_ben.get("/settings/team/").content.decode()


def test_a_mail_server_that_is_down_does_not_lose_the_invitation(as_ben, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = invite(as_ben)
    assert answer.status_code == 200
    assert answer.context["arrived"] is False
    assert Client().get(answer.context["link"]).status_code == 200


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "", "email": "dora@post.example"}, "name"),
        ({"name": "Dora", "email": "dora"}, "email"),
        ({"name": "Dora", "email": "ANA@kept.example"}, "email"),
    ],
)
def test_wrong_invitations_come_back(as_ben, mailoutbox, fields, field):
    answer = as_ben.post("/settings/team/", fields)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert mailoutbox == []


def test_opening_the_link_changes_nothing(link):
    assert Client().get(link).status_code == 200
    assert not Distributor.objects.filter(email="dora@post.example").exists()
    assert list(Event.objects.values_list("kind", flat=True)) == ["invitation.sent"]


def test_accepting_signs_in_and_welcomes(link, ben, client):
    visitor = Client()
    answer = visitor.post(link, NEWCOMER)
    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")
    dora = Distributor.objects.get(email="dora@post.example")
    assert (dora.sponsor, dora.zone) == (ben, "Europe/Lisbon")
    assert visitor.session["_auth_user_id"] == str(dora.pk)
    assert visitor.get("/welcome/").status_code == 200
    assert len(visitor.get("/accounts/sessions/").context["sessions"]) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("password", "short"),
        ("password", "12345678901"),
        ("password", "dora@post.example"),
        ("zone", "Middle/Earth"),
    ],
)
def test_a_wrong_acceptance_comes_back(link, field, value):
    answer = Client().post(link, NEWCOMER | {field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Distributor.objects.filter(email="dora@post.example").exists()


def test_a_used_link_says_so(link):
    Client().post(link, NEWCOMER)
    answer = Client().get(link)
    assert answer.status_code == 410
    assert "has been used" in answer.content.decode()


def test_a_link_that_ran_out_says_so(as_ben, mailoutbox, monday):
    invite(as_ben)
    path = re.search(r"(/invitation/\S+)", mailoutbox[0].body)[1]
    clock.advance(days=15)
    answer = Client().get(path)
    assert answer.status_code == 410
    assert "run out" in answer.content.decode()


def test_a_withdrawn_link_says_so(as_ben, link):
    as_ben.post(f"/settings/team/{Invitation.objects.get().pk}/withdraw/")
    answer = Client().get(link)
    assert answer.status_code == 410
    assert "withdrawn" in answer.content.decode()


def test_an_unknown_link_is_404(client, db):
    assert client.get("/invitation/nonsense/").status_code == 404


def test_somebody_signed_in_does_not_accept_by_mistake(as_ben, link):
    assert as_ben.get(link).status_code == 200
    assert as_ben.post(link, NEWCOMER).status_code == 422
    assert not Distributor.objects.filter(email="dora@post.example").exists()


def test_sending_again_makes_a_new_link(as_ben, link, mailoutbox):
    answer = as_ben.post(f"/settings/team/{Invitation.objects.get().pk}/again/")
    assert len(mailoutbox) == 2
    assert Client().get(link).status_code == 404
    assert Client().get(answer.context["link"]).status_code == 200


@pytest.mark.parametrize("verb", ["again", "withdraw"])
def test_an_invitation_of_somebody_else_does_not_exist(link, as_cleo, verb):
    assert as_cleo.post(f"/settings/team/{Invitation.objects.get().pk}/{verb}/").status_code == 404
    assert Client().get(link).status_code == 200


def test_the_list_shows_ones_own(as_ben, link, ana):
    assert len(as_ben.get("/settings/team/").context["invitations"]) == 1
    other = Client()
    other.force_login(ana)
    assert len(other.get("/settings/team/").context["invitations"]) == 0
