"""Whether people agreed to letters, as a file tells it: the strictest word wins."""

import pytest

from customers.actions import withdraw_consent
from customers.models import Consent, Customer
from followups.actions import stop_letters
from followups.reaching import reach_to
from kit.models import Event

HEADER = "name,email,letters\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(run_command, write, ben, monday):
    def people(content, *arguments):
        return run_command("import_people", write(HEADER + content), ben, *arguments)

    return people


def consents(name) -> list[tuple]:
    rows = Consent.objects.filter(customer__name=name).order_by("given_at", "pk")
    return [(row.purpose, row.source, row.withdrawn_at is None) for row in rows]


def test_new_people_say_yes_no_or_nothing(people):
    lines = "Eva,eva@post.example,yes\nNoa,noa@post.example,No\nKim,kim@post.example,\n"
    assert people(lines)[-1] == "new=3 same=0 changed=0 refused=0"
    assert consents("Eva") == [("service", "Imported", True)]
    assert consents("Noa") == [("service", "Imported", False)]
    assert consents("Kim") == []
    codes = {row.name: reach_to(row).code for row in Customer.objects.all()}
    assert codes == {"Eva": "", "Noa": "no_consent", "Kim": "no_consent"}
    assert people(lines)[-1] == "new=0 same=3 changed=0 refused=0"
    kinds = Event.objects.filter(kind__startswith="consent.").order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["consent.given", "consent.withdrawn"]


def test_a_no_in_the_file_ends_a_consent(people, rosa):
    assert people("Rosa Lind,rosa@post.example,no\n")[-1] == "new=0 same=0 changed=1 refused=0"
    assert consents("Rosa Lind") == [("service", "", False)]


def test_a_yes_in_the_file_does_not_win_over_a_no(people, rosa, by_ben):
    withdraw_consent(consent=rosa.consents.get(), by=by_ben)
    assert people("Rosa Lind,rosa@post.example,yes\n")[-1] == "new=0 same=1 changed=0 refused=0"
    assert reach_to(rosa).code == "no_consent"


def test_who_stopped_letters_stays_so_also_as_somebody_new(people, rosa, by_ben):
    stop_letters(person=rosa, by=by_ben)
    Customer.objects.filter(pk=rosa.pk).update(deleted_at=rosa.updated_at)
    assert people("Rosa L.,ROSA@post.example,yes\n")[-1] == "new=1 same=0 changed=0 refused=0"
    assert reach_to(Customer.objects.get(name="Rosa L.")).code == "suppressed"


def test_of_two_lines_the_no_stands(people):
    lines = "Eva,eva@post.example,no\nEva,eva@post.example,yes\nNoa,noa@post.example,yes\nNoa,noa@post.example,no\n"
    assert people(lines)[-1] == "new=2 same=1 changed=1 refused=0"
    assert [reach_to(row).code for row in Customer.objects.order_by("name")] == ["no_consent", "no_consent"]


def test_a_dry_run_tells_the_same_and_writes_nothing(people):
    lines = "Eva,eva@post.example,yes\nEva,eva@post.example,no\n"
    assert people(lines, "--dry-run")[-1] == "new=1 same=0 changed=1 refused=0"
    assert Consent.objects.count() == 0


def test_another_word_is_refused_with_its_reason(people):
    printed = people("Eva,eva@post.example,perhaps\n")
    assert printed[-1] == "new=0 same=0 changed=0 refused=1"
    assert any("letters: “perhaps” should be yes or no." in line for line in printed)
