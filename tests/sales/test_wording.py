"""What a typed order says, as a table; and for any text, that nothing is lost or guessed."""

from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.limits import MOST_PIECES
from sales.matching import JOINING_WORDS, Catalogue, Entry, words_of
from sales.wording import Problem, answer, parse_order

CATALOGUE = Catalogue(
    [
        Entry(1, "HB-01", "Hand balm, almond"),
        Entry(2, "HB-02", "Hand balm, night"),
        Entry(3, "TS", "Tea sampler"),
        Entry(4, "LC2", "Laundry concentrate 2 l"),
        Entry(5, "SB", "Soap & brush"),
        Entry(6, "SO", "Soap"),
        Entry(7, "BR", "Brush"),
        Entry(8, "O3", "Omega 3"),
        Entry(9, "RC", "Crème riche"),
        Entry(10, "7H", "7 herbs infusion"),
    ]
)


def read(text):
    parsed = parse_order(text, CATALOGUE)
    assert not (parsed.questions or parsed.unknown or parsed.troubles), parsed
    return [(line.quantity, line.entry.id, line.price) for line in parsed.lines]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("2 hand balm almond, 1 tea", [(2, 1, None), (1, 3, None)]),
        ("hand balm night x2", [(2, 2, None)]),
        ("hand balm night ×2", [(2, 2, None)]),
        ("hand balm night (2)", [(2, 2, None)]),
        ("hand balm night 2", [(2, 2, None)]),
        ("two almond hand balms and a tea sampler", [(2, 1, None), (1, 3, None)]),
        ("a dozen soaps", [(12, 6, None)]),
        ("3x HB-01 @ 12.50", [(3, 1, Decimal("12.50"))]),
        ("3xHB-01 @ 12,50, 2 tea", [(3, 1, Decimal("12.50")), (2, 3, None)]),
        ("3 tea @ €4 each", [(3, 3, Decimal("4"))]),
        ("hb01", [(1, 1, None)]),
        ("HAND  BALM,  NIGHT", [(1, 2, None)]),
        ("2 Hand balm, almond, 1 soap", [(2, 1, None), (1, 6, None)]),
        ("soap and brush", [(1, 5, None)]),
        ("soap & brush", [(1, 5, None)]),
        ("soap, brush", [(1, 6, None), (1, 7, None)]),
        ("soap + tea\nbrush", [(1, 6, None), (1, 3, None), (1, 7, None)]),
        ("2 pcs of soap; 1 piece brush", [(2, 6, None), (1, 7, None)]),
        ("omega 3", [(1, 8, None)]),
        ("2 omega 3", [(2, 8, None)]),
        ("2 laundry concentrate 2 l", [(2, 4, None)]),
        ("creme riche", [(1, 9, None)]),
        ("handbalm night", [(1, 2, None)]),
        ("soap, 2 soap", [(3, 6, None)]),
        ("soap @ 3, soap @ 4", [(1, 6, Decimal(3)), (1, 6, Decimal(4))]),
        ("９ soap", [(9, 6, None)]),
    ],
)
def test_what_is_clear(text, lines):
    assert read(text) == lines


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("landry concentrate", 4),
        ("concnetrate", 4),
        ("tea smapler", 3),
        ("hand blam night", 2),
        ("laundy", 4),
    ],
)
def test_slips_of_the_finger(text, product):
    assert read(text) == [(1, product, None)]


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("2 hand balm", ["1:2", "2:2"]),
        ("HB", ["1:1", "2:1"]),
        ("sopa", ["5:1", "6:1"]),
        ("7 herbs", ["10:1", "10:7"]),
        ("omega 4", ["8:4"]),
    ],
)
def test_what_could_be_several_is_asked(text, choices):
    parsed = parse_order(text, CATALOGUE)
    assert (parsed.lines, parsed.unknown, parsed.troubles) == ((), (), ())
    assert [[choice.key for choice in question.choices] for question in parsed.questions] == [choices]


@pytest.mark.parametrize("text", ["HB-03", "HB-1", "cold tea", "2 shampoos", "5", "tee", "night light"])
def test_what_no_product_fits_is_handed_back(text):
    parsed = parse_order(text, CATALOGUE)
    assert (parsed.lines, parsed.questions, parsed.unknown) == ((), (), (text,))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("0 soap", Problem.TOO_FEW),
        ("-2 soap", Problem.TOO_FEW),
        ("soap x0", Problem.TOO_FEW),
        ("10000 soap", Problem.TOO_MANY),
        ("1000000000000 soap", Problem.TOO_MANY),
        ("9" * 5000 + " soap", Problem.TOO_MANY),
        ("9999 soap, soap", Problem.TOO_MANY),
        ("1.5 soap", Problem.NOT_WHOLE),
        ("soap @ -3", Problem.PRICE),
        ("soap @ cheap", Problem.PRICE),
        ("soap @ 1,000", Problem.PRICE),
        ("soap @ 3 tea", Problem.PRICE),
        ("soap @ 1.234", Problem.PRICE),
    ],
)
def test_impossible_numbers(text, problem):
    parsed = parse_order(text, CATALOGUE)
    assert [trouble.problem for trouble in parsed.troubles] == [problem]
    assert parsed.lines == ()


