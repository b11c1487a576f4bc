"""Somebody joins as a distributor: begun, gone on with, done; or dropped on the way."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from customers.actions import add_evidence, change_person
from customers.actions.rows import lock_person
from customers.ladder import Kind
from customers.models import Customer
from customers.tidying import tidy_line
from kit import clock
from kit.errors import Refused
from kit.events import Actor, facts_of, record
from sales.actions.joining_letters import forget, give_copy
from sales.errors import EnrolmentChanged, EnrolmentRefused
from sales.joining import (
    agreement_in_force,
    country_of,
    is_country,
    mark_of,
    places_under,
    recruiting_of,
    time_to_think,
)
from sales.models import Enrolment
from sales.models.enrolment import EnrolmentState
from sales.models.order import Place
from team.actions import enrol_distributor, invite_member, return_to_team
from team.actions.agreements import ensure_agreement
from team.letters import send_invitation
from team.models import Agreement, Distributor, Invitation

FORM = ("name", "email", "country", "place", "number", "placed_under")  # what is kept of an interrupted one
FACTS = ("state", "name", "country", "place", "placed_under_id", "cancel_by", "seconds")
LONGEST = 254
LONGEST_OPEN = timedelta(days=1)  # a form that was open longer was not worked on all the time
OPEN = (EnrolmentState.BEGUN, EnrolmentState.DONE)


@transaction.atomic
def begin_enrolment(
    *, customer: Customer, by: Actor, values: Mapping[str, str] = {}, opened_at: datetime | None = None
) -> Enrolment:
    """Keep what was filled in so far of somebody's enrolment, beginning one where none is. Twice is once.

    `opened_at` is when the form was opened. Raises EnrolmentRefused for who is a member already.
    """
    person = _held(customer)
    row = _open_of(person)
    if row is None or row.state == EnrolmentState.DONE:
        refuse_member(person, row)
        return _new(person, by, _kept(values), opened_at)
    row.event = None
    kept = {**row.data, "form": {**row.data.get("form", {}), **_kept(values)}}
    if kept != row.data:
        write(row, data=kept)
    return row


@transaction.atomic
def finish_enrolment(
    *,
    customer: Customer,
    by: Actor,
    name: str,
    agrees: bool,
    agreement: str,
    country: str,
    place: str,
    email: str = "",
    number: str = "",
    placed_under: Distributor | None = None,
    opened_at: datetime | None = None,
    version: int | None = None,
    zone: str = "",
    language: str = "",
    sends_link: bool = True,
) -> Enrolment:
    """Make somebody a member and a distributor, in one go.

    `agreement` names the text that was shown, as `mark_of` does: it must be the one in force. With an e-mail
    they get a link by which they choose how to sign in; without one they stand in the tree all the same.
    Whose form it is that was left is gone on with. Raises EnrolmentRefused or TeamRefused, naming the field.
    """
    person = _held(customer)
    row = _open_of(person)
    if row is None or row.state == EnrolmentState.DONE:
        refuse_member(person, row)
        row = _new(person, by, {}, opened_at)
    if version is not None and version != row.version:
        raise EnrolmentChanged(_("Changed in the meantime, in another window. Nothing is lost."))
    name, email, owner = tidy_line(name), tidy_line(email).lower(), person.owner
    _check(name, email, country, place, agrees)
    text = _agreed_to(owner, country, agreement)
    under = _under(owner, placed_under)
    member = _stand_in_tree(row, under, by, name=name, country=country, number=number.strip(), language=language or person.language, zone=zone or person.zone)  # fmt: skip
    now = clock.now()
    limit = time_to_think(country, place, owner.today())
    before = facts_of(row, ("state",))
    write(
        row, state=EnrolmentState.DONE, name=name, email=email, country=country, place=place, placed_under=under,
        agreement=text, agreed_text=text.text, agreed_at=now, cancel_by=limit and limit.last_day,
        closed_at=now, seconds=int((now - row.begun_at).total_seconds()), distributor=member,
    )  # fmt: skip
    add_evidence(
        person=person, by=by, kind=Kind.ENROLMENT, on=owner.today(), source=row.pk, reason=_said(text)
    )
    row.event = record(
        "enrolment.done", row, by=by, person=person, before=before,
        after={**facts_of(row, FACTS), "distributor": member, "agreement": mark_of(text)},
    )  # fmt: skip
    if email:
        _keep_address(person, email, by)
        _let_sign_in(row, member, by, sends_link)
    give_copy(row, by)
    return row


@transaction.atomic
def drop_enrolment(*, enrolment: Enrolment, by: Actor, reason: str = "") -> Enrolment:
    """Note that an enrolment that was begun is not gone on with. Twice is once."""
    row = hold(enrolment)
    if row.state == EnrolmentState.DROPPED:
        return unchanged(enrolment, row)
    if row.state != EnrolmentState.BEGUN:
        raise settled(row)
    forget(row, by, _("It is not gone on with."))
    change_row(row, by, "enrolment.dropped", {"reason": tidy_line(reason)[:500]}, state=EnrolmentState.DROPPED, closed_at=clock.now())  # fmt: skip
    return unchanged(enrolment, row, row.event)


@transaction.atomic
def take_up_enrolment(*, enrolment: Enrolment, by: Actor) -> Enrolment:
    """Go on with an enrolment that was dropped. Twice is once."""
    row = hold(enrolment)
    if row.state == EnrolmentState.BEGUN:
        return unchanged(enrolment, row)
    if row.state != EnrolmentState.DROPPED:
        raise settled(row)
    refuse_other(row)
    change_row(row, by, "enrolment.taken_up", {}, state=EnrolmentState.BEGUN, closed_at=None)
    return unchanged(enrolment, row, row.event)


def refuse_member(person: Customer, row: Enrolment | None = None) -> None:
    """Raise EnrolmentRefused, kindly, for somebody who has joined."""
    joined = person.steps.standing().filter(kind=Kind.ENROLMENT).order_by("on").first()
    if joined or row:
        on = row.agreed_at.astimezone(person.owner.zoneinfo).date() if row else joined.on
        said = _("%(name)s has been in your team since %(day)s. There is nothing left to do.")
        raise EnrolmentRefused(said % {"name": person.name, "day": on.isoformat()}, code="member")


def refuse_other(row: Enrolment) -> None:
    """Raise EnrolmentRefused where another enrolment of the same person stands."""
    others = Enrolment.objects.filter(owner=row.owner_id, customer=row.customer_id, state__in=OPEN)
    if row.customer_id and others.exclude(pk=row.pk).exists():
        raise EnrolmentRefused(_("There is a newer enrolment of theirs."), code="newer")


def hold(enrolment: Enrolment) -> Enrolment:
    """Return the row as it is now, held, the person before it."""
    if enrolment.customer_id:
        lock_person(enrolment.customer)
    rows = Enrolment.objects.select_for_update(of=("self",))
    return rows.select_related("owner__company", "customer__owner", "distributor", "invitation").get(
        pk=enrolment.pk
    )


def write(row: Enrolment, **values) -> None:
    """Write these fields alone, one version on."""
    values = {**values, "version": row.version + 1, "updated_at": clock.now()}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def change_row(row: Enrolment, by: Actor, kind: str, told: dict, **values) -> None:
    """Write fields, with the event of it."""
    before = facts_of(row, ("state",))
    write(row, **values)
    row.event = record(
        kind, row, by=by, person=row.customer_id, before=before, after={"state": row.state, **told}
    )


def unchanged(enrolment: Enrolment, row: Enrolment, event=None) -> Enrolment:
    """Show on the caller's instance how the row stands."""
    enrolment.refresh_from_db()
    enrolment.event = event
    return enrolment


