"""The dry run as the pages show it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.wording import counted
from followups.actions.forecast import Forecast, Held, Line, forecast
from followups.step_words import LETTERS
from followups.views.playbooks.shown import Page, titled
from kit import clock

FIRST_LINES, FIRST_HELD = 7, 3


@dataclass(frozen=True)
class Change:
    """What somebody would get at another time, only now, or not any more."""

    person: object
    title: str
    before: Line | None
    after: Line | None


@dataclass
class DryRun:
    """Who would get what, and who not; what a narrow panel shows of it, and all in a sentence."""

    found: Forecast

    @property
    def lines(self) -> Sequence[Line]:
        return self.found.lines

    @property
    def held(self) -> Sequence[Held]:
        return self.found.held

    @property
    def first_lines(self) -> Sequence[Line]:
        return self.lines[:FIRST_LINES]

    @property
    def first_held(self) -> Sequence[Held]:
        return self.held[:FIRST_HELD]

    @property
    def all(self) -> int:
        """How many rows there are beyond those that the panel shows."""
        rows = len(self.lines) + len(self.held)
        return rows if rows > len(self.first_lines) + len(self.first_held) else 0

    @cached_property
    def summary(self) -> str:
        if not self.lines:
            return self._kept_back()
        letters = sum(line.action in LETTERS for line in self.lines)
        what = _what(letters, len(self.lines) - letters)
        whom = ngettext("%(n)s person", "%(n)s people", self.found.people) % {"n": counted(self.found.people)}
        said = _("%(what)s for %(whom)s.") % {"what": what, "whom": whom}
        return f"{said} {self._kept_back()}".strip()

    def _kept_back(self) -> str:
        people = len({held.person.pk for held in self.held})
        if not people:
            return ""
        return ngettext("%(n)s person held back.", "%(n)s people held back.", people) % {"n": counted(people)}


def dry_run_of(viewer, page: Page) -> DryRun:
    """Work out what the steps of a page would come to, those of the draft where there is one."""
    return DryRun(forecast(viewer, page.draft, playbook_key=page.key, now=clock.now()))


def who_changes(viewer, page: Page) -> list[Change]:
    """Return what going live would change for whom in the next days, by the day on which it shows."""
    now = clock.now()
    before = _by_place(forecast(viewer, page.live, playbook_key=page.key, now=now))
    after = _by_place(forecast(viewer, page.draft, playbook_key=page.key, now=now))
    found = [
        _change(before.get(place), after.get(place))
        for place in {**before, **after}
        if _seen(before.get(place)) != _seen(after.get(place))
    ]
    return sorted(found, key=lambda change: ((change.after or change.before).when, change.person.name_key))


def counts_said(moved: int, added: int, gone: int) -> str:
    """Say how many things come otherwise than before, in the same words before and after going live."""
    said = [
        (moved, ngettext("%(n)s moved or changed", "%(n)s moved or changed", moved)),
        (added, ngettext("%(n)s added", "%(n)s added", added)),
        (gone, ngettext("%(n)s taken back", "%(n)s taken back", gone)),
    ]
    return ", ".join(words % {"n": counted(n)} for n, words in said if n)


def _by_place(found: Forecast) -> dict[tuple, Line]:
    """The lines of a person and a step, told apart by their number."""
    numbers: Counter = Counter()
    places: dict[tuple, Line] = {}
    for line in found.lines:
        place = (line.person.pk, line.step_key)
        places[(*place, numbers[place])] = line
        numbers[place] += 1
    return places


def _change(before: Line | None, after: Line | None) -> Change:
    line = after or before
    return Change(line.person, titled(line.title), before, after)


def _seen(line: Line | None) -> tuple | None:
    return line and (line.local_date, line.channel, line.action, line.title)


def _what(letters: int, tasks: int) -> str:
    said = []
    if letters:
        said.append(ngettext("%(n)s letter", "%(n)s letters", letters) % {"n": counted(letters)})
    if tasks:
        said.append(ngettext("%(n)s task", "%(n)s tasks", tasks) % {"n": counted(tasks)})
    return _(" and ").join(said)
