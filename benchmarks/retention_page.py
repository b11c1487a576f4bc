"""Writes docs/retention.md and the picture beside it: the published figures, ours, and what came afterwards."""

from pathlib import Path

from benchmarks import cdnow
from benchmarks.figures import Figure
from benchmarks.programs import Failed
from benchmarks.report import TINY, machine, table_of
from reports.flagging import RULE, UNLIKELY
from reports.survival import History, chance_alive, expected_orders

PICTURE = "pictures/retention.svg"
WIDE, HIGH, LEFT, TOP, RIGHT, BOTTOM = 680, 340, 56, 16, 664, 300
PUBLISHED = {
    "r": "0.243", "alpha (weeks)": "4.414", "a": "0.793", "b": "2.426", "log-likelihood": "-9582.4",
    "p": "6.25", "q": "3.74", "v": "15.44", "people who came back": "946",
    "first customer: chance to be one still": "0.7266", "first customer: orders in 39 weeks more": "1.226",
}  # fmt: skip

HEAD = """# Who is still a customer

Made by `.venv/bin/python manage.py bench retention --write docs/retention.md`; never written by hand. How the product uses it, and what it
says where the orders hold no fit, stands in [0024](decisions/0024-who-is-still-a-customer.md).

The data are the CDNOW sample: real orders of 2,357 people who first bought between January and March 1997, calibrated until 30 September
1997 (39 weeks); several orders on one day are one."""

TABLE = """## The published figures, and ours

BG/NBD: Fader, Hardie, Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2), and the authors' notes on it.
Gamma-Gamma: Fader and Hardie (2013). The first customer came back twice, the last time in week 30.43 of 38.86."""

AFTER = f"""## What was expected, and what came

![Further orders week by week: the expected curve beside the one that came]({PICTURE})

The curve is made of the calibration alone; right of the line it foretells."""

EACH = """By how often people came back during the calibration, orders of each in the 39 weeks after it:"""

FLAGS = f"""## How often flags would have been right

Seven nights, four weeks apart, from the end of the calibration on. Of people who were silent for 1.5 to 3 of their own intervals, those
less likely to be a customer still than the threshold; real is a flag after which no order came within one further interval, 14 to 90
days. Rule {RULE} uses {UNLIKELY}: a lower one finds hardly more of the truth and misses people who could still be asked."""

COST = """## What it costs

The floor of a fit is one evaluation of its likelihood over the same people, equal histories counted once. A night reads all orders twice,
fits them, carries chances and values to every row, judges flags and raises new ones; on SQLite, in a process of its own."""


def write_retention(path: Path, measured: dict[str, list[Figure]], seconds: float, *, small: bool) -> None:
    """Write the page and its picture. Raises Failed without the sample."""
    if cdnow.sample() is None:
        raise Failed("docs/retention.md needs the CDNOW sample: KEPT_CDNOW names the file.")
    weeks = cdnow.by_week()
    picture = path.parent / PICTURE
    picture.parent.mkdir(exist_ok=True)
    picture.write_text(plot(weeks), encoding="utf-8")
    parts = [
        HEAD,
        machine(seconds),
        *([TINY] if small else []),
        TABLE,
        _published(),
        AFTER,
        _totals(weeks),
        EACH,
    ]
    parts += [
        _by_repeats(),
        FLAGS,
        _flags(),
        COST,
        *([TINY] if small else []),
        table_of(measured["retention"]),
    ]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _published() -> str:
    how, likely, money, people = cdnow.fitted()
    first = History(2, 30.43, 38.86)
    ours = [f"{value:.3f}" for value in (how.r, how.alpha, how.a, how.b)] + [f"{likely:.1f}"]
    ours += [f"{value:.2f}" for value in (money.p, money.q, money.v)] + [f"{people}"]
    ours += [f"{chance_alive(how, first):.4f}", f"{expected_orders(how, first, cdnow.WEEKS):.3f}"]
    rows = zip(PUBLISHED.items(), ours, strict=True)
    lines = [
        f"| {name} | {theirs} | {own} | {'same' if theirs == own else 'differs'} |"
        for (name, theirs), own in rows
    ]
    return "\n".join(["| | published | ours | |", "|---|---:|---:|---|", *lines])