def settled(row: Enrolment) -> EnrolmentRefused:
    said = {
        EnrolmentState.BEGUN: _("This enrolment is open."),
        EnrolmentState.DONE: _("This enrolment is done."),
        EnrolmentState.CANCELLED: _("This enrolment was taken back."),
        EnrolmentState.DROPPED: _("This enrolment was not gone on with."),
    }
    return EnrolmentRefused(said[EnrolmentState(row.state)], code="settled")


def _held(customer: Customer) -> Customer:
    person = lock_person(customer)
    person.owner = customer.owner
    if person.deleted_at:
        raise EnrolmentRefused(_("This person was taken off your list."), code="gone")
    if person.owner.company_id is None or person.owner.path is None:
        raise EnrolmentRefused(_("Only members of a team can enrol somebody."))
    return person


def _open_of(person: Customer) -> Enrolment | None:
    """The enrolment of a person that is begun or done, with its owner at hand."""
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(customer=person, owner=person.owner_id)
    row = rows.select_related("distributor", "invitation").filter(state__in=OPEN).first()
    if row:
        row.owner, row.customer = person.owner, person
    return row


def _new(person: Customer, by: Actor, form: dict, opened_at: datetime | None) -> Enrolment:
    now = clock.now()
    opened = opened_at if opened_at and now - LONGEST_OPEN <= opened_at <= now else now
    row = Enrolment(
        owner=person.owner, customer=person, name=form.get("name") or person.name, begun_at=opened,
        email=form.get("email", "") if "@" in form.get("email", "") else "",
        data={"form": form} if form else {}, country=country_of(person.owner),
    )  # fmt: skip
    row.save(force_insert=True)
    after = {"name": row.name, "retail_customers": recruiting_of(person.owner).served}
    row.event = record("enrolment.begun", row, by=by, person=person, after=after)
    return row


