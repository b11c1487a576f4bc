"""Somebody joins as a distributor: begun, gone on with, done; or dropped on the way."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions import add_evidence
from customers.actions.rows import lock_person
from customers.ladder import Kind
from customers.models import Customer
from customers.tidying import tidy_line
from kit import clock
from kit.events import Actor, facts_of, record
from sales.actions.enrolment_rows import (
    OPEN,
    change_row,
    hold,
    refuse_other,
    settled,
    unchanged,
    write,
)
from sales.actions.joining_letters import forget, give_copy
from sales.actions.signing_in import check_email, keep_address, let_sign_in
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
from team.actions import enrol_distributor, stand_again
from team.actions.agreements import ensure_agreement
from team.models import Agreement, Distributor
from team.models.distributor import Status

FORM = ("name", "email", "country", "place", "number", "placed_under")  # what is kept of an interrupted one
FACTS = ("state", "name", "country", "place", "placed_under_id", "cancel_by", "seconds")
LONGEST = 254
REMINDED = "reminded"  # in its data: when it was put on the owner's list for having been left
LONGEST_OPEN = timedelta(days=1)  # a form that was open longer was not worked on all the time


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
    kept = {**without_reminder(row.data), "form": {**row.data.get("form", {}), **_kept(values)}}
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
    hands_over: bool = False,
) -> Enrolment:
    """Make somebody a member and a distributor, in one go.

    `agreement` names the text that was shown, as `mark_of` does: it must be the one in force. With an e-mail
    they get a link by which they choose how to sign in, which `hands_over` leaves in `token` alone; without one
    they stand in the tree all the same. Whose form it is that was left is gone on with. Raises EnrolmentRefused or TeamRefused, naming the field.
    """
    person = _held(customer)
    row = _open_of(person)
    if row is None or row.state == EnrolmentState.DONE:
        refuse_member(person, row)
        row = _new(person, by, {}, opened_at)
    if version is not None and version != row.version:
        raise EnrolmentChanged(_("Changed in the meantime, in another window. Nothing is lost."))
    name, email, owner = tidy_line(name), tidy_line(email).lower(), person.owner
    left = _left_place(row)
    _check(name, country, place, agrees)
    if email:
        check_email(email, left)
    text = _agreed_to(owner, country, agreement)
    under = _under(owner, placed_under)
    member = _stand_in_tree(row, left, under, by, name=name, country=country, number=number.strip(), language=language or person.language, zone=zone or person.zone)  # fmt: skip
    now = clock.now()
    limit = time_to_think(country, place, max(owner.today(), clock.today(person.zoneinfo)))
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
        keep_address(row, email, by)
        let_sign_in(row, by, hands_over=hands_over)
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


def without_reminder(data: dict) -> dict:
    """Who goes on with it may leave it again: then it is put on the list anew."""
    return {name: value for name, value in data.items() if name != REMINDED}


def refuse_member(person: Customer, row: Enrolment | None = None) -> None:
    """Raise EnrolmentRefused, kindly, for somebody who has joined."""
    joined = person.steps.standing().filter(kind=Kind.ENROLMENT).order_by("on").first()
    if joined or row:
        on = row.agreed_at.astimezone(person.owner.zoneinfo).date() if row else joined.on
        said = _("%(name)s has been in your team since %(day)s. There is nothing left to do.")
        raise EnrolmentRefused(said % {"name": person.name, "day": on.isoformat()}, code="member")


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


def _check(name: str, country: str, place: str, agrees: bool) -> None:
    if not name or len(name) > 200:
        raise EnrolmentRefused(_("Enter a name, please."), field="name")
    if not is_country(country):
        raise EnrolmentRefused(_("Choose a country, please."), field="country")
    if place not in Place.values:
        raise EnrolmentRefused(_("Choose where it was agreed, please."), field="place")
    if not agrees:
        raise EnrolmentRefused(_("Without their yes nobody joins."), field="agrees")


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


def _left_place(row: Enrolment) -> Distributor | None:
    """The place in the tree that they had before, by this enrolment or an earlier one that was taken back."""
    if row.distributor:
        return row.distributor
    theirs = Enrolment.objects.filter(
        owner=row.owner, customer=row.customer, distributor__status=Status.TERMINATED
    )
    earlier = theirs.select_related("distributor").order_by("begun_at", "pk").last()
    return earlier and earlier.distributor


def _stand_in_tree(
    row: Enrolment, left: Distributor | None, under: Distributor, by: Actor, **about
) -> Distributor:
    """A place in the tree; who has left one stands there again, as they are now said to be."""
    if left:
        for earlier in Enrolment.objects.filter(distributor=left).exclude(pk=row.pk):
            write(earlier, distributor=None)
        return stand_again(distributor=left, sponsor=under, by=by, **about)
    return enrol_distributor(company=row.owner.company, sponsor=under, enroller=row.owner, by=by, **about)


def _said(text: Agreement) -> str:
    return _("%(title)s, version %(version)s") % {"title": text.title, "version": text.version}
