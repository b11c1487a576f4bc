"""How often one may call: counted exactly, in memory, in Redis and in a table, and told with a time to wait."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings as product
from django.core.cache import cache
from django.db import connections

from kit import clock
from kit.models import Tally
from kit.rates import count_one, counted
from kit.tasks import forget_old
from tests.api.conftest import Phone, phone_of
from tests.queries.counting import count_of

ME = "/api/v1/me/"
THREADS, EACH = 8, 25
CACHES = {
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "rates"},
    "table": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kept_cache"},
    "redis": {
        "BACKEND": "kit.cache.ForgivingRedisCache",
        "LOCATION": product.CACHES["default"].get("LOCATION"),
    },
}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=CACHES)
def kind(request, settings):
    if request.param == "redis" and not product.REDIS_URL:
        pytest.skip("There is no Redis beside SQLite; the other run has one.")
    settings.CACHES = {"default": {"KEY_PREFIX": "test", **CACHES[request.param]}}
    yield request.param
    if request.param != "table":
        cache.clear()


def at_once(deed) -> list:
    """Do a deed in many threads that begin together, each several times; return all answers."""
    start, answers = Barrier(THREADS), []

    def run():
        start.wait(timeout=30)
        try:
            for _ in range(EACH):
                answers.append(deed())
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(answers)


def test_no_call_is_lost_or_counted_twice(kind, monday):
    assert at_once(lambda: count_one("who", 3600)[0]) == list(range(1, THREADS * EACH + 1))
    assert counted("who", 3600) == (THREADS * EACH, 1800)
    assert Tally.objects.count() == (1 if kind == "table" else 0)


def test_without_the_guard_some_would_be_lost(settings):
    settings.CACHES = {"default": CACHES["memory"]}
    meeting = Barrier(2)

    def count_carelessly():
        before = cache.get("who", 0)
        meeting.wait(timeout=30)
        cache.set("who", before + 1)

    threads = [Thread(target=count_carelessly) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert cache.get("who") == 1


def test_each_stretch_begins_at_one_and_names_do_not_mix(kind, monday):
    assert [count_one("a", 60), count_one("a", 60), count_one("b", 60)] == [(1, 60), (2, 60), (1, 60)]
    with clock.travel(monday + timedelta(seconds=59)):
        assert (count_one("a", 60), counted("b", 60)) == ((3, 1), (1, 1))
    with clock.travel(monday + timedelta(seconds=60)):
        assert (counted("a", 60), count_one("a", 60)) == ((0, 60), (1, 60))


def test_looking_counts_nothing(kind, monday):
    assert [counted("a", 60)[0] for _ in range(3)] == [0, 0, 0]


def test_rows_of_stretches_that_are_over_are_forgotten(settings, monday):
    settings.CACHES = {"default": CACHES["table"]}
    count_one("short", 60)
    count_one("long", 7200)
    with clock.travel(monday + timedelta(minutes=5)):
        forget_old()
    assert Tally.objects.get().name == "long"


# At the door


@pytest.fixture
def few(settings):
    """Three calls a minute, three wrong tokens a minute."""
    settings.API_RATES = {"signed_in": (3, 60), "anonymous": (3, 60), "wrong_token": (3, 60)}


def test_who_calls_too_often_is_told_how_long_to_wait(few, ben, cleo, monday):
    phone, tablet = phone_of(ben), phone_of(ben)
    assert [client.get(ME).status_code for client in (phone, tablet, phone)] == [200, 200, 200]
    with clock.travel(monday + timedelta(seconds=18)):
        answer = tablet.get(ME)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert answer["Retry-After"] in ("42", "43")
    assert phone_of(cleo).get(ME).status_code == 200
    with clock.travel(monday + timedelta(seconds=60)):
        assert phone.get(ME).status_code == 200


def test_who_is_not_signed_in_is_counted_by_address(few, db, monday):
    def sign_in(address):
        body = {"email": "nobody@kept.example", "password": "x", "device": "x"}
        return Phone(REMOTE_ADDR=address).post("/api/v1/auth/token/", body).status_code

    assert [sign_in("2001:db8::1") for _ in range(3)] == [401] * 3
    assert sign_in("2001:db8::ffff:2") == 429, "the same network"
    assert sign_in("2001:db8:0:1::1") == 401


def test_wrong_tokens_are_counted_by_address_and_whoever_has_a_right_one_gets_in(few, ben, monday):
    phone = phone_of(ben)
    guesses = [Phone(f"kept_{number}") for number in range(10)]
    assert [guess.get(ME).status_code for guess in guesses[:3]] == [401] * 3
    flood = count_of(lambda: guesses[3].get(ME).status_code)
    assert (flood.status, flood.count) == (429, 1)
    assert [phone.get(ME).status_code for _ in range(4)] == [200] * 3 + [429], "counted by the person alone"
    assert Phone("kept_x", REMOTE_ADDR="198.51.100.7").get(ME).status_code == 401
    with clock.travel(monday + timedelta(seconds=60)):
        assert (guesses[4].get(ME).status_code, phone.get(ME).status_code) == (401, 200)


def test_no_token_at_all_costs_no_query(anybody, db):
    assert count_of(lambda: anybody.get(ME).status_code).count == 0
