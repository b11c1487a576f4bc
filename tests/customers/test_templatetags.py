from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from kit import clock

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _tuesday_in_lisbon():
    with clock.travel(NOW), timezone.override("Europe/Lisbon"), translation.override("en"):
        yield


def show(source, **context):
    return Template("{% load people %}" + source).render(Context(context))


def test_a_rung_is_colour_glyph_and_word():
    assert show("{% rung 4 bare=True %}") == (
        '<span class="rung bare" data-rung="4"><svg viewBox="0 0 14 19" aria-hidden="true">'
        '<use href="/static/icons.svg#i-rung-4"/></svg>Client</span>'
    )


@pytest.mark.parametrize(
    ("days", "due", "words"),
    [
        (
            ["2026-09-15", "2026-10-20"],
            "2026-11-03",
            "2 orders, about 5 weeks apart. The next was due 3 weeks ago.",
        ),
        (["2026-10-20"], "2026-12-01", "1 order. The next is due in 7 days."),
        (["2026-10-20"], "2026-11-24", "1 order. The next is due today."),
        (["2026-10-20"], None, "1 order."),
    ],
)
def test_a_rhythm_says_in_words_what_it_shows(days, due, words):
    days = [date.fromisoformat(day) for day in days]
    due = due and date.fromisoformat(due)
    shown = show("{% rhythm days due %}", days=days, due=due)
    assert shown.split('aria-label="')[1].split('"')[0] == words


def test_a_rhythm_comes_with_a_table_where_asked_and_with_nothing_without_orders():
    days = [datetime(2026, 10, 20, 8, 0, tzinfo=UTC)]
    table = show("{% rhythm days table=True %}", days=days).split("</svg>")[1]
    assert "".join(table.split("\n")) == (
        '<table class="visually-hidden">  <caption>Days of orders</caption>'
        '  <tr><th scope="row">1</th><td>Tue 20 Oct</td></tr></table>'
    )
    assert show("{% rhythm days %}", days=[]) == ""
