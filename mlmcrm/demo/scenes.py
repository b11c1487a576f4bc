"""What must be there to be looked at: a repeat buyer, a birthday, somebody who waits for an answer."""

from datetime import timedelta

from customers import actions as people
from followups import actions as followups
from followups.actions import playbooks
from followups.models import Message, Task
from kit import clock
from mlmcrm.demo.days import Life
from mlmcrm.demo.deeds import Climbed, Noted, Ordered, Story, Touched
from mlmcrm.demo.names import Name
from mlmcrm.demo.stories import Teller
from mlmcrm.demo.wares import OWN_WARE
from sales import actions as sales
from team import actions as team

BALM_AND_TEA = (("BALM", 2), ("TEA-M", 1))


def yaws_people(teller: Teller) -> list[Story]:
    """The people around Yaw's day: a chain of introductions, and one reason of each kind."""
    grace = _person(teller, "Grace Addo", 400, source="Choir")
    grace.deeds.append(teller.touch(396, kind="sample", note="A small balm for the choir trip."))
    for number, days_ago in enumerate(range(389, 20, -28)):
        grace.deeds += teller.order(days_ago, BALM_AND_TEA)
        if number % 3 == 0:
            grace.deeds.append(teller.touch(days_ago - 12))
    grace.deeds.append(
        Noted(teller.moment(200), "Sings alto. Two sons, the balm is for the football boots too.")
    )

    esi = _person(teller, "Esi Quaye", 240, introduced_by=grace)
    for days_ago in (230, 195, 158, 120, 84, 45):
        esi.deeds += teller.order(days_ago, (("CREAM", 1), ("SOAP", 1)))
    esi.deeds.append(_just_now(teller, minutes=40, lines=(("CREAM", 1), ("SOAP", 1))))

    abena = _person(teller, "Abena Sarpong", 190, source="Bakery queue")
    for days_ago in (180, 141, 99, 58):
        abena.deeds += teller.order(days_ago, (("WASH", 1), ("SOAP", 2)))
    abena.deeds.append(_just_now(teller, minutes=95, lines=(("WASH", 1), ("SOAP", 2), ("LIP", 1))))

    hanako = _person(teller, "山田 花子", 60, greeting="花子さん", latin="hanako-yamada", introduced_by=esi)
    hanako.deeds += [teller.touch(58, kind="sample", note="A bar of soap, cut in half.")]
    hanako.deeds += teller.order(9, (("SOAP", 1), ("TEA-E", 1)))

    tomas = _person(teller, "Tomás Vaz Rebelo", 20, introduced_by=grace)
    tomas.deeds.append(_just_now(teller, minutes=125, lines=(("COCOA", 2),)))

    zeynep = _person(teller, "Zeynep Yıldız", 35, warmth="cold", source="Bus stop")
    zeynep.deeds.append(teller.touch(12, kind="visit", note="Short talk at the bus stop."))
    asked = teller.circle.now - timedelta(minutes=110)
    zeynep.deeds.append(
        Touched(
            asked, "message", "in", "Which cream is without perfume, and what does it cost?", inquiry=True
        )
    )

    clara = _person(teller, "Clara Lindner", 300, source="Former colleague")
    today = teller.circle.today
    clara.birthday = (1976, today.month, today.day)  # a leap year, like any day it is shown on
    for days_ago in (290, 251, 214, 170):
        clara.deeds += teller.order(days_ago, (("WASH", 2), ("SPRAY", 1)))

    kwame = _person(teller, "Kwame Ofori", 280)
    for days_ago in (270, 243, 215, 186, 158, 129, 101, 74, 52):
        kwame.deeds += teller.order(days_ago, (("TEA-M", 2), ("TEA-E", 1)))

    ruth = _person(teller, "Ruth Ellis", 90, source="Allotment garden")
    at = teller.moment(61)
    ruth.deeds += [
        teller.touch(70),
        Climbed(at, teller.day(at), 3, "Bought at the fair before I kept this notebook."),
    ]
    return [grace, esi, abena, hanako, tomas, zeynep, clara, kwame, ruth]


def cleos_people(teller: Teller) -> list[Story]:
    """Somebody who ordered for the first time two days ago and had a letter."""
    aurelie = _person(teller, "Aurélie Fournier", 30, source="Book club", email="aurelie@courrier.example")
    aurelie.deeds += teller.order(2, (("TEA-E", 2), ("LIP", 1)))
    return [aurelie]


def yaws_promises(life: Life, told: dict[str, Story]) -> None:
    """What Yaw put on the list himself."""
    today = life.owner.today()
    followups.plan_task(
        person=life.person(told["Kwame Ofori"]), by=life.by, kind="other", local_date=today,
        title="Bring back the borrowed umbrella",
    )  # fmt: skip
    followups.plan_task(
        person=life.person(told["Grace Addo"]), by=life.by, kind="check_in",
        local_date=today + timedelta(days=3),
    )  # fmt: skip


