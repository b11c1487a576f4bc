from uuid import UUID

import pytest

from mlmcrm.reading import Known, read_line

LEILA, LEILA_B, ROSA = (
    Known(UUID(int=1), "Leila Haddad"),
    Known(UUID(int=2), "Leila Braun"),
    Known(UUID(int=3), "Rosa Lind"),
)
PEOPLE = [LEILA, ROSA]


@pytest.mark.parametrize(
    ("line", "deed", "goods"),
    [
        ("Leila ordered 2 hand balms, 1 tea", "order", "2 hand balms, 1 tea"),
        ("2 hand balms ordered by Leila", "order", "2 hand balms"),
        ("called Leila", "call", ""),
        ("Leila called about the tea", "call", ""),
        ("Leila asked about samples", "inquiry", ""),
        ("met Leila at the market", "visit", ""),
        ("Leila replied", "reply", ""),
        ("gave Leila a sample", "sample", ""),
        ("Leila has a new dog", "note", ""),
        ("sold 2 hand balm to Leila", "order", "2 hand balm"),
        ("leila   HADDAD bought a tea", "order", "a tea"),
    ],
)
def test_a_line_says_what_happened(line, deed, goods):
    reading = read_line(line, PEOPLE)
    assert (reading.deed, reading.person, reading.goods) == (deed, LEILA.id, goods)


def test_two_people_who_fit_are_a_question():
    reading = read_line("called Leila", [LEILA, LEILA_B, ROSA])
    assert (reading.person, reading.candidates) == (None, (LEILA.id, LEILA_B.id))


def test_a_full_name_beats_half_of_one():
    assert read_line("called Leila Braun", [LEILA, LEILA_B]).person == LEILA_B.id


def test_nobody_known_is_nobody():
    reading = read_line("called Ingrid", PEOPLE)
    assert (reading.person, reading.candidates, reading.deed) == (None, (), "call")


def test_an_empty_line_is_a_note_about_nobody():
    assert read_line("  ", PEOPLE).deed == "note"


def test_a_number_tells_namesakes_apart():
    namesakes = [Known(UUID(int=n), f"Customer {n:05}") for n in range(1, 60)]
    reading = read_line("Customer 00042 ordered 1 CD", namesakes)
    assert (reading.person, reading.goods) == (UUID(int=42), "1 CD")
