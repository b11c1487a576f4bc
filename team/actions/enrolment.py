"""People join the tree."""

import secrets
from datetime import date

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kit import events
from kit.events import Actor
from team.actions.agreements import ensure_agreement
from team.actions.devices import sign_out_devices
from team.actions.moves import carry_over
from team.actions.places import take_place
from team.errors import TeamRefused
from team.handles import handle_for
from team.models import Company, Distributor
from team.models.distributor import Status
from team.zones import is_zone


@transaction.atomic
def found_company(
    *, by: Actor, name: str, currency: str = "EUR", country: str = "DE", zone: str = "Europe/Berlin"
) -> Company:
    """Make a company; its first leaders are enrolled without a sponsor."""
    if not name.strip():
        raise TeamRefused(_("A company needs a name."), field="name")
    _check_zone(zone)
    company = Company.objects.create(name=name.strip(), currency=currency, country=country, zone=zone)
    ensure_agreement(company)
    events.record(
        "company.founded", company, by=by, after=events.facts_of(company, ["name", "currency", "zone"])
    )
    return company


@transaction.atomic
def enrol_distributor(
    *,
    company: Company,
    sponsor: Distributor | None,
    by: Actor,
    name: str,
    email: str | None = None,
    password: str | None = None,
    enroller: Distributor | None = None,
    number: str = "",
    country: str = "",
    greeting: str = "",
    joined_on: date | None = None,
    zone: str = "",
    language: str = "",
) -> Distributor:
    """Place somebody under a sponsor, or at the top of the company without one.

    Without a password the person is a full row of the team that cannot sign in; with one the
    e-mail counts as verified. The company's row is the lock: two enrolments under one sponsor
    get two places.
    """
    name, email = name.strip(), (email or "").strip().lower() or None
    if not name:
        raise TeamRefused(_("A distributor needs a name."), field="name")
    zone = zone or (sponsor.zone if sponsor else company.zone)
    _check_zone(zone)
    company = Company.objects.select_for_update().get(pk=company.pk)
    _check_free(company, email, country or company.country, number)
    path, depth = take_place(company, sponsor)
    distributor = Distributor(
        company=company,
        sponsor=sponsor,
        enroller=enroller or sponsor,
        path=path,
        depth=depth,
        number=number,
        country=country or company.country,
        name=name,
        greeting=greeting,
        email=email,
        handle=_free_handle(name) if email else None,
        zone=zone,
        language=language or (sponsor.language if sponsor else "en"),
    )
    distributor.joined_on = joined_on or distributor.today()
    distributor.set_password(password)
    _insert(distributor)
    if email and password:
        EmailAddress.objects.create(user=distributor, email=email, verified=True, primary=True)
    events.record(
        "distributor.enrolled",
        distributor,
        by=by,
        after={"name": name, "sponsor": sponsor, "joined_on": distributor.joined_on},
    )
    return distributor


@transaction.atomic
def open_sign_in(
    *,
    distributor: Distributor,
    by: Actor,
    email: str,
    password: str,
    name: str = "",
    zone: str = "",
    language: str = "",
) -> Distributor:
    """Let somebody who stands in the tree sign in, by an e-mail that counts as verified."""
    row = Distributor.objects.select_for_update().get(pk=distributor.pk)
    if (row.email and row.has_usable_password()) or not row.is_active or row.status == Status.TERMINATED:
        raise TeamRefused(_("This invitation was withdrawn."), code="withdrawn")
    if zone:
        _check_zone(zone)
    if email != row.email:
        _check_free(row.company, email, "", "")
    row.name, row.zone = name.strip() or row.name, zone or row.zone
    row.email, row.language = email, language or row.language
    row.handle = _free_handle(row.name)
    row.set_password(password)
    _insert(row, fields=["name", "zone", "email", "language", "handle", "password"])
    EmailAddress.objects.create(user=row, email=email, verified=True, primary=True)
    events.record("distributor.signs_in", row, by=by, after={"name": row.name})
    return row