def _totals(weeks) -> str:
    half, end = weeks[cdnow.WEEKS - 1], weeks[-1]
    told, came = end[1] - half[1], end[2] - half[2]
    return (
        f"In the following {cdnow.WEEKS} weeks {told:,.0f} further orders were expected of people nothing else was known of, and {came:,} came "
        f"({told / came - 1:+.0%}); by the end of them {end[1]:,.0f} and {end[2]:,} ({end[1] / end[2] - 1:+.0%})."
    )


def _by_repeats() -> str:
    lines = [
        f"| {name} | {people:,} | {told:.2f} | {came:.2f} |"
        for name, people, told, came in cdnow.by_repeats()
    ]
    return "\n".join(["| came back | people | expected | came |", "|---|---:|---:|---:|", *lines])


def _flags() -> str:
    rows = cdnow.by_threshold((1.01, 0.9, UNLIKELY, 0.7, 0.6, 0.5))
    lines = [
        f"| {'none' if most > 1 else most}{' (the rule)' if most == UNLIKELY else ''} | {flags:,} | {real:,} | {real / flags:.0%} |"
        for most, flags, real in rows
    ]
    return "\n".join(["| threshold | flags | real | |", "|---|---:|---:|---:|", *lines])


def plot(weeks: list[tuple[int, float, int]]) -> str:
    """Draw expected and actual further orders, week by week, in colours that hold on light and on dark paper."""
    most = 1_000 * (int(max(max(told, came) for _, told, came in weeks)) // 1_000 + 1)

    def place(week: float, count: float) -> str:
        x = LEFT + (RIGHT - LEFT) * week / weeks[-1][0]
        return f"{x:.1f} {BOTTOM - (BOTTOM - TOP) * count / most:.1f}"

    def curve(column: int, look: str) -> str:
        points = [place(0, 0), *(place(row[0], row[column]) for row in weeks)]
        return f'<path d="M{" L".join(points)}" fill="none" stroke-width="2.5" {look}/>'

    middle = place(cdnow.WEEKS, 0).split()[0]
    steps = range(0, most + 1, 1_000)
    lines = [
        f'<path d="M{place(0, step)} L{place(weeks[-1][0], step)}" stroke="#808080" stroke-opacity=".35"/>'
        f'<text x="{LEFT - 8}" y="{float(place(0, step).split()[1]) + 4:.1f}" text-anchor="end">{step:,}</text>'
        for step in steps
    ]
    lines += [
        f'<text x="{place(week, 0).split()[0]}" y="{BOTTOM + 18}" text-anchor="middle">{week}</text>'
        for week in range(0, weeks[-1][0] + 1, 13)
    ]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" font-size="12" fill="#808080">',
        "<title>Further orders until each week of 1997 and 1998, expected and actual</title>",
        f'<rect width="{WIDE}" height="{HIGH}" fill="#ffffff"/>',
        *lines,
        f'<path d="M{middle} {TOP} L{middle} {BOTTOM}" stroke="#808080" stroke-dasharray="4 4"/>',
        f'<text x="{float(middle) + 6:.1f}" y="{TOP + 12}">foretold from here on</text>',
        curve(2, 'stroke="#1d6b4f"'),
        curve(1, 'stroke="#c0392b" stroke-dasharray="7 4"'),
        f'<text x="{LEFT + 12}" y="{TOP + 12}" fill="#1d6b4f">came</text>',
        f'<text x="{LEFT + 12}" y="{TOP + 30}" fill="#c0392b">expected</text>',
        f'<text x="{(LEFT + RIGHT) // 2}" y="{HIGH - 6}" text-anchor="middle">weeks since 1 January 1997</text>',
        "</svg>\n",
    ])  # fmt: skip
