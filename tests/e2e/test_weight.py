"""What a page weighs on its first visit, in a real browser with an empty cache."""

import pytest

from benchmarks.weighing import (
    HEAVIER_HTML,
    MOST_BYTES,
    MOST_CSS,
    MOST_HTML,
    MOST_REQUESTS,
    MOST_SCRIPT,
    PLACES,
    weigh,
)


@pytest.mark.parametrize("name", PLACES)
def test_a_page_is_light_on_a_first_visit(name, visit, site):
    visitor = visit()
    path = PLACES[name]
    if name != "sign-in":
        visitor.signs_in("yaw")
    if name == "person":
        path = visitor.goes_to("/people/").locator("#rows a.name").first.get_attribute("href")
    weight = weigh(visitor.page.context, site + path)
    assert weight.bytes <= MOST_BYTES, weight
    assert weight.requests <= MOST_REQUESTS, weight
    assert weight.html <= HEAVIER_HTML.get(name, MOST_HTML), weight
    assert weight.css < MOST_CSS, weight
    assert weight.script < MOST_SCRIPT, weight
