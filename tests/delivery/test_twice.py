"""Never twice: workers side by side, cancels in the race, and what the guards are worth."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection

from followups.actions import cancel_message
from followups.delivery import claim as claiming
from followups.delivery import loop
from followups.delivery.begin import begin
from followups.delivery.claim import claim
from followups.delivery.finish import finish
from followups.delivery.last_look import last_look
from followups.delivery.loop import Round, step, stubbornly
from followups.delivery.parcels import Parcel
from followups.delivery.replies import accepted
from followups.delivery.sweep import sweep
from followups.delivery.transport import Smtp
from followups.errors import OnItsWay
from followups.models import Message
from kit import clock
from kit.events import Actor, Door

pytestmark = pytest.mark.django_db(transaction=True)
LEASE = timedelta(seconds=60)


def at_once(count, work):
    """Run work(n) in threads that start together; return what each returned, or raise."""
    barrier, results, problems = threading.Barrier(count), [None] * count, []

    def run(n):
        try:
            barrier.wait(timeout=20)
            results[n] = work(n)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return results


def send_what_two_claim(guarded: bool, sink, monkeypatch) -> set[int]:
    """How often each letter arrives when two workers look at the same moment and trust their claim."""
    if not guarded:
        looked, look = threading.Barrier(2), claiming._look

        def until_both_looked(due, limit):
            found = look(due, limit)
            looked.wait(timeout=20)
            return found

        monkeypatch.setattr(claiming, "_look", until_both_looked)

    def work(n):
        mine, line = claim(LEASE, limit=20, _guarded=guarded), Smtp()
        for pk in mine.ids if mine else ():
            content = f"Message-ID: <{pk}@house.example>\r\n\r\nThank you\r\n".encode()
            line.send(Parcel("kept@house.example", "person@post.example", content, str(pk)))
        line.close()

    at_once(2, work)
    return set(sink.copies.values())


def test_without_the_guard_two_workers_would_send_twice(sink, plan_letters, monkeypatch):
    plan_letters(20)
    assert send_what_two_claim(False, sink, monkeypatch) == {2}


def test_two_workers_at_once_never_claim_the_same_letter(sink, plan_letters, monkeypatch):
    plan_letters(40)
    assert send_what_two_claim(True, sink, monkeypatch) == {1}


def test_four_workers_send_each_letter_once(sink, plan_letters):
    plan_letters(60)

    def work(n):
        line = Smtp()
        try:
            return Round(line, seconds=20).run()
        finally:
            line.close()

    sent = at_once(4, work)
    assert sum(sent) == 60
    assert len(sink.copies) == 60
    assert set(sink.copies.values()) == {1}
    assert Message.objects.counted_by_state() == {"sent": 60}


def begun_by_two_for_the_same_people(plan_letters, people: int = 12) -> int:
    """How many letters begin where two workers have one each for the same people, looked at by both."""
    first = plan_letters(people, rule="check_in_2_days")
    second = plan_letters(people, rule="check_in_2_weeks", start="other")
    for one, other in zip(first, second, strict=True):
        Message.objects.filter(pk=other.pk).update(customer=one.customer_id)
    claims = [claim(LEASE, limit=people) for _ in range(2)]
    ready = [last_look(mine) for mine in claims]
    assert [len(rows) for rows in ready] == [people, people]

    def work(n):
        window = [(message, None) for message in ready[n]]
        return len(stubbornly(step, claims[n].token, [], window if n else window[::-1]))

    return sum(at_once(2, work))


def test_two_workers_at_once_send_nobody_two_letters_a_day(plan_letters):
    assert begun_by_two_for_the_same_people(plan_letters) == 12


def test_without_holding_the_people_they_would(plan_letters, monkeypatch):
    both, begin = threading.Barrier(2), loop.begin

    def unguarded(token, ids, counted):
        if connection.vendor == "sqlite":  # writers take turns there: what is left is to ask
            return begin(token, ids)
        begun = begin(token, ids, counted)
        both.wait(timeout=20)
        return begun

    monkeypatch.setattr(loop, "hold", lambda ids: None)
    monkeypatch.setattr(loop, "begin", unguarded)
    assert begun_by_two_for_the_same_people(plan_letters) == 24


def test_what_is_cancelled_in_the_race_never_arrives(sink, plan_letters, ben):
    sink.seconds = 0.005
    messages = plan_letters(40)
    by = Actor(ben, Door.WEB)

    def work(n):
        if n == 0:
            line = Smtp()
            try:
                return Round(line, seconds=20).run()
            finally:
                line.close()
        held = set()
        for message in reversed(messages):
            with suppress(OnItsWay):
                held.add(cancel_message(message=message, by=by, reason="test").pk)
        return held

    sent, held = at_once(2, work)
    arrived = {identity.strip("<>").partition("@")[0] for identity in sink.copies}
    assert {str(pk) for pk in held} & arrived == set()
    assert sent + len(held) == 40
    assert Message.objects.counted_by_state() == {
        state: count for state, count in {"sent": sent, "cancelled": len(held)}.items() if count
    }


def test_a_claim_that_was_cancelled_cannot_begin(plan_letters, ben):
    message = plan_letters()[0]
    mine = claim(LEASE)
    cancel_message(message=message, by=Actor(ben, Door.WEB), reason="test")
    assert begin(mine.token, list(mine.ids)) == set()


def test_a_begun_letter_cannot_be_cancelled(plan_letters, ben):
    message = plan_letters()[0]
    mine = claim(LEASE)
    assert begin(mine.token, list(mine.ids)) == {message.pk}
    with pytest.raises(OnItsWay):
        cancel_message(message=message, by=Actor(ben, Door.WEB), reason="test")


def test_a_worker_whose_lease_ran_out_cannot_begin_what_another_has(plan_letters, monday):
    plan_letters()
    late = claim(LEASE)
    clock.advance(seconds=61)
    assert sweep() == 1
    other = claim(LEASE)
    assert other.ids == late.ids
    assert begin(late.token, list(late.ids)) == set()
    assert begin(other.token, list(other.ids)) == set(other.ids)


def test_the_sweep_gives_back_what_had_not_begun_and_marks_what_had(plan_letters, monday, settings):
    settings.EMAIL_FILE_PATH = None
    begun, waiting = plan_letters(2)
    mine = claim(LEASE)
    begin(mine.token, [begun.pk])
    clock.advance(seconds=61)
    assert sweep() == 2
    for message in (begun, waiting):
        message.refresh_from_db()
    assert (waiting.state, waiting.lease_until) == ("planned", None)
    assert (begun.state, begun.reason) == (
        "uncertain",
        "The worker stopped while this was being handed over.",
    )


def test_a_late_owner_is_believed_as_long_as_nobody_claimed_anew(plan_letters, monday, settings):
    settings.EMAIL_FILE_PATH = None
    message = plan_letters()[0]
    mine = claim(LEASE)
    begin(mine.token, [message.pk])
    clock.advance(seconds=61)
    sweep()
    message = Message.objects.select_related("owner", "rule").get(pk=message.pk)
    finish(mine.token, [(message, accepted(250, "late, but taken"))])
    message.refresh_from_db()
    assert (message.state, message.provider_reply) == ("sent", "250 late, but taken")


def test_in_the_outbox_nothing_is_ever_unclear(plan_letters, monday, settings, tmp_path):
    from followups.delivery import deliver_due

    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")
    message = plan_letters()[0]
    assert deliver_due() == 1
    Message.objects.update(state="claimed", sent_at=None, lease_until=clock.now())
    clock.advance(seconds=1)
    sweep()
    assert deliver_due() == 1
    assert [file.name for file in (tmp_path / "outbox").iterdir()] == [f"{message.pk}.eml"]
