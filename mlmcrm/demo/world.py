"""Builds the demo world: a company with its team, and three distributors with their people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from customers.models import Customer
from kit import clock
from mlmcrm.checks import letters_go_to, letters_leave
from mlmcrm.demo import scenes
from mlmcrm.demo.again import begin_standing_orders
from mlmcrm.demo.complaints import keep_complaints
from mlmcrm.demo.days import WORKER, Days, Life, look_at_the_calendar
from mlmcrm.demo.deeds import Joined, Story
from mlmcrm.demo.founding import AT_LEAST, Team, found
from mlmcrm.demo.given import keep_promises
from mlmcrm.demo.history import History
from mlmcrm.demo.joiners import keep_enrolments
from mlmcrm.demo.leavers import nights_of, some_bought_again
from mlmcrm.demo.line import tell_months
from mlmcrm.demo.meetings import keep_calendar
from mlmcrm.demo.names import Name
from mlmcrm.demo.offers import keep_offers
from mlmcrm.demo.stories import Circle, Teller
from mlmcrm.demo.surveys import keep_surveys
from sales import actions as sales
from team import actions as team_actions
from team.models import Company, Distributor
from team.office_hours import USUAL_HOURS

YAWS, CLEOS = 34, 40
LIVED = {"amara": 4, "yaw": 30, "cleo": 7}  # days by the actions; what lies before is written in bulk
MEMBERS = 6  # people of Amara's who joined her frontline
Say = Callable[[str], None]


class CannotBuild(Exception):
    """The demo world must not be made here; the message says why."""


@dataclass(frozen=True)
class Told:
    """The stories of all three, by handle."""

    amara: list[Story]
    yaw: list[Story]
    cleo: list[Story]
    scenes: dict[str, Story]


def build(
    *, people: int = 425, distributors: int = 1200, seed: int = 1, say: Say = lambda line: None
) -> None:
    """Fill an empty database; the same seed at the same moment makes the same world.

    `people` are Amara's own, `distributors` those below her. Raises CannotBuild.
    """
    _check(people, distributors)
    now = clock.now()
    with transaction.atomic():
        say(f"A company with {distributors + 5:,} distributors.")
        team = found(now, distributors, Random(f"{seed}:team"))
        told = _tell(now, people, seed, team)
        say(f"{sum(map(len, (told.amara, told.yaw, told.cleo))):,} people with fourteen months of history.")
        lives = _write(now, seed, team, told)
        say("The last days: orders, calls, thank-yous and check-ins.")
        _live(now, lives, told)
        sales.learn_usual_interval(company=team.company, by=WORKER)
        nights_of(team.company)
        say("The months of everybody else in the line, as the company tells them.")
        tell_months(team.amara, now.date(), Random(f"{seed}:line"))
        team_actions.build_ledger(company=team.company, by=WORKER)


def refuse_letters_of_the_past() -> None:
    """Raise CannotBuild unless letters lie in the outbox: those of days gone by are sent nowhere else."""
    if letters_go_to():
        raise CannotBuild(f"EMAIL_URL names {letters_go_to()}: letters of the past go to the outbox alone.")


def _check(people: int, distributors: int) -> None:
    if people < 0 or distributors < AT_LEAST:
        raise CannotBuild(f"--people takes 0 or more, --distributors {AT_LEAST} or more.")
    if not settings.SITE.loopback:
        raise CannotBuild(
            f"SITE_URL is {settings.SITE_URL}: the demo world, whose password everybody knows, is for the "
            "loopback address only. Leave SITE_URL out."
        )
    if letters_leave():
        raise CannotBuild(
            f"EMAIL_URL names {letters_go_to()}: nothing of the demo world is sent to another machine. "
            "Leave EMAIL_URL out."
        )
    if Company.objects.exists() or Distributor.objects.exists() or Customer.objects.exists():
        raise CannotBuild(
            "This database holds people already. The demo world needs an empty one: choose another folder "
            "with KEPT_DATA, or another DATABASE_URL."
        )


def _tell(now: datetime, people: int, seed: int, team: Team) -> Told:
    """Invent everybody's people."""
    amara = Teller(_berlin(now), Random(f"{seed}:amara"))
    yaw = Teller(_london(now), Random(f"{seed}:yaw"))
    cleo = Teller(_paris(now), Random(f"{seed}:cleo"))
    members = [_member(amara, row) for row in _newcomers(now, team)[:people]]
    yaws, cleos = scenes.yaws_people(yaw), scenes.cleos_people(cleo)
    amaras = amara.tell(people - len(members))
    some_bought_again(amaras, amara.circle, Random(f"{seed}:amara:again"))
    told = Told(
        amara=amaras,
        yaw=yaw.tell(YAWS - len(yaws)),
        cleo=cleo.tell(CLEOS - len(cleos)),
        scenes={story.name.full: story for story in yaws},
    )
    for story in told.yaw:
        story.zone = yaw.circle.zone
    return told


