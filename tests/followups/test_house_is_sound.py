"""What the house begins with can be edited and put live: none of its steps is impossible or contradicts another."""

import pytest

from followups.actions import ensure_default_rules, playbooks
from followups.drafting import faults_in, live_steps
from followups.fields import faults_in as faults_in_text
from followups.models import Playbook, Rule

pytestmark = pytest.mark.django_db


def test_every_playbook_of_the_house_is_sound(ben):
    ensure_default_rules()
    books = Playbook.objects.filter(owner=None)
    assert {book.key: faults_in(live_steps(book), ben) for book in books} == {book.key: [] for book in books}


def test_a_playbook_of_the_house_goes_live_after_one_edit(ben, by_ben, monday):
    ensure_default_rules()
    for book in Playbook.objects.filter(owner=None):
        key = live_steps(book)[0].key
        playbooks.change_step(playbook=book, owner=ben, by=by_ben, key=key, values={"title": "Mine"})
        own = playbooks.go_live(playbook=book, owner=ben, by=by_ben)
        assert (own.version, live_steps(own)[0].title) == (2, "Mine")
    assert list(Rule.objects.of(ben.pk).filter(owner=None, playbook__isnull=False)) == []


def test_the_scripts_of_the_house_have_no_unknown_fields():
    assert [fault for rule in Rule.objects.all() for fault in faults_in_text(rule.script)] == []
