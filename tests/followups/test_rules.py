"""The rules of the house are data: loaded once, changed by people, never overwritten."""

import pytest
from django.core.management import call_command

from followups.actions import ensure_default_rules
from followups.defaults import HOUSE_RULES
from followups.models import Rule

pytestmark = pytest.mark.django_db


def test_every_database_begins_with_the_rules_of_the_house():
    assert set(Rule.objects.filter(owner=None).values_list("key", flat=True)) == {
        rule["key"] for rule in HOUSE_RULES
    }


def test_what_somebody_changed_stays_and_what_is_missing_comes_back():
    Rule.objects.filter(key="check_in_2_days").update(offset_days=4, is_active=False)
    Rule.objects.get(key="birthday").delete()
    ensure_default_rules()
    call_command("migrate", verbosity=0)
    assert Rule.objects.get(key="check_in_2_days").offset_days == 4
    assert Rule.objects.filter(owner=None).count() == len(HOUSE_RULES)


def test_a_rule_switched_off_by_its_owner_hides_the_houses(ben, cleo):
    Rule.objects.create(owner=ben, key="birthday", anchor="birthday", action="task", is_active=False)
    everybody = {rule["key"] for rule in HOUSE_RULES}
    assert {rule.key for rule in Rule.objects.of(ben.pk)} == everybody - {"birthday"}
    assert {rule.key for rule in Rule.objects.of(cleo.pk)} == everybody


def test_a_stranger_sees_the_houses_rules_and_none_of_mine(ben, cleo):
    mine = Rule.objects.create(owner=ben, key="mine", anchor="birthday", action="task")
    assert mine not in Rule.objects.visible_to(cleo)
    assert list(Rule.objects.editable_by(ben)) == [mine]
