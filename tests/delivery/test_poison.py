"""One letter that breaks what touches it fails at once with its reason; all others go on."""

import pytest
from django.db import OperationalError

from followups.delivery import deliver_due, last_look, letters
from followups.models import Letter, Message, Rule, SendingAccount, Task
from kit.models import Event
from team.models import Distributor

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


def its_template_is_gone(message):
    rule = Rule.objects.create(
        owner=message.owner, key="broken", kind="thank", anchor="first_order", action="letter", letter="gone"
    )
    Message.objects.filter(pk=message.pk).update(rule=rule)


def its_context_is_a_list(message):
    Message.objects.filter(pk=message.pk).update(context=["2 × Hand balm"])


def its_context_holds_a_number(message):
    Message.objects.filter(pk=message.pk).update(context={"products": 7})


def its_zone_does_not_exist(message):
    type(message.customer).objects.filter(pk=message.customer_id).update(zone="Mars/Olympus")


def its_zone_is_no_name(message):
    type(message.customer).objects.filter(pk=message.customer_id).update(zone="../../etc/passwd")


def its_body_has_five_megabytes(message):
    Letter.objects.create(
        message=message, recipient="x@y.example", subject="Thanks", text="a" * 5 * MEGABYTE, frozen=True
    )


def its_goods_have_five_megabytes(message):
    Message.objects.filter(pk=message.pk).update(context={"products": "balm " * MEGABYTE})


POISONS = {
    its_template_is_gone: "not_rendered",
    its_context_is_a_list: "not_rendered",
    its_context_holds_a_number: "not_rendered",
    its_zone_does_not_exist: "unknown_zone",
    its_zone_is_no_name: "unknown_zone",
    its_body_has_five_megabytes: "too_large",
    its_goods_have_five_megabytes: "too_large",
}


@pytest.mark.parametrize("poison", POISONS)
def test_a_poisoned_letter_fails_in_words_and_the_others_go(sink, smtp, plan_letters, monday, poison):
    before, poisoned, after = plan_letters(3)
    poison(poisoned)
    assert deliver_due(line=smtp) == 2
    poisoned.refresh_from_db()
    assert (poisoned.state, poisoned.reason_code) == ("failed", POISONS[poison])
    assert poisoned.reason
    assert set(Message.objects.filter(pk__in=(before.pk, after.pk)).values_list("state", flat=True)) == {
        "sent"
    }
    assert Event.objects.filter(kind="message.failed", subject_id=str(poisoned.pk)).count() == 1
    assert deliver_due(line=smtp) == 0
    assert len(sink.letters) == 2


def test_all_poisons_together_stop_nobody(sink, smtp, plan_letters, monday):
    for poison in POISONS:
        poison(plan_letters(start=poison.__name__)[0])
    plan_letters(20)
    assert deliver_due(line=smtp) == 20
    assert Message.objects.counted_by_state() == {"failed": len(POISONS), "sent": 20}


def test_a_distributor_whose_zone_broke_holds_up_nobody_elses_letters(sink, smtp, plan_letters, monday, ana):
    hers = plan_letters(2, start="hers")
    Message.objects.filter(pk__in=[message.pk for message in hers]).update(owner=ana)
    Distributor.objects.filter(pk=ana.pk).update(zone="Nowhere/At All")
    type(hers[0].customer).objects.filter(name__startswith="hers").update(owner=ana)
    plan_letters(3)
    assert deliver_due(line=smtp) == 3
    assert Message.objects.counted_by_state() == {"failed": 2, "sent": 3}


@pytest.mark.parametrize("where", [(last_look, "look"), (letters, "_freeze")])
def test_what_nobody_foresaw_is_found_letter_by_letter(sink, smtp, plan_letters, monday, monkeypatch, where):
    module, name = where
    poisoned, *_others = plan_letters(5)
    usual = getattr(module, name)

    def breaks(*args):
        text = str([getattr(part, "expires_at", part) for part in args])
        if name == "look" and text.startswith(f"[{poisoned.expires_at!r}"):
            raise RuntimeError("nobody thought of this")
        if name == "_freeze" and any(message.pk == poisoned.pk for message, _ in args[1]):
            raise RuntimeError("nobody thought of this")
        return usual(*args)

    Message.objects.filter(pk=poisoned.pk).update(expires_at=poisoned.expires_at.replace(microsecond=7))
    poisoned.refresh_from_db()
    monkeypatch.setattr(module, name, breaks)
    assert deliver_due(line=smtp) == 4
    poisoned.refresh_from_db()
    assert (poisoned.state, "nobody thought of this" in poisoned.reason) == ("failed", True)


def test_a_task_that_cannot_be_made_stops_no_letter(sink, smtp, plan_letters, monday, monkeypatch):
    def breaks(*_):
        raise RuntimeError("no task")

    monkeypatch.setattr(last_look, "task_instead", breaks)
    message = plan_letters()[0]
    message.customer.consents.update(withdrawn_at=monday)
    plan_letters(2, start="other")
    assert deliver_due(line=smtp) == 2
    message.refresh_from_db()
    assert (message.state, Task.objects.count()) == ("refused", 0)


def test_a_database_that_is_away_blames_no_letter(sink, smtp, plan_letters, monday, monkeypatch):
    def away(*_):
        raise OperationalError("gone away")

    plan_letters(2)
    with monkeypatch.context() as patched:
        patched.setattr(last_look, "look", away)
        with pytest.raises(OperationalError):
            deliver_due(line=smtp)
    assert Message.objects.counted_by_state() == {"planned": 2}
    assert not SendingAccount.objects.filter(failures__gt=0).exists()
    assert deliver_due(line=smtp) == 2
