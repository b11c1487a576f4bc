"""Finds somebody of the demo world by what the people list says of them."""

from dataclasses import dataclass

READ = """rows => rows.map(row => ({
  name: row.querySelector("a.name").textContent,
  path: row.querySelector("a.name").getAttribute("href"),
  rung: Number(row.querySelector("[data-rung]").dataset.rung),
  orders: Number(row.cells[2].textContent.trim() || 0),
  said: row.cells[0].textContent,
}))"""

READ_LETTERS = """lines => lines.map(line => ({
  state: line.querySelector(".tag").textContent.trim(),
  cause: line.querySelector(".soft").textContent.trim(),
}))"""

SUSPECT, PROSPECT, CUSTOMER, CLIENT = 1, 2, 3, 4


@dataclass(frozen=True)
class Found:
    name: str
    path: str
    rung: int
    orders: int
    said: str


def people(visitor) -> list[Found]:
    page = visitor.goes_to("/people/")
    return [Found(**row) for row in page.eval_on_selector_all("#rows > tr", READ)]


def newcomer(visitor) -> Found:
    """Somebody warm who never ordered."""
    return next(
        one for one in people(visitor) if one.rung == SUSPECT and not one.orders and "Cold" not in one.said
    )


def repeat_buyer(visitor) -> Found:
    """Somebody who ordered more than once."""
    return next(one for one in people(visitor) if one.rung >= CLIENT and one.orders > 2)


@dataclass(frozen=True)
class Letter:
    state: str
    cause: str


def letters_to(visitor, name: str) -> list[Letter]:
    """What /messages/ says about the letters to a person, the newest first."""
    lines = visitor.goes_to("/messages/").locator("#rows > li", has_text=name)
    return [Letter(**line) for line in lines.evaluate_all(READ_LETTERS)]
