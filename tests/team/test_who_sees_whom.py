"""Which distributors somebody sees: themselves and their downline, nobody else."""

import pytest
from django.contrib.auth.models import AnonymousUser

from kit.events import Actor, Door
from team import actions
from team.models import Distributor

HOUSE = Actor(None, Door.COMMAND)


@pytest.fixture
def tree(company):
    """Forty-five below one of three leaders, so that codes of two characters occur."""

    def enrol(sponsor, name):
        return actions.enrol_distributor(company=company, sponsor=sponsor, by=HOUSE, name=name)

    tops = [enrol(None, f"Top {number}") for number in range(3)]
    for number in range(45):
        child = enrol(tops[1], f"Child {number}")
        if number % 11 == 0:
            enrol(child, f"Grandchild {number}")
    return tops


def test_the_range_of_paths_is_what_the_sponsors_say(tree):
    for leader in Distributor.objects.all():
        reached, edge = {leader.pk}, {leader.pk}
        while edge:
            edge = set(Distributor.objects.filter(sponsor__in=edge).values_list("pk", flat=True))
            reached |= edge
        assert set(Distributor.objects.visible_to(leader).values_list("pk", flat=True)) == reached
        assert Distributor.objects.below(leader).count() == len(reached) - 1


def test_nobody_sees_another_company(tree):
    elsewhere = actions.found_company(by=HOUSE, name="Elsewhere")
    stranger = actions.enrol_distributor(company=elsewhere, sponsor=None, by=HOUSE, name="Stranger")
    assert list(Distributor.objects.visible_to(stranger)) == [stranger]


def test_staff_and_strangers_see_nobody(tree):
    staff = Distributor.objects.create_superuser("admin@kept.example", "x", name="Admin")
    assert not Distributor.objects.visible_to(staff).exists()
    assert not Distributor.objects.visible_to(AnonymousUser()).exists()
    assert list(Distributor.objects.editable_by(staff)) == [staff]


def test_one_edits_oneself_alone(tree):
    assert list(Distributor.objects.editable_by(tree[1])) == [tree[1]]