def amaras_desk(life: Life) -> None:
    """An open invitation, and days off to come."""
    team.invite(sponsor=life.owner, by=life.by, name="Ngozi Sowande", email="ngozi.sowande@post.example")
    day = life.owner.today() + timedelta(days=20)
    team.take_days_off(
        distributor=life.owner, by=life.by, first=day, last=day + timedelta(days=6), reason="At the sea"
    )


def cleos_desk(life: Life, stories: list[Story]) -> None:
    """At least one row of each kind, so that a stranger's door can be tried on everything."""
    owner, by = life.owner, life.by
    buyer, other, third = (life.person(story) for story in _buyers(stories)[:3])
    own = OWN_WARE
    candle = sales.add_product(
        owner=owner, by=by, code=own.code, name=own.name, price=own.price, lasts_days=own.lasts
    )
    void = sales.place_order(owner=owner, by=by, person=buyer, lines=[(candle, 1, None)])
    sales.void_order(order=void, by=by, reason="Entered twice.")
    returned = sales.place_order(owner=owner, by=by, person=other, lines=[(candle, 2, None)])
    sales.return_order(order=returned, by=by, reason="The scent was too strong.")
    balm = life.history.products["BALM"]
    for purpose in ("own_use", "stock"):
        sales.place_order(owner=owner, by=by, purpose=purpose, lines=[(balm, 3, None)])
    sales.place_order(owner=owner, by=by, person=third, lines=[(balm, 1, None)])
    _cleos_people(life, third)
    _cleos_tasks(life, third)
    _cleos_letters(life)
    invitation, _token = team.invite(sponsor=owner, by=by, name="Paul Tully", email="paul.tully@post.example")
    team.withdraw_invitation(invitation=invitation, by=by)
    team.invite(sponsor=owner, by=by, name="Odette Mercier", email="odette.mercier@post.example")
    team.take_days_off(distributor=owner, by=by, first=owner.today() + timedelta(days=12), reason="Family")


def _cleos_people(life: Life, person) -> None:
    by = life.by
    people.log_touch(person=person, by=by, kind="call", note="Asked for the opening hours.", direction="in")
    people.revoke_note(note=people.add_note(person=person, by=by, text="Written to the wrong person."), by=by)
    people.add_note(person=person, by=by, text="Knows everybody in the street.")
    consent = people.give_consent(
        person=person, by=by, channel="email", purpose="marketing", source="Told me"
    )
    people.withdraw_consent(consent=consent, by=by)
    gone = people.add_person(owner=life.owner, by=by, name="Entered Twice")
    people.delete_person(person=gone, by=by)


def _cleos_tasks(life: Life, person) -> None:
    def planned(title: str, days: int = 0) -> Task:
        day = life.owner.today() + timedelta(days=days)
        return followups.plan_task(person=person, by=life.by, kind="other", local_date=day, title=title)

    planned("Lend her the tea book")
    planned("Ask about the garden party", days=5)
    followups.finish_task(task=planned("Look up the price of the gift box"), by=life.by)
    followups.cancel_task(task=planned("Call about the lost parcel"), by=life.by, reason="It was found.")
    followups.put_off_task(task=planned("Return the dish"), by=life.by)


def amaras_playbook(life: Life) -> None:
    """A playbook of her own that her team may take: she asks two days earlier."""
    owner, key = life.owner, "check_in_2_weeks"
    own = playbooks.own_playbook(owner=owner, key="delivery", by=life.by)
    playbooks.change_step(playbook=own, owner=owner, by=life.by, key=key, values={"offset_days": 12})
    live = playbooks.go_live(playbook=own, owner=owner, by=life.by)
    playbooks.share(playbook=live, owner=owner, by=life.by)


def _cleos_letters(life: Life) -> None:
    waiting = Message.objects.filter(owner=life.owner, state="planned", due_at__gt=clock.now())
    letter = waiting.order_by("due_at", "customer__name_key").first()
    if letter:
        followups.cancel_message(message=letter, by=life.by, reason="We speak tomorrow anyway.")


def _person(
    teller: Teller, full: str, days_ago: int, *, greeting: str = "", latin: str = "", email: str = "", **facts
) -> Story:
    latin = latin or full.lower().replace(" ", "-").replace("á", "a").replace("ı", "i")
    name = teller.names.take(Name(full, greeting or full.split()[0], latin))
    story = teller.person(name, days_ago, **facts)
    if email:
        story.email, story.agrees = email, True
    teller.told.append(story)
    return story


def _just_now(teller: Teller, *, minutes: int, lines) -> Ordered:
    at = teller.circle.now - timedelta(minutes=minutes)
    on = teller.day(at)
    return Ordered(at, on, lines, on + timedelta(days=3), on + timedelta(days=2), "phone")


def _buyers(stories: list[Story]) -> list[Story]:
    return [
        story for story in stories if story.agrees and any(isinstance(deed, Ordered) for deed in story.deeds)
    ]
