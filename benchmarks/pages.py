"""Pages and calls on PostgreSQL with 10,000 and 100,000 people of 200 users, against the floor, and how they grow."""

from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.stage import Stage
from benchmarks.walk import PAGES, Floor, Ours, Page, far_figure, in_turn, page_figures

GROWTH = 1.15


def measure(stage: Stage) -> Iterator[Figure]:
    """All four sites run at once and are asked in turn, so that what is compared met the same moments."""
    sizes = stage.sizes
    for name in ("few", "many"):
        stage.ours(name)  # everything is written before anything is asked
        stage.floor(name)
    few, many = Ours(stage.ours("few")), Ours(stage.ours("many"))
    few_floor, many_floor = Floor(stage.floor("few")), Floor(stage.floor("many"))
    of_few, of_many = stage.world("few").title, stage.world("many").title
    for page in PAGES:
        if not many.can(page.ours):
            continue
        stage.say(f"Opening: {page.name}.")
        got = in_turn(_calls(page, few, many, few_floor, many_floor), sizes.rounds)
        yield from page_figures(of_many, page, got["many"], got["many floor"], page.goal)
        yield Figure(f"{of_few}: {page.name}", got["few"].ms, "ms", got["few floor"].ms)
        name = f"growth from {sizes.few:,} to {sizes.many:,} people: {page.name}"
        yield Figure(name, got["many"].ms, "ms", got["few"].ms, GROWTH)
    yield from far_figure(of_many, many, sizes.rounds)
    yield from _floors(of_many, many_floor, sizes.rounds)


def _calls(page: Page, few: Ours, many: Ours, few_floor: Floor, many_floor: Floor) -> dict:
    return {
        "many": getattr(many, page.ours),
        "many floor": getattr(many_floor, page.floor),
        "few": getattr(few, page.ours),
        "few floor": getattr(few_floor, page.floor),
    }


def _floors(prefix: str, floor: Floor, rounds: int) -> Iterator[Figure]:
    """What the floor would cost if it counted and showed one's own rows only."""
    got = in_turn({"all": floor.html, "own": floor.own_html}, rounds)
    yield Figure(f"{prefix}: the floor's page of one's own rows", got["own"].ms, "ms", got["all"].ms)
    yield Figure(f"{prefix}: the floor's page, queries", got["all"].queries, "queries")
