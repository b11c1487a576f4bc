"""The marks that spare a person, by the API: up to a day, and null ends them."""

import pytest

from tests.api.test_people import address


def test_marks_that_spare_a_person(phone, rosa, monday):
    said = {
        "grieving_until": "2026-04-13",
        "resting_until": "2026-06-01",
        "touches_a_week": 1,
        "source": "The fair",
    }
    told = phone.patch(address(rosa), said).json()
    assert {name: told[name] for name in said} == said
    ended = dict.fromkeys(("grieving_until", "resting_until", "touches_a_week"))
    told = phone.patch(address(rosa), ended).json()
    assert {name: told[name] for name in ended} == ended


@pytest.mark.parametrize(
    "said",
    [
        {"grieving_until": "2026-03-01"},
        {"resting_until": "2030-01-01"},
        {"touches_a_week": 8},
        {"touches_a_week": "2"},
    ],
)
def test_marks_out_of_bounds_change_nothing(phone, rosa, monday, said):
    answer = phone.patch(address(rosa), {"name": "Rose", **said})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, list(said))
    rosa.refresh_from_db()
    assert rosa.name == "Rosa Lind"
