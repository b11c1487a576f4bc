"""People join the tree, each at a place of their own."""

import threading
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, connections
from django.db.models import QuerySet

from kit.events import Actor, Door
from kit.models import Event
from team import actions
from team.errors import TeamRefused
from team.models import Distributor
from team.tree import child_code

HOUSE = Actor(None, Door.COMMAND)


def enrol(company, sponsor, name, **fields):
    return actions.enrol_distributor(company=company, sponsor=sponsor, by=HOUSE, name=name, **fields)


def test_a_recruit_stands_one_level_below_the_sponsor(company, ben):
    dora = enrol(company, ben, "Dora Vance")
    assert (dora.path, dora.depth, dora.sponsor, dora.enroller) == (ben.path + "0", 2, ben, ben)
    assert (dora.zone, dora.country, dora.email, dora.handle) == ("Europe/Berlin", "DE", None, None)
    assert not dora.has_usable_password()


def test_recruits_get_one_code_after_the_other(company, ben):
    paths = [enrol(company, ben, f"Recruit {number}").path for number in range(42)]
    assert paths[0] == "000"
    assert paths[40] == "00e0"
    assert paths == sorted(set(paths))


def test_without_a_sponsor_somebody_stands_at_the_top(company):
    one, other = enrol(company, None, "One"), enrol(company, None, "Other")
    assert [(one.path, one.depth), (other.path, other.depth)] == [("2", 0), ("3", 0)]


def test_who_gets_a_password_can_sign_in_with_a_verified_email(company, ben, client):
    dora = enrol(company, ben, "Dora Vance", email="Dora@Kept.Example", password="six green apples")
    address = EmailAddress.objects.get(user=dora)
    assert (address.email, address.verified, address.primary) == ("dora@kept.example", True, True)
    assert dora.handle == "dora-vance"
    assert client.login(email="DORA@kept.example", password="six green apples")


def test_handles_of_namesakes_differ(company, ben):
    handles = [
        enrol(company, ben, "Zoë Müller", email=f"zoe{number}@kept.example").handle for number in range(3)
    ]
    assert handles == ["zoe-muller", "zoe-muller-2", "zoe-muller-3"]


def test_a_name_without_latin_letters_gets_a_handle_too(company, ben):
    handle = enrol(company, ben, "山田 花子", email="hanako@kept.example").handle
    assert len(handle) == 8


def test_the_enrolment_is_an_event(company, ben):
    dora = enrol(company, ben, "Dora Vance", joined_on=date(2026, 2, 1))
    event = Event.objects.get(kind="distributor.enrolled")
    assert (event.subject_id, event.owner, event.actor, event.door) == (str(dora.pk), dora, None, "command")
    assert event.after == {"name": "Dora Vance", "sponsor": str(ben.pk), "joined_on": "2026-02-01"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "  "}, "name"),
        ({"email": "ANA@kept.example"}, "email"),
        ({"number": "N0"}, "number"),
        ({"zone": "Middle/Earth"}, "zone"),
    ],
)
def test_refusals(company, ana, ben, fields, field):
    with pytest.raises(TeamRefused) as refusal:
        enrol(company, ben, **{"name": "Dora", **fields})
    assert refusal.value.field == field
    assert Distributor.objects.count() == 2


def test_a_sponsor_of_another_company_is_refused(company, ben):
    elsewhere = actions.found_company(by=HOUSE, name="Elsewhere")
    with pytest.raises(TeamRefused) as refusal:
        enrol(elsewhere, ben, "Dora")
    assert refusal.value.field == "sponsor"


def test_a_stale_row_saved_whole_does_not_turn_the_count_back(company, ben):
    stale = Distributor.objects.get(pk=ben.pk)
    enrol(company, ben, "Dora")
    stale.name = "Benjamin"
    stale.save()
    again = Distributor.objects.get(pk=ben.pk)
    assert (again.name, again.name_key, again.next_child) == ("Benjamin", "benjamin", 1)


@pytest.mark.django_db(transaction=True)
def test_enrolments_at_once_get_different_places(company, ben):
    paths, problems, start = [], [], threading.Barrier(4)

    def work(number):
        try:
            start.wait()
            for turn in range(5):
                paths.append(enrol(company, ben, f"Recruit {number}.{turn}").path)
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    _run_at_once(work, 4)
    assert problems == []
    assert sorted(paths) == sorted({ben.path + code for code in "0123456789ABCDEFGHIJ"})
    assert Distributor.objects.get(pk=ben.pk).next_child == 20


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_reach_for_one_place(company, ben, monkeypatch):
    """The twin: with the lock off both read the same count, and only the constraint saves the tree."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: its transactions are the lock")
    both_have_read, refused = threading.Barrier(2), []

    def code_after_both_read(k):
        both_have_read.wait(timeout=10)
        return child_code(k)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)
    monkeypatch.setattr("team.actions.places.child_code", code_after_both_read)

    def work(number):
        try:
            enrol(company, ben, f"Recruit {number}")
        except TeamRefused as refusal:
            refused.append(refusal)
        finally:
            connections.close_all()

    _run_at_once(work, 2)
    assert len(refused) == 1
    assert Distributor.objects.filter(sponsor=ben).count() == 1


def _run_at_once(work, count):
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
