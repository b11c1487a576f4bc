"""The rules of the house are data: loaded once, changed by people, never overwritten."""

import pytest
from django.core.management import call_command

from followups.actions import ensure_default_rules
from followups.actions.playbooks import own_playbook
from followups.defaults import HOUSE_PLAYBOOKS, HOUSE_RULES
from followups.drafting import faults_in, live_steps
from followups.models import Playbook, Rule
from tests.followups.books import titles

pytestmark = pytest.mark.django_db


def in_playbooks():
    return Rule.objects.filter(owner=None, playbook__owner=None).exclude(playbook=None)


def test_every_database_begins_with_the_playbooks_of_the_house():
    assert set(in_playbooks().values_list("key", "playbook__key", "position")) == {
        (step["key"], playbook["key"], position)
        for playbook in HOUSE_PLAYBOOKS
        for position, step in enumerate(playbook["steps"])
    }
    rungs = Playbook.objects.filter(owner=None).exclude(rung=None).values_list("rung", flat=True)
    assert sorted(rungs) == [1, 2, 3, 4, 5, 6]


def test_no_playbook_of_the_house_contradicts_itself(ben):
    for book in Playbook.objects.filter(owner=None):
        assert faults_in(live_steps(book), ben) == [], book.key


def test_rules_from_before_there_were_playbooks_find_theirs_and_keep_what_was_changed(ben):
    Playbook.objects.all().delete()
    Rule.objects.all().delete()
    old = {"anchor": "last_contact", "action": "task", "kind": "reach_out"}
    Rule.objects.create(key="reach_out", offset_days=45, cold_offset_days=30, **old)
    Rule.objects.create(owner=ben, key="reach_out", offset_days=10, **old)
    Rule.objects.create(key="check_in_2_weeks", offset_days=9, anchor="delivery", action="letter")
    ensure_default_rules()
    ensure_default_rules()
    found = Rule.objects.filter(key="reach_out").order_by("-offset_days")
    assert list(found.values_list("playbook__key", "offset_days", "every", "times")) == [
        ("suspect", 45, 45, 3), (None, 10, 10, 3),
    ]  # fmt: skip
    letter = Rule.objects.get(key="check_in_2_weeks")
    assert (letter.offset_days, letter.playbook.key, letter.stops) == (
        9,
        "delivery",
        ["refused", "complaint"],
    )
    assert set(in_playbooks().values_list("key", flat=True)) == {rule["key"] for rule in HOUSE_RULES}


def test_an_own_rule_of_an_older_database_is_shown_to_nobody_else(ben, cleo, by_ben, by_cleo):
    house = Rule.objects.get(owner=None, key="check_in_2_days")
    own = {"kind": house.kind, "anchor": house.anchor, "offset_days": 5, "action": "task"}
    mine = Rule.objects.create(owner=ben, key=house.key, title="Ben's own words", **own)
    ensure_default_rules()
    Rule.objects.filter(pk=mine.pk).update(playbook=house.playbook)  # as versions between two releases did
    assert "Ben's own words" not in titles(live_steps(house.playbook))
    assert "Ben's own words" not in titles(live_steps(own_playbook(owner=cleo, key="delivery", by=by_cleo)))
    assert "Ben's own words" in titles(live_steps(own_playbook(owner=ben, key="delivery", by=by_ben)))


def test_what_somebody_changed_stays_and_what_is_missing_comes_back():
    Rule.objects.filter(key="check_in_2_days").update(offset_days=4, is_active=False)
    Rule.objects.get(key="birthday").delete()
    ensure_default_rules()
    call_command("migrate", verbosity=0)
    assert Rule.objects.get(key="check_in_2_days").offset_days == 4
    assert in_playbooks().count() == len(HOUSE_RULES)


def test_a_rule_switched_off_by_its_owner_hides_the_houses(ben, cleo):
    Rule.objects.create(owner=ben, key="birthday", anchor="birthday", action="task", is_active=False)
    everybody = set(Rule.objects.filter(owner=None).values_list("key", flat=True))
    assert {rule.key for rule in Rule.objects.of(ben.pk)} == everybody - {"birthday"}
    assert {rule.key for rule in Rule.objects.of(cleo.pk)} == everybody


def test_a_stranger_sees_the_houses_rules_and_none_of_mine(ben, cleo):
    mine = Rule.objects.create(owner=ben, key="mine", anchor="birthday", action="task")
    assert mine not in Rule.objects.visible_to(cleo)
    assert list(Rule.objects.editable_by(ben)) == [mine]