def _write(now: datetime, seed: int, team: Team, told: Told) -> dict[str, Life]:
    """Write what lies further back, and return the lives that go on from there."""
    days, lives = Days(), {}
    for handle, lived in LIVED.items():
        owner, stories = getattr(team, handle), getattr(told, handle)
        history = History(owner, team.products, _morning(now, lived))
        history.write(stories)
        team_actions.set_hours(distributor=owner, by=history.by, hours=USUAL_HOURS)
        lives[handle] = Life(history, days, Random(f"{seed}:{handle}:evenings"))
        lives[handle].plan(stories, now)
        keep_calendar(lives[handle], now, Random(f"{seed}:{handle}:calendar"), told.scenes)
        keep_promises(lives[handle], now, Random(f"{seed}:{handle}:promises"))
    sales.learn_usual_interval(company=team.company, by=WORKER)
    return lives


def _live(now: datetime, lives: dict[str, Life], told: Told) -> None:
    """Live through the last days, and leave everybody's desk as it is found at the first look."""
    days = lives["yaw"].days
    for ago in (2, 1):
        days.at(_morning(now, ago), look_at_the_calendar)
    days.at(now - timedelta(minutes=6), lambda: scenes.cleos_desk(lives["cleo"], told.cleo))
    keep_complaints(lives, "Abena Sarpong", now)
    days.live(now)
    scenes.yaws_promises(lives["yaw"], told.scenes)
    scenes.amaras_desk(lives["amara"])
    scenes.amaras_playbook(lives["amara"])
    begin_standing_orders(lives)
    keep_offers(lives)
    keep_surveys(lives)
    keep_enrolments(lives, now)
    days.live(now)  # the letters that this led to
    look_at_the_calendar()


def _member(teller: Teller, row: Distributor) -> Story:
    """Somebody who bought first and then joined the team."""
    name = teller.names.take(Name(row.name, row.name.split()[0], slugify(row.name) or f"member-{row.number}"))
    joined = (teller.circle.today - row.joined_on).days
    story = teller.person(name, joined + 40)
    teller.told.append(story)
    for days_ago in (joined + 30, joined + 8, max(joined - 25, 0)):
        story.deeds += teller.order(days_ago, teller.basket())
    story.deeds.append(Joined(teller.moment(joined), row.joined_on, row.uuid))
    return story


def _newcomers(now: datetime, team: Team) -> list[Distributor]:
    """Whom Amara brought in the last year, wherever in her team they stand."""
    first, last = (now - timedelta(days=360)).date(), (now - timedelta(days=30)).date()
    line = Distributor.objects.below(team.amara).filter(status="active", joined_on__range=(first, last))
    brought = list(line.exclude(sponsor=team.yaw).order_by("depth", "path")[:MEMBERS])
    Distributor.objects.filter(pk__in=[row.pk for row in brought]).update(enroller=team.amara)
    return brought


def _morning(now: datetime, days_ago: int) -> datetime:
    return datetime.combine((now - timedelta(days=days_ago)).date(), time(4), UTC)


# Numbers that the regulators keep free for invented people.


def _berlin(now: datetime) -> Circle:
    elsewhere = ("Europe/Lisbon", "Africa/Lagos", "America/Vancouver")
    return Circle(
        now, "Europe/Berlin", lambda n: f"+493023125{n % 1000:03}", "post.example", 0.75, 0.8, elsewhere
    )


def _london(now: datetime) -> Circle:
    return Circle(now, "Europe/London", lambda n: f"+447700900{n % 1000:03}", "mail.example", 1, 1)


def _paris(now: datetime) -> Circle:
    return Circle(now, "Europe/Paris", lambda n: f"+33639981{n % 1000:03}", "courrier.example", 0.85, 0.9)
