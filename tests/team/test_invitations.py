"""A sponsor invites; the link works once and for 14 days."""

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connections

from kit import clock
from kit.events import Actor, Door
from kit.models import Event
from kit.undo import undo
from team import actions
from team.actions.invitations import LETTERS_A_DAY, find_invitation
from team.errors import TeamRefused
from team.models import Distributor, Invitation

NOBODY = Actor(None, Door.WEB)
PASSWORD = "six green apples"


def invite(ben, by_ben, email="dora@post.example"):
    return actions.invite(sponsor=ben, by=by_ben, name="Dora Vance", email=email)


def accept(token, **fields):
    return actions.accept_invitation(token=token, password=PASSWORD, by=NOBODY, **fields)


def test_accepting_enrols_under_the_sponsor(ben, by_ben):
    invitation, token = invite(ben, by_ben, "Dora@Post.Example")
    dora = accept(token, name="Dora V.", zone="Asia/Tokyo")
    assert (dora.sponsor, dora.path, dora.email) == (ben, "000", "dora@post.example")
    assert (dora.name, dora.zone, dora.language) == ("Dora V.", "Asia/Tokyo", "en")
    assert dora.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=dora).verified
    invitation.refresh_from_db()
    assert invitation.distributor == dora


def test_only_a_hash_of_the_token_is_kept(ben, by_ben):
    invitation, token = invite(ben, by_ben)
    assert token not in str(Invitation.objects.values().get())
    assert token not in str(list(Event.objects.values()))
    assert len(invitation.token_hash) == 64


def test_each_step_is_an_event_of_the_sponsor(ben, by_ben):
    invitation, token = invite(ben, by_ben)
    accept(token)
    kinds = Event.objects.filter(owner=ben).order_by("at", "id").values_list("kind", "subject_id")
    assert list(kinds) == [
        ("invitation.sent", str(invitation.pk)),
        ("invitation.accepted", str(invitation.pk)),
    ]


def refused(token):
    with pytest.raises(TeamRefused) as refusal:
        accept(token)
    return refusal.value.code


def test_a_link_works_once(ben, by_ben):
    _invitation, token = invite(ben, by_ben)
    accept(token)
    assert refused(token) == "used"
    assert Distributor.objects.filter(email="dora@post.example").count() == 1


def test_a_link_runs_out_after_14_days(ben, by_ben, monday):
    _invitation, token = invite(ben, by_ben)
    clock.advance(days=14, seconds=-1)
    assert find_invitation(token).email == "dora@post.example"
    clock.advance(seconds=1)
    assert refused(token) == "expired"


def test_a_withdrawn_link_does_not_work(ben, by_ben):
    invitation, token = invite(ben, by_ben)
    actions.withdraw_invitation(invitation=invitation, by=by_ben)
    assert refused(token) == "withdrawn"


def test_a_withdrawal_can_be_taken_back(ben, by_ben):
    invitation, token = invite(ben, by_ben)
    event = actions.withdraw_invitation(invitation=invitation, by=by_ben)
    undo(event=event, by=by_ben)
    assert accept(token).sponsor == ben


def test_a_withdrawal_is_not_taken_back_beside_a_newer_invitation(ben, by_ben):
    invitation, _token = invite(ben, by_ben)
    event = actions.withdraw_invitation(invitation=invitation, by=by_ben)
    invite(ben, by_ben)
    with pytest.raises(TeamRefused):
        undo(event=event, by=by_ben)


def test_the_link_of_a_sponsor_who_left_does_not_work(ben, by_ben):
    _invitation, token = invite(ben, by_ben)
    Distributor.objects.filter(pk=ben.pk).update(is_active=False)
    assert refused(token) == "withdrawn"


def test_an_unknown_link_is_refused(db):
    assert refused("nonsense") == "unknown"


def test_sending_again_makes_a_new_link_and_voids_the_old(ben, by_ben, monday):
    invitation, old = invite(ben, by_ben)
    clock.advance(days=20)
    _again, new = actions.send_invitation_again(invitation=invitation, by=by_ben)
    assert refused(old) == "unknown"
    assert accept(new).sponsor == ben


def test_inviting_somebody_twice_is_one_invitation(ben, by_ben):
    first, _old = invite(ben, by_ben)
    second, new = invite(ben, by_ben)
    assert first.pk == second.pk
    assert find_invitation(new).pk == first.pk


def test_two_sponsors_may_invite_one_person_and_the_first_yes_counts(ben, ana, by_ben, by_ana):
    _one, bens = invite(ben, by_ben)
    _other, anas = actions.invite(sponsor=ana, by=by_ana, name="Dora", email="dora@post.example")
    assert accept(anas).sponsor == ana
    with pytest.raises(TeamRefused) as refusal:
        accept(bens)
    assert refusal.value.field == "email"


def test_who_signs_in_already_is_not_invited(ben, cleo, by_ben):
    with pytest.raises(TeamRefused) as refusal:
        invite(ben, by_ben, "CLEO@kept.example")
    assert refusal.value.field == "email"


def test_staff_cannot_invite(db):
    staff = Distributor.objects.create_superuser("admin@kept.example", "x", name="Admin")
    with pytest.raises(TeamRefused):
        actions.invite(sponsor=staff, by=NOBODY, name="Dora", email="dora@post.example")


def test_a_day_has_room_for_so_many_letters(ben, by_ben, monday):
    for number in range(LETTERS_A_DAY):
        invite(ben, by_ben, f"person{number}@post.example")
    with pytest.raises(TeamRefused) as refusal:
        invite(ben, by_ben)
    assert refusal.value.code == "pace"
    clock.advance(seconds=timedelta(days=1).total_seconds())
    assert invite(ben, by_ben)


@pytest.mark.django_db(transaction=True)
def test_a_link_opened_twice_at_once_enrols_once(ben, by_ben):
    _invitation, token = invite(ben, by_ben)
    enrolled, refusals, start = [], [], threading.Barrier(4)

    def work():
        try:
            start.wait()
            enrolled.append(accept(token))
        except TeamRefused as refusal:
            refusals.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(enrolled) == 1
    assert refusals == ["used"] * 3
