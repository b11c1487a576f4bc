"""Who stands first among those who fit a few letters, decided from values."""

from datetime import UTC, datetime

import pytest

from mlmcrm.alike import alike, sound_of
from mlmcrm.finding import Fit, Named, fit_of, parted, rank

JANUARY, MARCH = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)


def named(*names):
    return [Named(name, name) for name in names]


@pytest.mark.parametrize(
    ("typed", "name", "fit"),
    [
        ("leila haddad", "Leila Haddad", Fit.WHOLE),
        ("LEI", "Leila Haddad", Fit.START),
        ("had lei", "Leila Haddad", Fit.START),
        ("had", "Leila Haddad", Fit.WORD),
        ("zie", "Tomasz Zieliński", Fit.WORD),
        ("ing", "Chen Wei-Ling", Fit.WITHIN),
        ("ling", "Chen Wei-Ling", Fit.WORD),
        ("lei x", "Leila Haddad", Fit.NONE),
        ("", "Leila Haddad", Fit.NONE),
        (" ", "Leila Haddad", Fit.NONE),
    ],
)
def test_how_well_a_name_fits(typed, name, fit):
    assert fit_of(typed, name) == fit


def test_the_beginning_of_the_name_stands_before_a_word_before_the_middle():
    found = named("Amalia", "Rosa Malik", "Malte", "rosa@malaga")
    found.append(Named("by email", "Zoe"))
    assert [one.name for one, _ in rank("mal", found)] == [
        "Malte",
        "Rosa Malik",
        "Amalia",
        "rosa@malaga",
        "Zoe",
    ]


def test_among_equals_who_was_in_touch_last_comes_first():
    found = [Named(1, "Lea B"), Named(2, "Lea C", JANUARY), Named(3, "Lea D", MARCH), Named(4, "Lea A")]
    assert [one.id for one, _ in rank("lea", found)] == [3, 2, 4, 1]


@pytest.mark.parametrize(
    ("typed", "name", "parts"),
    [
        ("lei", "Leila Haddad", ("", "Lei", "la Haddad")),
        ("had", "Leila Haddad", ("Leila ", "Had", "dad")),
        ("zielin", "Tomasz Zieliński", ("Tomasz ", "Zieliń", "ski")),
        ("ila", "Leila", ("Le", "ila", "")),
        ("xyz", "Leila", ("Leila", "", "")),
        ("أح", "أحمد", ("أحمد", "", "")),
        ("", "Leila", ("Leila", "", "")),
    ],
)
def test_the_letters_that_fit_are_shown(typed, name, parts):
    assert parted(typed, name) == parts


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("lelia", "Leila Haddad"),
        ("leyla", "Leila Haddad"),
        ("stefan", "Stephan Krause"),
        ("muhammad", "Mohamed Ali"),
        ("kathrin", "Caterina Rossi"),
        ("zelinski", "Tomasz Zieliński"),
        ("zelinski tomas", "Tomasz Zieliński"),
    ],
)
def test_names_alike_are_found(typed, name):
    everyone = named(
        "Leila Haddad", "Stephan Krause", "Mohamed Ali", "Caterina Rossi", "Tomasz Zieliński", "Ann Bo"
    )
    assert [one.name for one in alike(typed, everyone, 3)] == [name]


@pytest.mark.parametrize("typed", ["", "x", "xy", "quetzal", "leila quetzal", "zzzqqq"])
def test_nobody_is_made_alike(typed):
    assert alike(typed, named("Leila Haddad", "Xu", "Henryk Żak"), 3) == []


def test_the_nearest_come_first_and_no_more_than_asked_for():
    found = alike("marta", named("Marte", "Rosa", "Mertha", "Maria"), 2)
    assert [one.name for one in found] == ["Maria", "Marte"]


def test_spellings_of_a_sound():
    assert len({sound_of(word) for word in ("stephan", "stefan", "sstefann")}) == 1
