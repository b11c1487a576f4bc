"""Carries out the enrolment that a form holds, for every page that has one; measures how long it took."""

from contextlib import suppress
from datetime import datetime

from django.core import signing

from customers.models import Customer
from kit import clock
from kit.errors import Refused
from kit.events import Actor
from sales import actions
from sales.actions.joining import FORM
from sales.forms import EnrolForm
from sales.models import Enrolment
from sales.models.order import Place

SALT = "sales.enrolment.opened"


def opened_now() -> str:
    """Return the present moment, signed: the form carries it, so that nothing is written when it is opened."""
    return signing.dumps(clock.now().isoformat(), salt=SALT)


def opened_at(signed: str) -> datetime | None:
    """Return the moment in which a form was opened, None where it is none of ours."""
    try:
        return datetime.fromisoformat(signing.loads(signed, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def form_for(person: Customer, data=None, *, place: str = Place.HOME) -> EnrolForm:
    """Return the form, filled in from the person, or as it was left."""
    owner = person.owner
    if data is not None:
        return EnrolForm(data, owner=owner)
    begun = Enrolment.objects.begun().filter(owner=owner, customer=person).first()
    email = person.emails.first()
    filled = {
        "name": person.name,
        "email": email.address if email else "",
        "place": place,
        "opened": opened_now(),
    }
    if begun:
        asked = begun.data.get("asked", {})
        filled |= {name: asked[name] for name in ("name", "email", "country") if asked.get(name)}
        filled |= begun.data.get("form", {})
    return EnrolForm(owner=owner, initial=filled)


def finish(form: EnrolForm, person: Customer, *, by: Actor) -> Enrolment | None:
    """Enrol the person by a form; None where it cannot be, and the form says why. What was typed is kept."""
    if form.is_valid():
        try:
            return actions.finish_enrolment(customer=person, by=by, **values_of(form))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            form.refusal = refusal
    return None


def values_of(form: EnrolForm) -> dict:
    """Return what a valid form says, as the verb takes it."""
    values = {name: form.cleaned_data[name] for name in (*FORM, "agreement", "agrees")}
    return {**values, "opened_at": opened_at(form.cleaned_data["opened"])}


def typed_in(form: EnrolForm) -> dict[str, str]:
    """Return what was typed so far, right or wrong."""
    return {name: form.data[name] for name in FORM if name in form.data}


def keep_typed(form: EnrolForm, person: Customer, *, by: Actor) -> None:
    """Keep what was typed into a form that could not be done, where they may join at all."""
    typed = typed_in(form)
    if not typed or getattr(getattr(form, "refusal", None), "code", "") == "member":
        return
    with suppress(Refused):
        opened = opened_at(form.data.get("opened", ""))
        actions.begin_enrolment(customer=person, by=by, values=typed, opened_at=opened)
