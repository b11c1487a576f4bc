"""A stranger asks to join on a distributor's page: nobody joins before the link in a letter is pressed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions import add_person, give_consent, log_touch
from customers.contacts import email_key
from customers.models import Customer
from customers.models.consent import Purpose
from customers.models.customer import Channel
from customers.models.touch import Direction, TouchKind
from followups.actions import take_back_owed
from followups.occasions import of_touch
from kit import clock
from kit.events import Actor, record
from sales.actions.joining import begin_enrolment, finish_enrolment, hold, settled, write
from sales.actions.joining_letters import ask_to_confirm, remind_of
from sales.errors import EnrolmentRefused
from sales.models import Enrolment
from sales.models.enrolment import EnrolmentState
from sales.models.order import Place
from team.models import Distributor

ASKED = "asked"  # in the data of an enrolment: what somebody filled in on the public page
REMINDED = "reminded"  # which version of it was put on the owner's list
RESTS = timedelta(days=1)  # after so long an enrolment counts as interrupted
FOLLOWED = timedelta(days=30)  # older ones are nobody's business of today


@dataclass(frozen=True)
class Joiner:
    """Who would like to join, as they wrote it, and what they agreed to."""

    name: str
    email: str
    country: str
    agreement: str
    language: str = ""
    zone: str = ""
    consent_words: str = field(default="", repr=False)


@transaction.atomic
def ask_to_join(
    *,
    owner: Distributor,
    by: Actor,
    joiner: Joiner,
    known: Customer | None = None,
    opened_at: datetime | None = None,
) -> Enrolment | None:
    """Keep what a stranger filled in, and send them a letter to confirm that it was they.

    They are found among the owner's people by their e-mail alone, because that is what the letter proves, or
    become one of them; `known` is who came by their own link. Nothing is told of who is known: None for who is
    in a team already.
    """
    if Distributor.objects.filter(email=joiner.email.lower()).exists():
        return None
    person = known or _person_of(owner, joiner, by)
    try:
        row = begin_enrolment(customer=person, by=by, opened_at=opened_at)
    except EnrolmentRefused as refusal:
        if refusal.code != "member":
            raise
        return None
    said = {
        "name": joiner.name, "email": joiner.email, "country": joiner.country, "agreement": joiner.agreement,
        "language": joiner.language, "zone": joiner.zone, "at": clock.now().isoformat(),
    }  # fmt: skip
    write(row, data={**row.data, ASKED: said})
    row.event = record("enrolment.asked", row, by=by, person=person, after={"name": joiner.name})
    ask_to_confirm(row, by)
    return row


@transaction.atomic
def confirm_joining(*, enrolment: Enrolment, by: Actor) -> Enrolment:
    """Note that it was they: the enrolment is done, and `token` of it leads on to choosing how to sign in.

    Where they named an address that the letter did not go to, that one gets the link instead. Twice is once. Raises EnrolmentRefused where nothing was asked for, or the text has changed since.
    """
    row = hold(enrolment)
    asked, row.token = row.data.get(ASKED), ""
    if row.state == EnrolmentState.DONE:
        return row
    if row.state != EnrolmentState.BEGUN:
        raise settled(row)
    if not asked:
        raise EnrolmentRefused(_("Nothing was asked for here yet."), code="not_asked")
    is_proven = row.customer.emails.filter(key=email_key(asked["email"])).exists()
    done = finish_enrolment(
        customer=row.customer, by=by, name=asked["name"], email=asked["email"], country=asked["country"],
        place=Place.ONLINE, agreement=asked["agreement"], agrees=True, zone=asked["zone"],
        language=asked["language"], sends_link=not is_proven,
    )  # fmt: skip
    done.token = getattr(done, "token", "") if is_proven else ""
    return done


def follow_up_enrolments(*, by: Actor) -> int:
    """Put enrolments that were begun and rest since a day on their owners' lists; return how many."""
    now = clock.now()
    rows = Enrolment.objects.begun().filter(updated_at__lte=now - RESTS, updated_at__gte=now - FOLLOWED)
    rows = rows.filter(customer__deleted_at=None).exclude(data__has_key=REMINDED)
    ids = list(rows.order_by("updated_at").values_list("pk", flat=True)[:500])
    return sum(_follow_up(Enrolment.objects.get(pk=pk), by) for pk in ids)


@transaction.atomic
def _follow_up(enrolment: Enrolment, by: Actor) -> bool:
    row = hold(enrolment)
    if row.state != EnrolmentState.BEGUN or REMINDED in row.data:
        return False
    remind_of(row, by)
    Enrolment.objects.filter(pk=row.pk).update(data={**row.data, REMINDED: clock.now().isoformat()})
    return True


def _person_of(owner: Distributor, joiner: Joiner, by: Actor) -> Customer:
    mine = Customer.objects.visible_to(owner).select_related("owner__company").order_by("created_at", "pk")
    if found := mine.reached_at(owner, [email_key(joiner.email)], []).first():
        return found
    person = add_person(
        owner=owner, by=by, name=joiner.name, emails=[joiner.email], zone=joiner.zone, language=joiner.language,
        source=_("Enrolment page"),
    )  # fmt: skip
    touch = log_touch(
        person=person, by=by, kind=TouchKind.MESSAGE, direction=Direction.IN, inquiry=True,
        note=_("Would like to join the team."),
    )  # fmt: skip
    reason = _("The letter is the answer.")
    take_back_owed(person=person, by=by, occurrence=of_touch(touch.pk), reason=reason)
    give_consent(
        person=person, by=by, channel=Channel.EMAIL, purpose=Purpose.SERVICE,
        source=_("On the enrolment page"), wording=joiner.consent_words,
    )  # fmt: skip
    return person
