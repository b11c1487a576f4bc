"""A time is promised once, whoever asks at the same moment."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from appointments.actions import book, cancel, finish, miss
from appointments.errors import AppointmentError, JustTaken, NoSlot
from appointments.models import Appointment, Availability, MeetingKind
from customers.models import Customer
from kit import clock
from kit.models import Event

HOUR = timedelta(hours=1)
AT_ONCE = 8


def others(owner, count) -> list[Customer]:
    return [Customer.objects.create(owner=owner, name=f"Person {number}") for number in range(count)]


@pytest.mark.django_db
def test_a_booking_keeps_its_way_and_pause_free(ben, rosa, by_ben, talk, slot):
    made = book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    made.refresh_from_db()
    assert (made.state, made.starts_at, made.ends_at) == ("booked", slot, slot + HOUR)
    assert (made.blocked_from, made.blocked_until) == (slot, slot + timedelta(minutes=75))
    assert [guest.customer for guest in made.guests.all()] == [rosa]
    event = Event.objects.get(kind="appointment.booked")
    assert (event.person_id, event.after["people"]) == (rosa.pk, [str(rosa.pk)])


@pytest.mark.django_db
def test_a_taken_time_names_the_three_nearest(ben, rosa, by_ben, talk, slot):
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    with pytest.raises(JustTaken) as refused:
        book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    near = [(moment - slot) // timedelta(minutes=1) for moment in refused.value.alternatives]
    assert (refused.value.code, near) == ("just_taken", [75, 105, 135])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours", "code"), [(-48, "past"), (-23, "too_soon"), (24 * 90, "too_far"), (12, "closed")]
)
def test_other_times_that_are_not_to_be_had(ben, rosa, by_ben, talk, slot, hours, code):
    with pytest.raises(NoSlot) as refused:
        book(owner=ben, by=by_ben, kind=talk, starts_at=slot + hours * HOUR, people=[rosa])
    assert (refused.value.code, Appointment.objects.count()) == (code, 0)


@pytest.mark.django_db
def test_the_owner_may_meet_out_of_hours_but_never_two_at_once(ben, rosa, by_ben, talk, slot):
    night = slot + 12 * HOUR
    book(owner=ben, by=by_ben, kind=talk, starts_at=night, people=[rosa], anyway=True)
    with pytest.raises(JustTaken):
        book(owner=ben, by=by_ben, kind=talk, starts_at=night + HOUR, people=[rosa], anyway=True)
    with pytest.raises(NoSlot):
        book(owner=ben, by=by_ben, kind=talk, starts_at=slot - 48 * HOUR, people=[rosa], anyway=True)


@pytest.mark.django_db
def test_limits_of_a_day(ben, rosa, by_ben, talk, slot, later):
    Availability.objects.create(owner=ben, most_a_day=1)
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    with pytest.raises(NoSlot) as refused:
        book(owner=ben, by=by_ben, kind=talk, starts_at=later, people=[rosa])
    assert refused.value.code == "day_full"


@pytest.mark.django_db
def test_people_of_somebody_else_nobody_and_too_many(ben, cleo, rosa, by_ben, talk, slot):
    hers = Customer.objects.create(owner=cleo, name="Hers")
    for people in ([], [hers], [rosa, hers], [rosa, *others(ben, 1)]):
        with pytest.raises(AppointmentError):
            book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=people)


@pytest.mark.django_db
def test_a_cancelled_time_is_free_again(ben, rosa, by_ben, talk, slot):
    first = book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    cancel(appointment=first, by=by_ben, reason="Ill")
    again = book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    assert again.pk != first.pk


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_database_itself_refuses_an_overlap(ben, rosa, by_ben, talk, slot):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no such constraint; its one writer asks again.")
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    with pytest.raises(JustTaken):
        book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa], _guarded=False)
    row = Appointment.objects.get()
    row.pk, row.uid = None, "another"
    with pytest.raises(IntegrityError, match="appointment_no_overlap"), transaction.atomic():
        row.save(force_insert=True)


def rush(owner, by, kind, starts_at, people, *, guarded=True) -> list[str]:
    """Everybody asks for the same time at the same moment; return what each was told."""
    start, told = Barrier(len(people)), []

    def ask(person):
        start.wait(timeout=30)
        try:
            book(owner=owner, by=by, kind=kind, starts_at=starts_at, people=[person], _guarded=guarded)
            told.append("booked")
        except JustTaken as refusal:
            told.append(f"{refusal.code} {len(refusal.alternatives)}")
        except Exception as problem:
            told.append(type(problem).__name__)
        finally:
            connection.close()

    threads = [Thread(target=ask, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(told)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_wins_and_the_others_are_told_when_else(ben, by_ben, talk, slot):
    people = others(ben, AT_ONCE)
    assert rush(ben, by_ben, talk, slot, people) == ["booked"] + ["just_taken 3"] * (AT_ONCE - 1)
    assert Appointment.objects.holding().count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_two_are_promised_the_same_time(ben, by_ben, talk, slot):
    if connection.vendor == "postgresql":
        pytest.skip("Here the constraint of the database still stands; SQLite shows what the guard is for.")
    assert rush(ben, by_ben, talk, slot, others(ben, 2), guarded=False) == ["booked", "booked"]


@pytest.mark.django_db(transaction=True)
def test_the_limit_of_a_day_holds_at_once_too(ben, by_ben, talk, slot):
    Availability.objects.create(owner=ben, most_a_day=2)
    kind = MeetingKind.objects.create(owner=ben, name="Call", slug="call", minutes=10, minutes_after=0)
    people, start, told = others(ben, 6), Barrier(6), []

    def ask(number, person):
        start.wait(timeout=30)
        try:
            book(
                owner=ben,
                by=by_ben,
                kind=kind,
                starts_at=slot + number * timedelta(minutes=15),
                people=[person],
            )
            told.append("booked")
        except NoSlot as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=ask, args=pair) for pair in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(told) == ["booked"] * 2 + ["day_full"] * 4


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [finish, miss])
@pytest.mark.parametrize(("limit", "code"), [("most_a_day", "day_full"), ("most_a_week", "week_full")])
def test_what_is_over_counts_for_the_limits_and_holds_no_time(
    ben, by_ben, rosa, talk, slot, verb, limit, code
):
    made = book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    Availability.objects.update_or_create(owner=ben, defaults={"notice_minutes": 0, limit: 1})
    with clock.travel(made.starts_at + timedelta(minutes=1)):
        verb(appointment=made, by=by_ben)
        with pytest.raises(NoSlot) as refused:
            book(owner=ben, by=by_ben, kind=talk, starts_at=slot + timedelta(minutes=5), people=[rosa])
        assert refused.value.code == code
        Availability.objects.update(**{limit: 2})
        assert book(owner=ben, by=by_ben, kind=talk, starts_at=slot + timedelta(minutes=5), people=[rosa]).pk