def test_an_answer_takes_the_place_of_its_question():
    parsed = parse_order("1 soap, 2 hand balm @ 9, 1 tea", CATALOGUE)
    answered = answer(parsed, {1: "2:2"})
    assert [(line.quantity, line.entry.id, line.price) for line in answered.lines] == [
        (1, 6, None),
        (2, 2, Decimal(9)),
        (1, 3, None),
    ]
    assert answered.is_clear


@pytest.mark.parametrize("answers", [{}, {0: "6:2"}, {0: "1:999"}, {0: ""}, {5: "1:2"}])
def test_an_answer_that_was_not_offered_answers_nothing(answers):
    parsed = parse_order("2 hand balm", CATALOGUE)
    assert answer(parsed, answers) == parsed


def test_codes_that_are_names_of_others_are_asked():
    catalogue = Catalogue([Entry(1, "TEA", "Black leaf"), Entry(2, "X", "Tea")])
    assert [choice.key for choice in parse_order("tea", catalogue).questions[0].choices] == ["1:1", "2:1"]


@pytest.mark.parametrize("text", ["fıve soap", "sİx soap", "nıne soap"])
def test_numbers_with_a_foreign_i_are_no_numbers(text):
    parsed = parse_order(text, CATALOGUE)
    assert (parsed.lines, parsed.unknown) == ((), (text,))


NAMES = st.lists(
    st.sampled_from(["rose", "balm", "night", "candle", "tea", "oil", "serum", "lotion", "brush"]),
    min_size=1,
    max_size=3,
    unique=True,
).map(" ".join)


@given(st.data())
def test_what_is_written_out_in_full_is_read_back(data):
    names = data.draw(st.lists(NAMES, min_size=1, max_size=8, unique=True))
    catalogue = Catalogue([Entry(i, f"C{i:03}", name) for i, name in enumerate(names)])
    wanted = data.draw(
        st.lists(st.sampled_from(range(len(names))), min_size=1, max_size=len(names), unique=True)
    )
    pieces = data.draw(st.lists(st.integers(1, MOST_PIECES), min_size=len(wanted), max_size=len(wanted)))
    styles = ["{n} {p}", "{n}x {p}", "{p} x{n}", "{p} × {n}", "{n} pcs of {p}"]
    text = ", ".join(
        data.draw(st.sampled_from(styles)).format(n=n, p=data.draw(st.sampled_from([names[i], f"C{i:03}"])))
        for i, n in zip(wanted, pieces, strict=True)
    )
    parsed = parse_order(text, catalogue)
    assert [(line.entry.id, line.quantity) for line in parsed.lines] == list(zip(wanted, pieces, strict=True))
    assert parsed.is_clear


ALPHABET = st.sampled_from(
    [*"0123456789 ,;@x×*&+-.()'\n\0abehlmnost", " and ", " hand balm", " soap ", "½", "茶", "é"]
)


@given(st.lists(ALPHABET, max_size=60).map("".join))
def test_no_text_breaks_it_and_no_part_of_it_is_lost(text):
    parsed = parse_order(text, CATALOGUE)
    outcomes = len(parsed.lines) + len(parsed.questions) + len(parsed.unknown) + len(parsed.troubles)
    assert bool(set(words_of(text)) - JOINING_WORDS) == bool(outcomes)
    assert all(1 <= line.quantity <= MOST_PIECES for line in parsed.lines)
    assert all(line.price is None or line.price >= 0 for line in parsed.lines)


@given(st.text(max_size=200))
def test_any_unicode_is_taken(text):
    parse_order(text, CATALOGUE)


def test_a_long_catalogue_and_a_long_text_are_read_at_once():
    names = [f"rose balm night {n}" for n in range(2000)]
    catalogue = Catalogue([Entry(n, f"P{n:04}", name) for n, name in enumerate(names)])
    start = perf_counter()
    parse_order("abcd, " * 83, catalogue)
    parse_order("lavendr " * 60, catalogue)
    assert perf_counter() - start < 5  # every piece against every name took three times as long
