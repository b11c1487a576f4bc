"""What the pages of playbooks show: the places to go, and the steps with what changed in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from customers.models import Customer
from followups import step_words
from followups.claims import Found
from followups.drafting import Enclosed, claims_of, draft_steps, enclosed, live_steps, places_of
from followups.models import Playbook, Replanning
from followups.steps import Change, Step, changes
from kit import clock

STILL_SHOWN = timedelta(minutes=10)
SIGNS = {
    "order": "bag", "delivery": "box", "birthday": "heart", "referral": "people", "slipping": "clock", "cooling": "clock",
    "complaint": "hand", "survey": "survey", "joined": "person",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A playbook to go to, with the number of its steps and, for a rung, of the people on it."""

    key: str
    title: str
    about: str
    rung: int | None
    steps: int
    has_draft: bool
    people: int | None = None
    current: bool = False
    is_shared: bool = False

    @property
    def sign(self) -> str:
        return next((sign for word, sign in SIGNS.items() if word in self.key), "repeat")


@dataclass(frozen=True)
class ShownStep:
    """A step as the page tells it. `common` are the stops that all steps have."""

    step: Step
    change: Change | None = None
    common: frozenset[str] = frozenset()
    warnings: Sequence[str] = ()

    @property
    def key(self) -> str:
        return self.step.key

    @property
    def title(self) -> str:
        return titled(self.step.title)

    @property
    def changed(self) -> str:
        return self.change.what if self.change else ""

    @property
    def is_active(self) -> bool:
        return self.step.is_active

    @property
    def is_letter(self) -> bool:
        return self.step.action in step_words.LETTERS

    @cached_property
    def document(self) -> Enclosed | None:
        """What goes with the letter; a task carries nothing."""
        return enclosed(self.step) if self.is_letter else None

    @property
    def words(self) -> str:
        """The words of one's own: of the letter, or those that help with the task."""
        return self.step.text if self.is_letter else titled(self.step.script)

    @property
    def is_marketing(self) -> bool:
        return self.step.purpose == "marketing"

    @property
    def comes(self) -> str:
        return step_words.margin_of(self.step)

    @property
    def sign(self) -> str:
        return step_words.sign_of(self.step)

    @property
    def happens(self) -> str:
        return step_words.action_of(self.step)[0]

    @property
    def tone(self) -> str:
        return step_words.action_of(self.step)[1]

    @property
    def told(self) -> list[str]:
        own = [stop for stop in self.step.stops if stop not in self.common]
        stops = step_words.stops_said(own)
        return [*step_words.told(self.step), *([stops] if stops else [])]


@dataclass
class Page:
    """A playbook as somebody sees it: an own one, else the house's."""

    viewer: object
    playbook: Playbook

    @cached_property
    def places(self) -> list[Place]:
        return places_for(self.viewer, current=self.playbook)

    @property
    def key(self) -> str:
        return self.playbook.key

    @property
    def title(self) -> str:
        return titled(self.playbook.title)

    @property
    def about(self) -> str:
        return titled(self.playbook.about)

    @property
    def is_house(self) -> bool:
        return self.playbook.owner_id is None

    @cached_property
    def planning(self) -> Replanning | None:
        """How far a worker has planned anew by it, until some minutes after the end."""
        if self.is_house:
            return None
        lately = Q(ended_at=None) | Q(ended_at__gt=clock.now() - STILL_SHOWN, done__gt=0)
        return self.playbook.replannings.filter(lately).order_by("-created_at", "-pk").first()

    @cached_property
    def draft(self) -> list[Step]:
        return self.live if self.playbook.draft is None else draft_steps(self.playbook)

    @cached_property
    def live(self) -> list[Step]:
        return live_steps(self.playbook)

    @cached_property
    def changed(self) -> list[Change]:
        return [] if self.playbook.draft is None else changes(self.live, self.draft)

    @property
    def changes(self) -> int:
        return len(self.changed)

    @property
    def gone(self) -> list[str]:
        return [titled(change.title) for change in self.changed if change.after is None]

    @cached_property
    def steps(self) -> list[ShownStep]:
        viewer = self.viewer
        quiet = (viewer.quiet_from, viewer.quiet_until) if viewer.quiet_hours_on else None
        return shown_steps(self.draft, self.changed, self.common, quiet=quiet)

    @cached_property
    def common(self) -> frozenset[str]:
        """The stops that every step has; they are said once."""
        stops = [frozenset(step.stops) for step in self.draft]
        return frozenset.intersection(*stops) if len(stops) > 1 else frozenset()

    @property
    def stops(self) -> str:
        return step_words.ends_said(self.common)

    @property
    def rungs_up(self) -> list[Place]:
        return sorted((place for place in self.places if place.rung), key=lambda place: place.rung)

    @property
    def rungs(self) -> list[Place]:
        return self.rungs_up[::-1]

    @property
    def occasions(self) -> list[Place]:
        return [place for place in self.places if not place.rung]

    @property
    def here(self) -> Place | None:
        return next((place for place in self.places if place.current), None)


def playbook_of(request, key: str) -> Playbook:
    """Return the playbook that holds for the viewer, or answer 404."""
    rows = Playbook.objects.visible_to(request.user).of(request.user.pk)
    playbook = get_object_or_404(rows.select_related("source", "source__owner"), key=key)
    if playbook.owner_id is not None:
        playbook.owner = request.user
    return playbook


def page_of(request, key: str) -> Page:
    """Return what the page of a playbook shows."""
    return Page(request.user, playbook_of(request, key))


def places_for(viewer, current: Playbook | None = None) -> list[Place]:
    """Return all playbooks that hold for somebody, with the people on their rungs."""
    standing = Q(steps__retired_at=None)
    rows = Playbook.objects.visible_to(viewer).of(viewer.pk).annotate(n=Count("steps", filter=standing))
    rows = rows.order_by("position", "key")  # counting leaves the usual order out
    counted = Customer.objects.visible_to(viewer).order_by().values_list("rung").annotate(Count("pk"))
    people = dict(counted)
    return [_place(row, people, current) for row in rows]


def _place(row: Playbook, people: dict[int, int], current: Playbook | None) -> Place:
    return Place(
        key=row.key,
        title=row.get_rung_display() if row.rung else titled(row.title),
        about=titled(row.about),
        rung=row.rung,
        steps=row.n if row.draft is None else len(row.draft["steps"]),
        has_draft=row.draft is not None,
        people=people.get(row.rung, 0) if row.rung else None,
        current=current is not None and row.key == current.key,
        is_shared=row.shared_at is not None,
    )


def titled(text: str) -> str:
    """Return the house's words in the language of the page; what somebody typed stays."""
    return _(text) if text else ""


def shown_steps(
    steps: Sequence[Step],
    changed: Sequence[Change] = (),
    common: frozenset[str] = frozenset(),
    claims: Sequence[tuple[Step, Found]] | None = None,
    quiet: tuple[time, time] | None = None,
) -> list[ShownStep]:
    """Return steps as a page tells them, each with what its words promise that nobody may promise.

    So it is with a time of day that lies in the `quiet` hours as a whole.
    """
    by_key = {change.key: change for change in changed}
    warnings: dict[str, list[str]] = {}
    for step, found in claims_of(steps) if claims is None else claims:
        said = step_words.claim_said(found.kind, found.words, places_of(step, found.words))
        warnings.setdefault(step.key, []).append(said)
    for step in steps if quiet else ():
        if said := step_words.quiet_said(step, *quiet):
            warnings.setdefault(step.key, []).append(said)
    return [ShownStep(step, by_key.get(step.key), common, warnings.get(step.key, ())) for step in steps]
