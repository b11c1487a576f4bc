"""How the meeting room joins two texts that grew from one, in the browser that does it."""

import random
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "static/js/meeting_merge.js"
LINES = ["a", "ab", "abc", "b", "! card", "! card by Friday", "", "c", "d"]


@pytest.fixture(scope="module")
def merge(browser):
    page = browser.new_page()
    page.goto("about:blank")
    page.evaluate(
        "async (source) => { window.told = await import(URL.createObjectURL(new Blob([source], {type: 'text/javascript'}))); }",
        SOURCE.read_text(),
    )
    yield lambda all_of: page.evaluate("all => all.map((three) => told.merge(...three))", all_of)
    page.close()


def text(*lines: str) -> str:
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both"),
    [
        ("a", "a\nmine", "a\ntheirs", "a\ntheirs\nmine"),
        ("a", "a", "a\ntheirs", "a\ntheirs"),
        ("a", "a\nmine", "a", "a\nmine"),
        ("a\nb\nc", "a\nB\nc", "a\nb\nc\nd", "a\nB\nc\nd"),
        ("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"),
        ("a", "a\n! Ask whether it fits", "a\n! Ask wheth", "a\n! Ask whether it fits"),
        ("", "mine", "theirs", "theirs\nmine"),
        ("a\nb", "A\nb", "a changed\nb", "a changed\nA\nb"),
        ("", "", "", ""),
    ],
)
def test_two_texts_become_one(merge, base, mine, theirs, both):
    assert merge([[base, mine, theirs]]) == [both]


def test_whatever_either_side_wrote_is_there(merge):
    chance = random.Random(5)

    def lines() -> list[str]:
        return [chance.choice(LINES) for _ in range(chance.randrange(7))]

    triples = [[text(*lines()), text(*lines()), text(*lines())] for _ in range(3000)]
    for (base, mine, theirs), both in zip(triples, merge(triples), strict=True):
        kept, old = both.split("\n"), base.split("\n")
        for line in [*mine.split("\n"), *theirs.split("\n")]:
            is_new = line.strip() and line not in old
            assert not is_new or any(one.startswith(line) for one in kept), (base, mine, theirs, both)


def test_many_lines_are_joined_in_no_time(merge):
    base = text(*(f"line {number}" for number in range(800)))
    mine, theirs = f"first\n{base}\nmine", f"{base}\ntheirs"
    assert merge([[base, mine, theirs]]) == [f"first\n{base}\ntheirs\nmine"]
