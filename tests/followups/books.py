"""A small playbook of the house, for tests that need one of which they know every step."""

from followups.models import Playbook, Rule
from followups.models.rule import Action, Anchor
from followups.steps import Step, plain

ASK = {"kind": "other", "title": "Ask", "anchor": "delivery", "offset_days": 2, "action": "task"}


def book_of(owner, key="t_book", *, keys=("t_one", "t_two"), **values) -> Playbook:
    book = Playbook.objects.create(owner=owner, key=key, title="Book", rung=3, position=90, **values)
    Rule.objects.create(
        owner=owner, playbook=book, key=keys[0], position=0, title="Ask", kind="check_in", anchor=Anchor.DELIVERY,
        offset_days=2, action=Action.TASK,
    )  # fmt: skip
    Rule.objects.create(
        owner=owner, playbook=book, key=keys[1], position=1, title="Write", kind="tips", anchor=Anchor.DELIVERY,
        offset_days=14, action=Action.LETTER, letter="check_in_weeks",
    )  # fmt: skip
    return book


def rules_of(book) -> list[Rule]:
    return list(book.steps.order_by("position"))


def titles(steps) -> list[str]:
    return [step.title for step in steps]


def keys(steps) -> list[str]:
    return [step.key for step in steps]


def drafted_book(owner, key="fair", count=2) -> Playbook:
    """A playbook that only its owner has, with letters that are not live yet."""
    names = ["one", "two", *(f"n{number}" for number in range(3, count + 1))][:count]
    steps = [
        Step(key=name, title=name.title(), offset_days=2 + 7 * place, action="letter", letter="check_in_days")
        for place, name in enumerate(names)
    ]
    draft = {"steps": [plain(step) for step in steps], "mark": "drafted"}
    return Playbook.objects.create(owner=owner, key=key, title="Fair", position=91, draft=draft)
