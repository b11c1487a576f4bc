from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.utils import timezone, translation

from kit import clock

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _tuesday_in_lisbon():
    with clock.travel(NOW), timezone.override("Europe/Lisbon"), translation.override("en"):
        yield


def show(source, **context):
    return Template("{% load kept %}" + source).render(Context(context))


def test_a_sign_is_silent_unless_it_has_a_label():
    assert show('{% icon "phone" %}') == (
        '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><use href="/static/icons.svg#i-phone"/></svg>'
    )
    assert show('{% icon "right" small=True mirror=True label="Late" %}') == (
        '<svg class="icon small mirror" viewBox="0 0 20 20" role="img" aria-label="Late">'
        '<use href="/static/icons.svg#i-right"/></svg>'
    )


def test_an_avatar_of_a_person_and_of_a_name():
    person = SimpleNamespace(name="<b> & Sons", rung=2)
    assert show('{% avatar person "large" %}', person=person) == (
        '<span class="avatar large" data-rung="2" aria-hidden="true">S</span>'
    )
    assert show('{% avatar "Ana Lima" %}') == '<span class="avatar" aria-hidden="true">AL</span>'


def test_money_and_its_absence():
    assert show('{{ amount|money:"EUR" }}', amount=Decimal("46.5")) == "€46.50"
    assert show('{{ amount|money:"EUR" }}', amount=None) == ""


def test_a_day_of_a_moment_is_the_day_in_the_zone_asked_for():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert show("{{ late|day }}", late=late) == "Tue 24 Nov"
    assert show('{{ late|day:"Asia/Tokyo" }}', late=late) == "Wed 25 Nov"
    assert show("{{ d|day }}", d=date(2025, 12, 2)) == "2 Dec 2025"
    assert show("{{ nothing|day }}{{ nothing|when }}{{ nothing|hour }}", nothing=None) == ""


def test_a_moment_is_told_in_words_and_to_programs():
    at = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
    assert show("{{ at|when }}", at=at) == "today, 10:30"
    assert show('{{ at|hour:"Europe/Berlin" }}', at=at) == "11:30"
    assert show("{% moment at %}", at=at) == (
        '<time datetime="2026-11-24T10:30:00+00:00">today, 10:30</time>'
    )
    assert show("{% moment d %}", d=date(2026, 11, 24)) == '<time datetime="2026-11-24">Tue 24 Nov</time>'


def test_the_margin_is_told_in_few_signs():
    today, yesterday = datetime(2026, 11, 24, 10, 30, tzinfo=UTC), date(2026, 11, 23)
    assert show("{% margin at %}", at=today) == (
        '<time datetime="2026-11-24T10:30:00+00:00">Today<br>10:30</time>'
    )
    assert show("{% margin at %}", at=yesterday) == '<time datetime="2026-11-23">23 Nov</time>'
    assert show("{% margin at %}", at=date(2025, 12, 2)) == '<time datetime="2025-12-02">2 Dec 2025</time>'
    assert show("{% margin nothing %}", nothing=None) == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (13, "13 days"), (14, "2 weeks"), (35, "5 weeks"), (70, "2 months"), (365, "12 months")],
)
def test_a_span_is_said_in_the_unit_people_use(days, words):
    assert show("{{ days|span }}", days=days) == words


def test_figures_in_charts_keep_their_point_in_any_language():
    with translation.override("de"), override_settings(USE_THOUSAND_SEPARATOR=True):
        assert 'd="M2.0 5.0 L92.0 26.0"' in show('{% spark values "falling" %}', values=[1, 0])


def test_a_browser_is_named():
    line = "Mozilla/5.0 (Linux; Android 14; Pixel) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
    assert show("{{ line|device }}", line=line) == "Chrome on Android"
    assert show("{{ line|device }}", line="curl/8") == "An unknown browser"
