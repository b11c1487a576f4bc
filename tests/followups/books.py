"""A small playbook of the house, for tests that need one of which they know every step."""

from followups.models import Playbook, Rule
from followups.models.rule import Action, Anchor
from followups.steps import Step, plain

ASK = {"kind": "other", "title": "Ask", "anchor": "delivery", "offset_days": 2, "action": "task"}


def book_of(owner, key="t_book", **values) -> Playbook:
    book = Playbook.objects.create(owner=owner, key=key, title="Book", rung=3, position=90, **values)
    Rule.objects.create(
        owner=owner, playbook=book, key="t_one", position=0, title="Ask", kind="check_in", anchor=Anchor.DELIVERY,
        offset_days=2, action=Action.TASK,
    )  # fmt: skip
    Rule.objects.create(
        owner=owner, playbook=book, key="t_two", position=1, title="Write", kind="tips", anchor=Anchor.DELIVERY,
        offset_days=14, action=Action.LETTER, letter="check_in_weeks",
    )  # fmt: skip
    return book


def rules_of(book) -> list[Rule]:
    return list(book.steps.order_by("position"))


def titles(steps) -> list[str]:
    return [step.title for step in steps]


def keys(steps) -> list[str]:
    return [step.key for step in steps]


def drafted_book(owner, key="fair") -> Playbook:
    """A playbook that only its owner has, with two letters that are not live yet."""
    steps = [
        Step(key=name, title=name.title(), offset_days=days, action="letter", letter="check_in_days")
        for name, days in (("one", 2), ("two", 9))
    ]
    draft = {"steps": [plain(step) for step in steps], "mark": "drafted"}
    return Playbook.objects.create(owner=owner, key=key, title="Fair", position=91, draft=draft)
