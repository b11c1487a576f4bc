"""What differs between two versions of a playbook, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from customers.models.customer import Channel
from followups import step_words
from followups.enclosing import told_name
from followups.models import Rule
from followups.models.rule import Action, Anchor, Stop, Unit
from followups.steps import LISTS, TIMES, Change, Step
from followups.views.playbooks.shown import titled

LONG = ("text", "script")  # shown by their first words alone
NAMES = {
    "action": Action, "anchor": Anchor, "every_unit": Unit, "channels": Channel, "stops": Stop,
}  # fmt: skip
LONGEST = 60  # characters of a value


@dataclass(frozen=True)
class Differing:
    """One step that differs: new, changed or gone, and for one that is changed, which values."""

    key: str
    title: str
    what: str
    step: Step
    values: Sequence[tuple[str, str, str]] = ()
    moved: bool = False
    waiting: int = 0

    @property
    def told(self) -> list[str]:
        return [step_words.margin_of(self.step), step_words.action_of(self.step)[0]]


def told(changes: Sequence[Change], waiting: dict[str, int] | None = None) -> list[Differing]:
    """Say what changes, step by step; `waiting` is how much is planned by each of them."""
    return [
        Differing(
            key=change.key,
            title=titled(change.title),
            what=change.what,
            step=change.after or change.before,
            values=[_value_told(change, name) for name in change.fields],
            moved=change.moved,
            waiting=(waiting or {}).get(change.key, 0),
        )
        for change in changes
    ]


def _value_told(change: Change, name: str) -> tuple[str, str, str]:
    label = capfirst(str(Rule._meta.get_field(name).verbose_name))
    return label, _said(name, getattr(change.before, name)), _said(name, getattr(change.after, name))


def _said(name: str, value) -> str:
    if value in (None, "", ()):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in TIMES:
        return step_words.clock_said(value)
    if name in LISTS:
        return ", ".join(_named(name, one) for one in value)
    if name == "attachment":
        return told_name(value)
    said = titled(value) if name == "title" else _named(name, str(value))
    said = " ".join(said.split())
    return f"{said[:LONGEST]}…" if len(said) > LONGEST else said


def _named(name: str, value: str) -> str:
    field = Rule._meta.get_field(name)
    choices = dict(
        field.choices or NAMES.get(name, Channel).choices if name in NAMES else field.choices or []
    )
    return str(choices.get(value, value))
