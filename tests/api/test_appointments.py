"""Appointments, their kinds, free times and availability by the API."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from appointments.actions import answer, book
from appointments.models import Appointment, Availability, MeetingKind
from customers.models import Customer
from kit import clock
from kit.events import last_event_of
from tests.api.conftest import phone_of

APPOINTMENTS, SLOTS, KINDS = "/api/v1/appointments/", "/api/v1/slots/", "/api/v1/meeting-kinds/"
AVAILABILITY = "/api/v1/availability/"
NOBODY = "01900000-0000-7000-8000-000000000000"
TEN = "2026-03-03T09:00:00Z"  # Tuesday, 10:00 in Berlin
TWELVE = "2026-03-03T11:00:00Z"

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def talk(ben):
    """A first talk of an hour, with a quarter of an hour after it."""
    return MeetingKind.objects.create(
        owner=ben, name="First talk", slug="first-talk", minutes=60, minutes_after=15, place="phone"
    )


@pytest.fixture
def said(talk, rosa) -> dict:
    return {"kind": str(talk.pk), "starts_at": TEN, "people": [str(rosa.pk)]}


@pytest.fixture
def booked(phone, said) -> dict:
    return phone.post(APPOINTMENTS, said).json()


def address(row: dict, *words) -> str:
    return "/".join([f"{APPOINTMENTS}{row['id']}", *words, ""])


def refused(answer) -> tuple[int, str, list]:
    body = answer.json()
    return answer.status_code, body["code"], sorted(body["fields"])


def starts(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [one["starts_at"] for one in answer.json()["results"]]


@pytest.mark.django_db
def test_a_meeting_is_booked(phone, rosa, talk, said):
    answer = phone.post(APPOINTMENTS, said | {"title": "Tea", "note": "Bring samples"})
    assert answer.status_code == 201, answer.content
    row = Appointment.objects.get()
    assert answer.json() == {
        "id": str(row.pk),
        "kind": str(talk.pk),
        "kind_name": "First talk",
        "title": "Tea",
        "state": "booked",
        "starts_at": TEN,
        "ends_at": "2026-03-03T10:00:00Z",
        "blocked_from": TEN,
        "blocked_until": "2026-03-03T10:15:00Z",
        "zone": "Europe/Berlin",
        "place": "phone",
        "address": "",
        "travel_minutes": 0,
        "seats": 1,
        "people": [str(rosa.pk)],
        "guests": [
            {
                "person": str(rosa.pk),
                "person_name": "Rosa Lind",
                "state": "booked",
                "message": "",
                "came": None,
            }
        ],
        "note": "Bring samples",
        "held_until": None,
        "confirmed_at": None,
        "arrived_at": None,
        "finished_at": None,
        "late_minutes": None,
        "closed_by": "",
        "reason": "",
        "moved_by_us": 0,
        "moved_by_them": 0,
        "created_at": "2026-03-02T09:30:00Z",
        "updated_at": "2026-03-02T09:30:00Z",
    }
    assert phone.get(answer["Location"]).json() == answer.json()
    assert answer["Kept-Undo"] == str(last_event_of(row, "appointment.booked").pk)


@pytest.mark.django_db
def test_a_lost_race_names_the_three_nearest(phone, booked, said):
    lost = phone.post(APPOINTMENTS, said)
    assert (lost.status_code, lost.json()) == (
        409,
        {
            "code": "just_taken",
            "detail": "That time was just taken.",
            "fields": {"starts_at": ["That time was just taken."]},
            "why": "That time was just taken: Rosa Lind, from 10:00 to 11:00.",
            "alternatives": ["2026-03-03T10:15:00Z", "2026-03-03T10:45:00Z", "2026-03-03T11:15:00Z"],
        },
    )
    near = lost.json()["alternatives"][0]
    assert phone.post(APPOINTMENTS, said | {"starts_at": near}).status_code == 201


@pytest.mark.django_db
def test_the_same_key_books_once(phone, said):
    first, second = (phone.post(APPOINTMENTS, said, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert (first.status_code, second.status_code, first.json()) == (201, 201, second.json())
    assert second["Idempotent-Replayed"] == "true"
    assert Appointment.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"starts_at": "2026-03-01T09:00:00Z"}, (400, "past", ["starts_at"])),
        ({"starts_at": "2026-03-02T10:00:00Z"}, (400, "too_soon", ["starts_at"])),
        ({"starts_at": "2026-09-02T10:00:00Z"}, (400, "too_far", ["starts_at"])),
        ({"starts_at": "2026-03-03T21:00:00Z"}, (400, "closed", ["starts_at"])),
        ({"starts_at": "2026-03-03T09:00:00"}, (400, "invalid", ["starts_at"])),
        ({"kind": NOBODY}, (400, "invalid", ["kind"])),
        ({"people": []}, (400, "invalid", ["people"])),
        ({"people": [NOBODY]}, (400, "refused", ["people"])),
        ({"people": "Rosa"}, (400, "invalid", ["people"])),
        ({"title": "x" * 201}, (400, "invalid", ["title"])),
        ({"minutes": 30}, (400, "invalid", ["minutes"])),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(phone, said, change, told):
    assert refused(phone.post(APPOINTMENTS, said | change)) == told
    assert not Appointment.objects.exists()


@pytest.mark.django_db
def test_too_many_for_the_seats_and_a_full_day(phone, ben, said):
    more = [str(Customer.objects.create(owner=ben, name=f"P {number}").pk) for number in range(2)]
    assert refused(phone.post(APPOINTMENTS, said | {"people": more})) == (400, "no_seats", ["people"])
    Availability.objects.create(owner=ben, most_a_day=1)
    phone.post(APPOINTMENTS, said)
    full = phone.post(APPOINTMENTS, said | {"starts_at": TWELVE})
    assert refused(full) == (400, "day_full", ["starts_at"])
    assert phone.post(APPOINTMENTS, said | {"starts_at": TWELVE, "anyway": True}).status_code == 201


@pytest.mark.django_db
def test_a_kind_out_of_use_is_not_booked(phone, talk, said):
    MeetingKind.objects.update(is_active=False)
    assert refused(phone.post(APPOINTMENTS, said)) == (400, "invalid", ["kind"])


@pytest.mark.django_db
def test_every_verb(phone, booked, said):
    confirmed = phone.post(address(booked, "confirm"))
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")
    moved = phone.post(address(booked, "move"), {"starts_at": TWELVE})
    assert [moved.json()[name] for name in ("state", "starts_at", "moved_by_us")] == ["booked", TWELVE, 1]
    assert refused(phone.post(address(booked, "miss"))) == (409, "not_begun", [])
    clock.advance(hours=24)
    arrived = phone.post(address(booked, "arrive"))
    assert (arrived.json()["state"], arrived.json()["arrived_at"]) == ("arrived", "2026-03-03T09:30:00Z")
    finished = phone.post(address(booked, "finish"))
    assert finished.json()["state"] == "finished"
    over = phone.post(address(booked, "cancel"))
    assert refused(over) == (409, "settled", [])
    assert phone.post(f"/api/v1/events/{finished['Kept-Undo']}/undo/").status_code == 200
    assert phone.get(address(booked)).json()["state"] == "arrived"


@pytest.mark.django_db
def test_cancelled_with_a_word_and_free_again(phone, booked, said):
    gone = phone.post(address(booked, "cancel"), {"reason": "I am ill"}).json()
    assert [gone[name] for name in ("state", "closed_by", "reason")] == ["cancelled", "us", "I am ill"]
    assert phone.post(APPOINTMENTS, said).status_code == 201
    undo = f"/api/v1/events/{last_event_of(Appointment.objects.get(pk=gone['id'])).pk}/undo/"
    back = phone.post(undo)
    assert (back.status_code, back.json()["code"]) == (409, "just_taken")
    assert back.json()["alternatives"] == [
        "2026-03-03T10:15:00Z",
        "2026-03-03T10:45:00Z",
        "2026-03-03T11:15:00Z",
    ]


@pytest.mark.django_db
def test_missed_by_whom(phone, booked):
    assert refused(phone.post(address(booked, "miss"))) == (409, "not_begun", [])
    with clock.travel(datetime(2026, 3, 3, 9, 20, tzinfo=UTC)):
        missed = phone.post(address(booked, "miss"), {"side": "us", "reason": "The train"}).json()
    assert [missed[name] for name in ("state", "closed_by", "reason")] == ["missed", "us", "The train"]


@pytest.mark.django_db
def test_moved_to_a_time_that_is_taken(phone, booked, said):
    phone.post(APPOINTMENTS, said | {"starts_at": TWELVE})
    lost = phone.post(address(booked, "move"), {"starts_at": TWELVE})
    assert (lost.status_code, lost.json()["code"], len(lost.json()["alternatives"])) == (409, "just_taken", 3)


@pytest.mark.django_db
def test_a_stale_deed_is_refused(phone, booked):
    match = {"If-Match": phone.get(address(booked))["ETag"]}
    moved = phone.post(address(booked, "move"), {"starts_at": TWELVE}, headers=match)
    assert moved.status_code == 200
    assert phone.post(address(booked, "cancel"), headers=match).status_code == 412


@pytest.mark.django_db
def test_the_list_is_narrowed(phone, rosa, said, booked, ben):
    ida = Customer.objects.create(owner=ben, name="Ida")
    later = phone.post(
        APPOINTMENTS, said | {"starts_at": "2026-03-05T09:00:00Z", "people": [str(ida.pk)]}
    ).json()
    assert starts(phone.get(APPOINTMENTS)) == [TEN, "2026-03-05T09:00:00Z"]
    assert starts(phone.get(APPOINTMENTS, {"from": "2026-03-04"})) == [later["starts_at"]]
    assert starts(phone.get(APPOINTMENTS, {"until": "2026-03-03"})) == [TEN]
    assert starts(phone.get(APPOINTMENTS, {"from": "2026-03-03T09:59:00Z", "until": TWELVE})) == [TEN]
    assert starts(phone.get(APPOINTMENTS, {"from": "2026-03-03T10:00:00Z", "until": TWELVE})) == []
    assert starts(phone.get(APPOINTMENTS, {"person": str(ida.pk)})) == [later["starts_at"]]
    phone.post(address(later, "cancel"))
    assert starts(phone.get(APPOINTMENTS, {"state": "cancelled"})) == [later["starts_at"]]
    assert starts(phone.get(APPOINTMENTS, {"updated_since": "2020-01-01T00:00:00Z"})) == [
        TEN, later["starts_at"],
    ]  # fmt: skip
    first = phone.get(APPOINTMENTS, {"limit": 1}).json()
    assert starts(phone.get(APPOINTMENTS, {"limit": 1, "cursor": first["next"]})) == [later["starts_at"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["state=lost", "from=tomorrow", "until=2026-02-30", "person=7", "updated_since=now", "kind=talk"]
)
def test_a_filter_that_makes_no_sense_is_named(phone, query):
    assert refused(phone.get(f"{APPOINTMENTS}?{query}")) == (400, "invalid", [query.split("=")[0]])


# Free times


@pytest.mark.django_db
def test_free_times_of_a_day_and_what_is_taken(phone, talk, booked):
    asked = {"kind": str(talk.pk), "from": "2026-03-03", "until": "2026-03-03"}
    found = starts(phone.get(SLOTS, asked))
    assert found[:2] == ["2026-03-03T10:15:00Z", "2026-03-03T10:30:00Z"]
    assert TEN not in found
    answer = phone.get(SLOTS, asked | {"limit": 1}).json()
    assert answer["results"] == [{"starts_at": "2026-03-03T10:15:00Z", "ends_at": "2026-03-03T11:15:00Z"}]
    assert starts(phone.get(SLOTS, asked | {"limit": 1, "cursor": answer["next"]})) == found[1:2]
    last = phone.get(SLOTS, asked | {"limit": 200})
    assert (starts(last), last.json()["next"]) == (found, None)


@pytest.mark.django_db
def test_times_to_which_a_meeting_can_move_count_its_own_as_free(phone, booked):
    asked = {"appointment": booked["id"], "from": "2026-03-03", "until": "2026-03-03"}
    assert TEN in starts(phone.get(SLOTS, asked))


@pytest.mark.django_db
def test_without_a_span_a_week_from_now_on(phone, talk):
    found = starts(phone.get(SLOTS, {"kind": str(talk.pk), "limit": 200}))
    assert found[0] >= "2026-03-02T11:30:00Z"
    assert found[-1] < "2026-03-09T09:30:00Z"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, (400, "refused", ["kind"])),
        ({"kind": NOBODY}, (400, "refused", ["kind"])),
        ({"kind": "talk"}, (400, "invalid", ["kind"])),
        ({"appointment": NOBODY}, (400, "refused", ["appointment"])),
        ({"from": "x"}, (400, "invalid", ["from"])),
        ({"cursor": "x"}, (400, "bad_cursor", [])),
        ({"cursor": "9" * 30}, (400, "bad_cursor", [])),
        ({"limit": "201"}, (400, "invalid", ["limit"])),
    ],
)
def test_free_times_of_nothing(phone, talk, asked, told):
    asked = asked if {"kind", "appointment"} & set(asked) or not asked else asked | {"kind": str(talk.pk)}
    assert refused(phone.get(SLOTS, asked)) == told


@pytest.mark.django_db
def test_no_end_of_time_is_asked_of_the_calendar(phone, talk):
    answer = phone.get(SLOTS, {"kind": str(talk.pk), "from": "1900-01-01", "until": "2199-12-31", "limit": 1})
    assert starts(answer) == ["2026-03-02T11:30:00Z"]
    assert starts(phone.get(SLOTS, {"kind": str(talk.pk), "from": "2199-01-01"})) == []


# Kinds, limits


@pytest.mark.django_db
def test_kinds_are_added_changed_retired_and_brought_back(phone):
    usual = phone.post(f"{KINDS}usual/")
    assert [one["name"] for one in usual.json()] == [
        "First talk",
        "Presentation",
        "Looking back together",
        "Sample drop",
        "Training",
    ]
    made = phone.post(KINDS, {"name": "Tasting", "minutes": 90, "seats": 6})
    assert made.status_code == 201, made.content
    facts = {name: made.json()[name] for name in ("name", "slug", "minutes", "seats", "who", "is_active")}
    assert facts == {
        "name": "Tasting", "slug": "tasting", "minutes": 90, "seats": 6, "who": "anyone", "is_active": True,
    }  # fmt: skip
    own = made["Location"]
    assert phone.patch(own, {"minutes": 60}).json()["minutes"] == 60
    retired = phone.post(f"{own}retire/")
    assert retired.json()["is_active"] is False
    assert [one["name"] for one in phone.get(KINDS, {"is_active": "false"}).json()["results"]] == ["Tasting"]
    assert phone.post(f"/api/v1/events/{retired['Kept-Undo']}/undo/").status_code == 200
    assert phone.get(own).json()["is_active"] is True
    assert phone.post(f"{own}bring-back/").json()["is_active"] is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "at_fault"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1800}, "minutes"),
        ({"minutes_before": 1500}, "minutes_before"),
        ({"seats": 0}, "seats"),
        ({"name": ""}, "name"),
        ({"place": "moon"}, "place"),
    ],
)
def test_a_kind_that_cannot_be(phone, said, at_fault):
    assert refused(phone.post(KINDS, {"name": "Talk"} | said))[2] == [at_fault]


@pytest.mark.django_db
def test_limits_protected_times_and_single_days(phone):
    first = phone.get(AVAILABILITY)
    assert (first.json()["limits"]["furthest_days"], first.json()["protected"]) == (60, [])
    changed = phone.patch(AVAILABILITY, {"most_a_day": 4}, headers={"If-Match": first["ETag"]})
    assert (changed.status_code, changed.json()["limits"]["most_a_day"]) == (200, 4)
    stale = phone.patch(AVAILABILITY, {"most_a_day": 5}, headers={"If-Match": first["ETag"]})
    assert stale.status_code == 412
    mine = {"weekday": 0, "starts": "12:00", "ends": "13:00", "title": "Lunch"}
    kept = phone.post(f"{AVAILABILITY}protect/", mine)
    assert kept.json()["protected"] == [mine]
    day = {"day": "2026-03-07", "hours": [{"opens": "09:00", "closes": "12:00"}]}
    assert phone.post(f"{AVAILABILITY}on-day/", day).json()["on_days"] == [day]
    assert phone.post(f"{AVAILABILITY}on-day/", day | {"hours": []}).json()["on_days"] == []
    freed = phone.post(f"{AVAILABILITY}free/", {"weekday": 0, "starts": "12:00"})
    assert freed.json()["protected"] == []
    assert refused(phone.post(f"{AVAILABILITY}free/", {"weekday": 0, "starts": "12:00"}))[2] == ["starts"]
    assert phone.post(f"/api/v1/events/{freed['Kept-Undo']}/undo/").status_code == 200
    assert phone.get(AVAILABILITY).json()["protected"] == [mine]
    assert refused(phone.patch(AVAILABILITY, {"step_minutes": 1}))[2] == ["step_minutes"]
    crossed = day | {"hours": [{"opens": "12:00", "closes": "09:00"}]}
    assert refused(phone.post(f"{AVAILABILITY}on-day/", crossed))[2] == ["closes"]


@pytest.mark.django_db
def test_to_everybody_else_an_appointment_does_not_exist(stranger, upline, outsider, booked, said):
    for other in (stranger, upline, outsider):
        assert other.get(address(booked)).status_code == 404
        assert starts(other.get(APPOINTMENTS)) == []
        for verb in ("confirm", "move", "cancel", "arrive", "finish", "miss"):
            assert other.post(address(booked, verb)).status_code == 404
        assert refused(other.post(APPOINTMENTS, said))[2] == ["kind"]
        assert refused(other.get(SLOTS, {"kind": said["kind"]}))[2] == ["kind"]
        assert refused(other.get(SLOTS, {"appointment": booked["id"]}))[2] == ["appointment"]


@pytest.mark.django_db
def test_somebody_elses_people_are_a_fault_of_people(stranger, cleo, rosa):
    kind = MeetingKind.objects.create(owner=cleo, name="Talk", slug="talk", place="phone")
    said = {"kind": str(kind.pk), "starts_at": TEN, "people": [str(rosa.pk)]}
    assert refused(stranger.post(APPOINTMENTS, said)) == (400, "refused", ["people"])


@pytest.mark.django_db(transaction=True)
def test_of_many_phones_at_once_one_wins(ben, by_ben, talk, settings):
    settings.API_RATES = dict.fromkeys(settings.API_RATES, (1_000_000, 60))
    people = [Customer.objects.create(owner=ben, name=f"P {number}") for number in range(8)]
    phone, start, told = phone_of(ben), Barrier(8), []

    def ask(person):
        start.wait(timeout=30)
        said = {"kind": str(talk.pk), "starts_at": TEN, "people": [str(person.pk)]}
        answer = phone.post(APPOINTMENTS, said)
        told.append((answer.status_code, len(answer.json().get("alternatives", []))))
        connection.close()

    threads = [Thread(target=ask, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(told) == [(201, 0)] + [(409, 3)] * 7


@pytest.mark.django_db
def test_what_a_guest_answers_is_news(phone, ben, by_ben, rosa, talk):
    talk.seats = 5
    ida = Customer.objects.create(owner=ben, name="Ida")
    at = datetime(2026, 3, 3, 9, tzinfo=UTC)
    made = book(owner=ben, by=by_ben, kind=talk, starts_at=at, people=[rosa, ida])
    with clock.travel(clock.now() + timedelta(hours=1)):
        answer(guest=made.guests.get(customer=ida), by=by_ben, coming=False)
    fresh = phone.get(APPOINTMENTS, {"updated_since": "2026-03-02T10:00:00Z"}).json()["results"]
    assert [[guest["state"] for guest in one["guests"]] for one in fresh] == [["booked", "cancelled"]]
