"""Which products answer what somebody said: by stems, taught words, and against what they do not want."""

import pytest

from sales.wanted import Shelf, Synonym, Ware

NAMES = (
    "Calendula hand balm", "Olive soap", "Ginger morning tea", "Lime blossom evening tea", "Lavender laundry liquid",
    "Laundry liquid for wool", "Gift box of four small things", "Beeswax lip balm",
)  # fmt: skip


def fits(text, names=NAMES, languages=("en",), synonyms=()):
    shelf = Shelf([Ware(name, name) for name in names], languages, synonyms)
    return [(fit.ware.name, fit.sentence) for fit in shelf.fits(text)]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Dry hands", ["Calendula hand balm"]),
        ("gifts for her sisters", ["Gift box of four small things"]),
        ("tea", ["Ginger morning tea", "Lime blossom evening tea"]),
        ("tea for the evenings", ["Lime blossom evening tea"]),
        ("tea without ginger", ["Lime blossom evening tea"]),
        ("no soap, but a lip balm", ["Beeswax lip balm"]),
        ("hates ginger", []),
        ("something for me and for you", []),
        ("a bicycle", []),
        ("", []),
        ("?!, 4 of 12", []),
        ("HANDS!!! " * 30, ["Calendula hand balm"]),
    ],
)
def test_a_word_of_the_name_answers(text, answer):
    assert sorted(name for name, _sentence in fits(text)) == answer


def test_each_fit_cites_its_sentence():
    text = "We talked long. Her hands crack; she would like some soap! And so on"
    assert fits(text) == [
        ("Olive soap", "she would like some soap!"),
        ("Calendula hand balm", "Her hands crack"),
    ]


def test_what_is_in_so_many_names_says_nothing():
    names = [f"Meadow balm {n}a" for n in range(26)]
    assert fits("meadow", names) == []
    assert len(fits("meadow", names[:25])) == 25
    many = [f"{plant} {kind}" for plant in ("Rose", "Mint") for kind in [f"balm {n}a" for n in range(26)]]
    assert fits("balm with mint", many) == []
    assert fits("balm with mint, 3a", many)[0] == ("Mint balm 3a", "balm with mint, 3a")


@pytest.mark.parametrize(
    ("text", "names", "languages"),
    [
        ("Trockene Hände", ["Handbalsam"], ["de"]),
        ("Geschenke für Kolleginnen", ["Geschenkbox"], ["de"]),
        ("Hände", ["Handbalsam"], ["fr", "de"]),
        ("quelque chose pour les mains sèches", ["Crème main"], ["fr"]),
        ("jabones", ["Jabón de oliva"], ["es"]),
        ("мыло для рук", ["Мыло"], ["ru"]),
        ("石鹸", ["石鹸"], ["ja"]),
        ("balm", ["Balms"], []),
    ],
)
def test_in_the_languages_of_the_two(text, names, languages):
    assert [name for name, _sentence in fits(text, names, languages)] == names


def test_taught_words_are_read_as_what_they_mean():
    taught = [Synonym("christmas present", "gift"), Synonym("clothes", "laundry")]
    assert fits("A christmas present", synonyms=taught) == [
        ("Gift box of four small things", "A christmas present")
    ]
    assert fits("A present", synonyms=taught) == []
    assert {name for name, _sentence in fits("woolen clothes", synonyms=taught)} == {
        "Lavender laundry liquid", "Laundry liquid for wool",
    }  # fmt: skip


def test_nothing_on_the_shelf_answers_nothing():
    assert fits("soap", []) == []
