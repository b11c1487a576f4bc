"""Where somebody reads letters: their own zone, else wherever in their country it may be."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followups.places import SPREAD, Place, allowed, clocks_of, moment_of, place_of
from team.quiet_hours import is_quiet
from team.zones import zones_of

QUIET = (time(21), time(8))
COUNTRIES = ("DE", "US", "BR", "AU", "RU", "ID", "CA", "MX", "FR", "KI", "AQ")

moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(lambda it: it.replace(tzinfo=UTC))
hours = st.integers(0, 23).map(time)


def of_country(country, quiet=QUIET, home="Europe/Berlin", **values) -> Place:
    unknown = {"zone": "", "phones": [], "home_zone": home, "home_country": country, "key": "rosa"}
    return place_of(**{**unknown, **values}, quiet=quiet)


@given(moments, st.sampled_from(COUNTRIES))
@settings(max_examples=300)
def test_nobody_is_written_to_while_it_is_night_where_they_may_live(now, country):
    home = zones_of(country)[0]
    place = of_country(country, home=home)
    at = allowed(now, place)
    assert at >= now
    assert allowed(at, place) == at
    for zone in zones_of(country) if place.zones else [place.zone.key]:
        assert not is_quiet(at, ZoneInfo(zone), *QUIET)


@given(moments, st.sampled_from(COUNTRIES), hours, hours)
@settings(max_examples=300)
def test_no_time_of_waiting_is_without_end(now, country, quiet_from, quiet_until):
    place = of_country(country, (quiet_from, quiet_until), home=zones_of(country)[0])
    assert now <= allowed(now, place) < now + timedelta(days=3)


def test_a_country_with_one_clock_is_as_good_as_a_zone():
    assert of_country("DE") == of_country("AT", zone="Europe/Berlin")
    assert clocks_of("DE") == ("Europe/Berlin",)
    assert clocks_of("XX") == ()


def test_a_letter_to_the_states_waits_for_the_morning_in_hawaii():
    place = of_country("US", home="America/New_York")
    opening = datetime(2026, 3, 2, 18, tzinfo=UTC)  # 8:00 in Honolulu, 13:00 in New York
    assert allowed(datetime(2026, 3, 2, 14, tzinfo=UTC), place) == opening + moment_of("rosa")
    evening = datetime(2026, 3, 3, 2, tzinfo=UTC)  # 21:00 in New York
    assert allowed(evening, place) == datetime(2026, 3, 3, 18, tzinfo=UTC) + moment_of("rosa")
    assert place.zone.key == "America/New_York"


def test_the_phone_number_says_more_than_where_the_distributor_lives():
    place = of_country("DE", phones=["nonsense", "+61412345678"])
    assert {zone.key for zone in place.zones} == set(clocks_of("AU"))
    assert place.zone.key.startswith("Australia/")
    assert of_country("DE", phones=["+442079460000"]).zone.key == "Europe/London"


def test_the_persons_own_zone_is_the_only_one():
    place = of_country("US", zone="Asia/Tokyo", phones=["+61412345678"])
    assert (place.zone.key, place.zones) == ("Asia/Tokyo", ())


def test_who_lives_elsewhere_than_their_country_is_careful_with_both():
    place = of_country("DE", home="America/New_York")
    assert place.zone.key == "America/New_York"
    assert [zone.key for zone in place.zones] == ["America/New_York", "Europe/Berlin"]
    assert of_country("", home="America/New_York").zones == ()


def test_where_it_is_day_at_no_hour_everywhere_the_usual_zone_counts_alone():
    assert of_country("AQ", home="Antarctica/Vostok").zones == ()
    assert of_country("US", (time(10), time(9)), home="America/Denver").zones == ()


def test_what_waited_for_the_morning_does_not_go_in_a_burst():
    night, opening = datetime(2026, 3, 2, 23, tzinfo=UTC), datetime(2026, 3, 3, 7, tzinfo=UTC)
    gone = [allowed(night, of_country("DE", key=n)) - opening for n in range(300)]
    assert all(timedelta(0) <= moment < SPREAD for moment in gone)
    by_minute = [sum(moment // timedelta(minutes=5) == n for moment in gone) for n in range(12)]
    assert min(by_minute) > 8
    assert max(by_minute) < 60
    assert gone == [moment_of(n) for n in range(300)]


def test_an_opening_shorter_than_the_spread_is_kept():
    place = of_country("DE", (time(8, 1), time(8)))
    assert allowed(datetime(2026, 3, 2, 12, tzinfo=UTC), place) == datetime(2026, 3, 3, 7, tzinfo=UTC)


@pytest.mark.parametrize("country", COUNTRIES)
def test_clocks_that_agree_are_counted_once(country):
    assert set(clocks_of(country)) <= set(zones_of(country))
    assert len(clocks_of(country)) <= 12