@transaction.atomic
def leave_team(*, distributor: Distributor, by: Actor) -> Distributor:
    """Take somebody out who joined; their place in the tree stays, so that nobody below them moves. Twice is once."""
    row = Distributor.objects.select_for_update().get(pk=distributor.pk)
    if row.status != Status.TERMINATED:
        _stand(row, Status.TERMINATED, is_active=False, left_on=row.today())
        sign_out_devices(distributor=row, by=by)
        events.record("distributor.left", row, by=by, after={"status": row.status})
    return row


@transaction.atomic
def return_to_team(*, distributor: Distributor, by: Actor) -> Distributor:
    """Let somebody who left stand in their place again. Twice is once."""
    row = Distributor.objects.select_for_update().get(pk=distributor.pk)
    if row.status == Status.TERMINATED:
        _stand(row, Status.ACTIVE, is_active=True, left_on=None)
        events.record("distributor.returned", row, by=by, after={"status": row.status})
    return row


@transaction.atomic
def stand_again(
    *,
    distributor: Distributor,
    sponsor: Distributor,
    by: Actor,
    name: str,
    number: str = "",
    country: str = "",
    zone: str = "",
    language: str = "",
) -> Distributor:
    """Let somebody who left stand in the tree again: as they are named now, and under whom.

    Where they sign in or people stand below them, the place is the one they had, and what they are called
    is theirs to say. Raises TeamRefused, naming the field.
    """
    company = Company.objects.select_for_update().get(pk=distributor.company_id)
    row = Distributor.objects.select_for_update().get(pk=distributor.pk)
    if not row.email and not row.frontline.exists():
        _place_anew(row, company, sponsor, name=name.strip(), number=number, country=country or company.country, zone=zone or row.zone, language=language or row.language)  # fmt: skip
    elif row.sponsor_id != sponsor.pk:
        raise TeamRefused(
            _("Their place in the line is kept. Place them where they stood."), field="placed_under"
        )
    return return_to_team(distributor=row, by=by)


def _place_anew(row: Distributor, company: Company, sponsor: Distributor, **about) -> None:
    _check_zone(about["zone"])
    if about["number"] != row.number or about["country"] != row.country:
        _check_free(company, None, about["country"], about["number"])
    if row.sponsor_id != sponsor.pk:
        path, depth = take_place(company, sponsor)
        carry_over(company, row, row.path, path)
        about |= {"sponsor": sponsor, "path": path, "depth": depth}
    for field, value in about.items():
        setattr(row, field, value)
    row.save(update_fields=list(about))


def _stand(row: Distributor, status: str, *, is_active: bool, left_on: date | None) -> None:
    row.status, row.is_active, row.left_on = status, is_active, left_on
    row.save(update_fields=["status", "is_active", "left_on"])


def _check_zone(zone: str) -> None:
    if not is_zone(zone):
        raise TeamRefused(_("There is no time zone called %(zone)s.") % {"zone": zone}, field="zone")


def _check_free(company: Company, email: str | None, country: str, number: str) -> None:
    if email and Distributor.objects.filter(email=email).exists():
        raise TeamRefused(_("Somebody signs in with this email already."), field="email")
    if number and company.distributors.filter(country=country, number=number).exists():
        raise TeamRefused(_("This account number is taken."), field="number")


def _free_handle(name: str) -> str:
    stem = handle_for(name, taken=(), fallback=secrets.token_hex(4))
    taken = set(Distributor.objects.filter(handle__startswith=stem).values_list("handle", flat=True))
    return handle_for(stem, taken=taken, fallback=stem)


def _insert(distributor: Distributor, fields: list[str] | None = None) -> None:
    """Companies do not share a lock: two of them may want one e-mail or handle at once."""
    try:
        with transaction.atomic():
            distributor.save(update_fields=fields, force_insert=not fields)
    except IntegrityError:
        raise TeamRefused(
            _("Somebody else took this email or handle just now. Try again."), field="email"
        ) from None
