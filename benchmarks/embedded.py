"""The same pages on SQLite with 5,000 people of one user, against the floor on SQLite."""

from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.stage import Stage
from benchmarks.walk import PAGES, Floor, Ours, far_figure, in_turn, page_figures


def measure(stage: Stage) -> Iterator[Figure]:
    """Both served by gunicorn in the same way; what `up` itself bears is measured by `creating`."""
    ours, floor = Ours(stage.ours("embedded")), Floor(stage.floor("embedded"))
    prefix = stage.world("embedded").title
    for page in PAGES:
        if ours.can(page.ours):
            stage.say(f"Opening on SQLite: {page.name}.")
            calls = {"ours": getattr(ours, page.ours), "floor": getattr(floor, page.floor)}
            got = in_turn(calls, stage.sizes.rounds)
            yield from page_figures(prefix, page, got["ours"], got["floor"], None)
    yield from far_figure(prefix, ours, stage.sizes.rounds)
