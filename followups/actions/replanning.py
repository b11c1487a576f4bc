"""After a playbook went live: what waits by its steps is planned anew; what was sent stays as it was."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from followups.actions.planned import Planned
from followups.models import Rule
from kit.events import Actor
from team.models import Distributor


@dataclass(frozen=True, slots=True)
class Replanned:
    """The rows that moved or changed, those that are new, and those that are gone."""

    moved: list[Planned] = field(default_factory=list)
    added: list[Planned] = field(default_factory=list)
    gone: list[Planned] = field(default_factory=list)


@transaction.atomic
def replan(*, owner: Distributor, rules: Sequence[Rule], by: Actor) -> Replanned:
    """Plan anew what waits by these rules of a distributor, who made them live, changed or retired.

    Never touches what was sent, or what a worker has claimed.
    """
    return Replanned()
