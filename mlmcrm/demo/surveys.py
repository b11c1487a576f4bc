"""What people of the demo world answered: most are glad, a few proposed something, and one of it is done."""

from datetime import datetime, timedelta
from random import Random

from customers.models import Customer
from followups.actions.surveys import write_down
from followups.actions.surveys.holding import Answer, search_key
from followups.models import Suggestion, Survey
from followups.surveying import closes
from kit import clock
from kit.errors import Refused
from mlmcrm.demo.days import Life

ASKED = {"amara": 48, "yaw": 12, "cleo": 4}  # people, over the last year
FIRST, LAST = 400, 95  # days ago; who was asked since may be asked by the playbooks
CONTENT, RECOMMENDS = (5, 5, 4, 4, 4, 3), (10, 9, 9, 8, 8, 7)
WORDS = (
    "It smells like the garden of my grandmother.",
    "Came two days before it was promised.",
    "I like that somebody asks how it is going.",
    "Good, but the tin is hard to open.",
    "Does what it should, and nobody pushed me.",
    "",
    "",
)
PAPER = "Less plastic in the parcels, please."
SMALLER = "A smaller tin to take along."
DONE = "The parcels come in paper now, from this month on."


def keep_surveys(lives: dict[str, Life]) -> None:
    """Write what was answered over the last year, and let a few say today what would make it better."""
    for handle, count in ASKED.items():
        life = lives[handle]
        people = _buyers(life)
        rng = Random(f"{handle}:surveys")
        _answered_before(life, people[-count:], rng)
        _propose(life, people[: 2 if handle == "amara" else 1], SMALLER if handle == "cleo" else PAPER)
    _done(lives["yaw"])


def _buyers(life: Life) -> list[Customer]:
    people = Customer.objects.visible_to(life.owner).filter(orders_count__gt=0, refused_on=None)
    people = people.exclude(name__in=life.unmet).filter(complaints=None, surveys=None)
    return list(people.order_by("name_key", "pk"))


def _answered_before(life: Life, people: list[Customer], rng: Random) -> None:
    """Nine of ten answered."""
    rows = []
    for person in people:
        asked_at = clock.now() - timedelta(days=rng.randrange(LAST, FIRST), hours=rng.randrange(8))
        rows.append(_row(person, asked_at, rng))
    Survey.objects.bulk_create(rows)


def _row(person: Customer, asked_at: datetime, rng: Random) -> Survey:
    recommends = person.orders_count > 1 and rng.random() < 0.5
    occasion, measure = ("relation", "nps") if recommends else ("delivery", "csat")
    row = Survey(
        owner_id=person.owner_id, customer=person, occasion=occasion, measure=measure, asked_at=asked_at,
        closes_at=closes(asked_at), created_at=asked_at, updated_at=asked_at,
    )  # fmt: skip
    score, why = rng.choice(RECOMMENDS if recommends else CONTENT), rng.choice(WORDS)
    if rng.random() < 0.9:
        row.score, row.why, row.answered_at = score, why, asked_at + timedelta(hours=rng.randrange(1, 60))
        row.search_key, row.version = search_key(why, ""), 2
    return row


def _propose(life: Life, people: list[Customer], words: str) -> None:
    for person in people:
        try:
            answer = Answer(4, why="All well.", better=words)
            write_down(customer=person, by=life.by, measure="csat", answer=answer)
        except Refused:
            continue  # they were asked of late


def _done(life: Life) -> None:
    """What somebody proposed in spring is done."""
    row = Survey.objects.visible_to(life.owner).answered().order_by("asked_at").first()
    if row:
        Suggestion.objects.create(
            owner=life.owner, customer_id=row.customer_id, survey=row, text=PAPER, said_at=row.answered_at,
            state="done", answer=DONE, closed_at=row.answered_at + timedelta(days=9), version=2,
        )  # fmt: skip
