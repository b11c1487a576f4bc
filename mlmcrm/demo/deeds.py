"""What happens in the stories of the demo world. Moments are aware, days are the owner's."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from mlmcrm.demo.names import Name


@dataclass(frozen=True)
class Touched:
    """A contact, in or out."""

    at: datetime
    kind: str
    direction: str = "out"
    note: str = ""
    inquiry: bool = False


@dataclass(frozen=True)
class Ordered:
    """An order: codes and pieces, and when it was told, planned and came to be delivered."""

    at: datetime
    on: date
    lines: tuple[tuple[str, int], ...]
    told: date | None = None
    planned: date | None = None
    place: str = ""
    extras: str = ""


@dataclass(frozen=True)
class Delivered:
    """The goods of an order came; `order` is the order's place in the story."""

    at: datetime
    on: date
    order: Ordered


@dataclass(frozen=True)
class Noted:
    at: datetime
    text: str


@dataclass(frozen=True)
class Climbed:
    """A climb by hand."""

    at: datetime
    on: date
    rung: int
    reason: str


@dataclass(frozen=True)
class Joined:
    """An enrolment in the team, under a public id."""

    at: datetime
    on: date
    distributor: UUID


Deed = Touched | Ordered | Delivered | Noted | Climbed | Joined


@dataclass
class Story:
    """A person of somebody's circle with all that happened. `introduced_by` is another story."""

    name: Name
    entered_at: datetime
    entered_on: date
    source: str = ""
    warmth: str = "warm"
    email: str = ""
    phone: str = ""
    address: str = ""
    birthday: tuple[int | None, int, int] | None = None
    zone: str = ""
    channel: str = ""
    hours: str = ""
    tags: tuple[str, ...] = ()
    agrees: bool = False  # to letters of service
    introduced_by: "Story | None" = None
    deeds: list[Deed] = field(default_factory=list)

    def sort(self) -> None:
        """Put the deeds in the order in which they happened."""
        self.deeds.sort(key=lambda deed: deed.at)