def _kept(values: Mapping[str, str]) -> dict:
    return {name: tidy_line(str(values[name]).replace("\0", ""))[:LONGEST] for name in FORM if name in values}


def _check(name: str, email: str, country: str, place: str, agrees: bool) -> None:
    if not name or len(name) > 200:
        raise EnrolmentRefused(_("Enter a name, please."), field="name")
    if email:
        _check_email(email)
    if not is_country(country):
        raise EnrolmentRefused(_("Choose a country, please."), field="country")
    if place not in Place.values:
        raise EnrolmentRefused(_("Choose where it was agreed, please."), field="place")
    if not agrees:
        raise EnrolmentRefused(_("Without their yes nobody joins."), field="agrees")


def _check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise EnrolmentRefused(_("That is no email address."), field="email") from None
    if Distributor.objects.filter(email=email).exists():
        said = _("Somebody signs in with this email already: they are in a team. Nothing was changed.")
        raise EnrolmentRefused(said, field="email", code="member")


def _agreed_to(owner: Distributor, country: str, shown: str) -> Agreement:
    """The text in force, saved. Raises EnrolmentRefused where another one was shown."""
    text = agreement_in_force(owner.company, country)
    if mark_of(text) != shown:
        said = _(
            "Another text holds for this country, or there is a newer one. Read it, please; it stands below."
        )
        raise EnrolmentRefused(said, field="agrees", code="other_agreement")
    if text._state.adding:
        ensure_agreement(owner.company)
        text = agreement_in_force(owner.company, country)
    return text


def _under(owner: Distributor, wanted: Distributor | None) -> Distributor:
    """Where somebody is placed: under the enroller, or in the line below them."""
    if wanted is None or wanted.pk == owner.pk:
        return owner
    found = places_under(owner).filter(pk=wanted.pk).first()
    if found is None:
        raise EnrolmentRefused(_("Choose somebody of your own line, please."), field="placed_under")
    return found


def _stand_in_tree(row: Enrolment, under: Distributor, by: Actor, *, number: str, **about) -> Distributor:
    """A place in the tree; who has left one under the same sponsor returns to it."""
    left = row.distributor
    if left and left.sponsor_id == under.pk:
        return return_to_team(distributor=left, by=by)
    return enrol_distributor(
        company=row.owner.company, sponsor=under, enroller=row.owner, by=by, number=number, **about
    )


def _keep_address(person: Customer, email: str, by: Actor) -> None:
    """The address by which they sign in is one of theirs; where they have another, that stays the first."""
    known = [one.address for one in person.emails.all()]
    if email not in [one.lower() for one in known]:
        change_person(person=person, by=by, version=None, emails=[*known, email])


def _let_sign_in(row: Enrolment, member: Distributor, by: Actor, sends_link: bool) -> None:
    """Invite them to choose how to sign in. Beyond what one sponsor may send a day, they stand without for now."""
    if member.email:
        return
    try:
        invitation, token = invite_member(member=member, sponsor=row.owner, by=by, email=row.email)
    except Refused as refusal:
        if refusal.code != "pace":
            raise
        return
    row.token = token
    write(row, invitation=invitation)
    if sends_link:
        transaction.on_commit(partial(_send_link, invitation, token))


def _send_link(invitation: Invitation, token: str) -> None:
    send_invitation(invitation, settings.SITE_URL + reverse("invitation", args=[token]))


def _said(text: Agreement) -> str:
    return _("%(title)s, version %(version)s") % {"title": text.title, "version": text.version}
