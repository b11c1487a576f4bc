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
from sales.actions.enrolment_rows import hold, settled, write
from sales.actions.joining import REMINDED, begin_enrolment, finish_enrolment, without_reminder
from sales.actions.joining_letters import ask_to_confirm, remind_of
from sales.actions.signing_in import is_in_a_team, reads
from sales.errors import EnrolmentChanged, EnrolmentRefused
from sales.models import Enrolment
from sales.models.enrolment import EnrolmentState
from sales.models.order import Place
from sales.same_names import may_be_one_person
from team.models import Distributor

ASKED = "asked"  # in the data of an enrolment: what somebody filled in on the public page
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

    They are found among the owner's people by their e-mail, because that is what the letter proves, where the
    name may be theirs as well; else they become one of them. `known` is who came by their own link. Nothing is
    told of who is known: None for who is in a team already.
    """
    if is_in_a_team(joiner.email):
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
    write(row, data={**without_reminder(row.data), ASKED: said})
    row.event = record("enrolment.asked", row, by=by, person=person, after={"name": joiner.name})
    ask_to_confirm(row, by)
    return row


@transaction.atomic
def confirm_joining(
    *, enrolment: Enrolment, by: Actor, asked_at: str | None = None, agreement: str = ""
) -> Enrolment:
    """Note that it was they: the enrolment is done, and `token` of it leads on to choosing how to sign in.

    Where they named an address that the letter did not go to, that one gets the link instead. `asked_at` and
    `agreement` name what was shown to them, as it was filled in and as a text. Twice is once. Raises
    EnrolmentChanged where it was filled in anew since, EnrolmentRefused where nothing was asked for, or the
    text is another one.
    """
    row = hold(enrolment)
    asked, row.token = row.data.get(ASKED), ""
    if row.state == EnrolmentState.DONE:
        return row
    if row.state != EnrolmentState.BEGUN:
        raise settled(row)
    if not asked:
        raise EnrolmentRefused(_("Nothing was asked for here yet."), code="not_asked")
    if asked_at is not None and asked_at != asked["at"]:
        raise EnrolmentChanged(_("It was filled in anew since. Look it over once more, please."))
    is_proven = reads(row, asked["email"])
    done = finish_enrolment(
        customer=row.customer, by=by, name=asked["name"], email=asked["email"], country=asked["country"],
        place=Place.ONLINE, agreement=agreement or asked["agreement"], agrees=True, zone=asked["zone"],
        language=asked["language"], hands_over=is_proven,
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
    for found in mine.reached_at(owner, [email_key(joiner.email)], []):
        if may_be_one_person(found.name, joiner.name):
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
