"""What people choose about the letters they get, on their own page or by a word to a letter."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions import give_consent, wish_for_touches, withdraw_consent
from customers.models import Consent, Customer
from customers.models.consent import Purpose
from customers.models.customer import Channel
from followups.actions.facts import hold_alike
from followups.actions.suppressions import lift_suppression, suppress
from followups.actions.surveys import choose_surveys
from followups.errors import NoWay
from followups.models import Suppression
from followups.preferences import preferences_of
from kit.events import Actor, record

ASKED = Suppression.Why.ASKED


@transaction.atomic
def stop_letters(*, person: Customer, by: Actor, everybody: bool = False) -> Customer:
    """Send somebody no letters any more, whatever they are about; what waits is cancelled.

    `everybody`: nor may anybody else of the installation write to their addresses. Twice is once.
    """
    person = _hold(person)
    for email in person.emails.all():  # first, so that what waits is cancelled for that reason
        suppress(address=email.address, owner=person.owner, person=person, by=by, why=ASKED)
        if everybody:
            suppress(address=email.address, owner=None, person=person, by=by, why=ASKED)
    for consent in _standing(person):
        withdraw_consent(consent=consent, by=by)
    return person


@transaction.atomic
def resume_letters(*, person: Customer, by: Actor, wording: str, source: str) -> Customer:
    """Let letters of service go to somebody again who asks for it; offers must be asked for anew.

    `wording` is what they agreed to, `source` how; what had been cancelled and is not too late comes back.
    """
    person = _hold(person)
    _agree(person, by, Purpose.SERVICE, wording, source)
    _open(person, by, source)
    return person


@transaction.atomic
def reopen_letters(*, person: Customer, by: Actor, source: str) -> Customer:
    """Note that somebody who had stopped letters asked their distributor for them again, and how.

    Raises NoWay where they want no letters from anybody here: only they can change that.
    """
    person = _hold(person)
    if preferences_of(person).everybody:
        raise NoWay(
            _("They want no letters from anybody here. Only they can change that, on their own page.")
        )
    if not source.strip():
        raise NoWay(_("Say how they asked, please. It is kept as evidence."), field="source")
    _agree(person, by, Purpose.SERVICE, "", source)
    _open(person, by, source, owners=(person.owner,))
    person.event = record("letters.reopened", person, by=by, person=person, after={"source": source})
    return person


@transaction.atomic
def choose_letters(
    *,
    person: Customer,
    by: Actor,
    wanted: dict[str, str],
    touches: int,
    everybody: bool = False,
    surveys: bool | None = None,
    source: str,
) -> Customer:
    """Keep what somebody wants: `wanted` are the purposes, each with the words they agreed to.

    `touches` is how often a week at the most, `surveys` whether they may be asked how content they are; None stays. Wanting nothing, or nothing from `everybody`, stops all.
    """
    person = _hold(person)
    usual = settings.TOUCHES_A_WEEK if person.touches_a_week is None else person.touches_a_week
    if touches != usual:
        wish_for_touches(person=person, by=by, a_week=touches, source=source)
    if everybody or not wanted:
        return stop_letters(person=person, by=by, everybody=everybody)
    if surveys is not None:
        choose_surveys(customer=person, by=by, wanted=surveys)
    for consent in _standing(person).exclude(purpose__in=wanted):
        withdraw_consent(consent=consent, by=by)
    for purpose, wording in wanted.items():
        _agree(person, by, purpose, wording, source)
    _open(person, by, source)
    return person


def _hold(person: Customer) -> Customer:
    owner, person = person.owner, hold_alike(person.pk)
    person.owner = owner
    return person


def _standing(person: Customer):
    return Consent.objects.standing().filter(customer=person, channel=Channel.EMAIL).order_by("pk")


def _agree(person: Customer, by: Actor, purpose: str, wording: str, source: str) -> None:
    give_consent(person=person, by=by, channel=Channel.EMAIL, purpose=purpose, wording=wording, source=source)


def _open(person: Customer, by: Actor, source: str, owners: tuple | None = None) -> None:
    """Lift what stands against their addresses; at the end, so that what comes back is agreed to."""
    for email in person.emails.all():
        for owner in owners or (None, person.owner):
            lift_suppression(address=email.address, owner=owner, person=person, by=by, source=source)
