"""Who stands in the tree already chooses how to sign in; who leaves keeps the place; agreements have versions."""

import pytest
from allauth.account.models import EmailAddress

from kit.events import Actor, Door, last_event_of
from kit.undo import can_undo
from team.actions import (
    accept_invitation,
    enrol_distributor,
    ensure_agreements,
    invite_member,
    leave_team,
    publish_agreement,
    return_to_team,
    withdraw_invitation,
)
from team.errors import TeamRefused
from team.models import Agreement, Company, Distributor

NOBODY = Actor(None, Door.WEB)


@pytest.fixture
def dora(company, ben, by_ben):
    return enrol_distributor(company=company, sponsor=ben, by=by_ben, name="Dora Fine")


def test_a_member_chooses_how_to_sign_in_and_stays_the_same_row(dora, ben, by_ben):
    invitation, token = invite_member(member=dora, sponsor=ben, by=by_ben, email="Dora@post.example")
    accepted = accept_invitation(token=token, password="a-long-word", by=NOBODY, zone="Europe/Lisbon")
    assert (accepted.pk, accepted.path, Distributor.objects.filter(name="Dora Fine").count()) == (
        dora.pk, dora.path, 1,
    )  # fmt: skip
    assert (accepted.email, accepted.handle, accepted.zone) == (
        "dora@post.example", "dora-fine", "Europe/Lisbon",
    )  # fmt: skip
    assert accepted.check_password("a-long-word")
    assert EmailAddress.objects.get(user=accepted).verified
    invitation.refresh_from_db()
    assert invitation.distributor == accepted
    assert invitation.accepted_at is not None


def test_who_left_cannot_choose_a_sign_in_by_an_old_link(dora, ben, by_ben):
    _invitation, token = invite_member(member=dora, sponsor=ben, by=by_ben, email="dora@post.example")
    leave_team(distributor=dora, by=by_ben)
    with pytest.raises(TeamRefused):
        accept_invitation(token=token, password="a-long-word", by=NOBODY)


def test_a_withdrawn_link_leaves_the_member_in_the_tree(dora, ben, by_ben):
    invitation, token = invite_member(member=dora, sponsor=ben, by=by_ben, email="dora@post.example")
    withdraw_invitation(invitation=invitation, by=by_ben)
    with pytest.raises(TeamRefused):
        accept_invitation(token=token, password="a-long-word", by=NOBODY)
    dora.refresh_from_db()
    assert (dora.status, dora.is_active, dora.email) == ("active", True, None)


def test_who_leaves_keeps_the_place_and_may_return(dora, by_ben):
    for _twice in range(2):
        left = leave_team(distributor=dora, by=by_ben)
    assert (left.status, left.is_active, left.path) == ("terminated", False, dora.path)
    back = return_to_team(distributor=dora, by=by_ben)
    assert (back.status, back.is_active, back.path) == ("active", True, dora.path)


def test_each_company_gets_the_plain_agreement_once(company):
    for _twice in range(2):
        ensure_agreements()
    assert list(Agreement.objects.values_list("company", "country", "version")) == [(company.pk, "", 1)]


def test_other_words_are_a_new_version_and_the_old_stay(company, staff):
    by = Actor(staff, Door.WEB)
    first = publish_agreement(company=company, by=by, title="Terms", text="One")
    again = publish_agreement(company=company, by=by, title="Terms", text="One\n")
    second = publish_agreement(company=company, by=by, title="Terms", text="Two")
    french = publish_agreement(company=company, by=by, title="Termes", text="Un", country="fr")
    assert (first, first.version, second.version, french.version) == (again, 1, 2, 1)
    assert Agreement.objects.get(pk=first.pk).text == "One"
    assert Agreement.objects.in_force(company, "FR") == french
    assert Agreement.objects.in_force(company, "DE") == second


@pytest.mark.parametrize(("title", "text"), [("", "One"), ("Terms", " "), ("Terms", "x" * 50001)])
def test_an_agreement_needs_a_title_and_words(company, title, text):
    with pytest.raises(TeamRefused):
        publish_agreement(company=company, by=NOBODY, title=title, text=text)


def test_saving_in_the_support_screens_publishes_a_new_version(client, staff, company):
    ensure_agreements()
    client.force_login(staff)
    old = Agreement.objects.get()
    page = f"/admin/team/agreement/{old.pk}/change/"
    assert client.post(page, {"title": old.title, "text": "Other words"}).status_code == 302
    assert list(Agreement.objects.order_by("version").values_list("version", "text")) == [
        (1, old.text), (2, "Other words"),
    ]  # fmt: skip


def test_a_founded_company_has_an_agreement(db):
    from team.actions import found_company

    company = found_company(by=NOBODY, name="Grove")
    assert Agreement.objects.in_force(Company.objects.get(pk=company.pk)).version == 1


def test_a_link_to_a_wrong_address_is_void_once_another_one_went_out(dora, ben, by_ben):
    wrong, old = invite_member(member=dora, sponsor=ben, by=by_ben, email="typo@post.example")
    invitation, token = invite_member(member=dora, sponsor=ben, by=by_ben, email="dora@post.example")
    with pytest.raises(TeamRefused, match="withdrawn"):
        accept_invitation(token=old, password="a-long-word", by=NOBODY)
    event = last_event_of(wrong, "invitation.withdrawn")
    assert (event.after, can_undo(event)) == ({"replaced_by": str(invitation.pk)}, False)
    assert accept_invitation(token=token, password="a-long-word", by=NOBODY).pk == dora.pk
