"""The public page on which anyone may join a distributor's team, and somebody's own page of having joined.

There is no session, so there is nothing to forge. Whoever fills in the page joins once they press the link in
the letter they get; who came by their own link is known already. GET and HEAD change nothing, because programs
follow links. Programs are slowed down by a field that people do not see, and by counting.
"""

from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appointments.booking_page import owner_of_page
from followups.letters import language_of
from kit.answers import refuse
from kit.errors import Refused
from kit.events import Actor, Door
from kit.rates import count_one
from kit.visitors import address_of
from sales import actions
from sales.actions.visitors import ASKED, Joiner
from sales.enrolling import opened_at, opened_now
from sales.forms import JoinForm
from sales.joining import (
    agreement_in_force,
    enrolment_by,
    enrolment_link,
    is_in_time,
    mark_of,
    person_by_link,
)
from sales.models import Enrolment
from sales.models.enrolment import EnrolmentState
from sales.views.enrolments import show_terms, terms_of
from team.models import Distributor

PAGES_A_MINUTE = 600  # of one address
QUARTER, A_DAY = 15 * 60, 24 * 3600
LINKS_A_DAY = 5  # to sign in, of one enrolment
ALL_TOGETHER = 10  # times as much may all visitors of a page ask as one of them


def of_an_open_page(view):
    """Hand the owner of a page to a view; where there is none, say so kindly."""

    @never_cache
    @csrf_exempt
    @wraps(view)
    def wrapped(request, handle, **rest):
        if count_one(f"join:pages:{address_of(request)}", 60)[0] > PAGES_A_MINUTE:
            return render(request, "429.html", status=429)
        owner = owner_of_page(handle)
        if owner is None:
            response = render(request, "sales/join_none.html", status=404)
        else:
            response = view(request, owner, **rest)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def of_an_enrolment(view):
    """Hand the enrolment that a link names to a view, in the language of the person."""

    @of_an_open_page
    @wraps(view)
    def wrapped(request, owner, token):
        row = enrolment_by(owner, token)
        if row is None or row.customer is None or row.customer.deleted_at:
            return render(request, "sales/join_none.html", status=404)
        row.owner = row.customer.owner = owner
        with override(language_of(row.customer, owner)):
            return view(request, row, token)

    return wrapped


@of_an_open_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, owner: Distributor):
    """Show what joining means, and the form; POST asks to join."""
    person = person_by_link(owner, (request.POST or request.GET).get("p", ""))
    if request.method != "POST":
        filled = {"opened": opened_now(), **({"name": person.name} if person else {})}
        return _show(request, owner, JoinForm(owner=owner, initial=filled), person)
    form = JoinForm(request.POST, owner=owner)
    if form.data.get("subject"):
        return redirect("join-asked", owner.handle)
    if not form.is_valid():
        return _show(request, owner, form, person, status=422)
    if _is_too_much(request, owner):
        form.add_error(None, _("You have asked many times. Please wait a quarter of an hour, or call."))
        return _show(request, owner, form, person, status=429)
    try:
        actions.ask_to_join(
            owner=owner, by=Actor(None, Door.WEB), joiner=_joiner(form), known=person,
            opened_at=opened_at(form.cleaned_data["opened"]),
        )  # fmt: skip
    except Refused as refusal:
        refuse(form, refusal, emails="email")
        return _show(request, owner, form, person, status=422)
    return redirect("join-asked", owner.handle)


@of_an_open_page
@require_safe
def terms(request, owner: Distributor):
    """The text and the days to think it over, for a country."""
    return show_terms(request, JoinForm(request.GET, owner=owner))


@of_an_open_page
@require_safe
def asked(request, owner: Distributor):
    """Say what happens next. Nothing here tells who is known."""
    return render(request, "sales/join_asked.html", {"owner": owner})


@of_an_enrolment
@require_safe
def own(request, row: Enrolment, token: str):
    """Somebody's own page: confirm; later what was agreed to, and the button that takes it back."""
    return _show_own(request, row, token)


@of_an_enrolment
@require_POST
def confirm(request, row: Enrolment, token: str):
    """It was they: they have joined, and go on to choose how to sign in."""
    try:
        done = actions.confirm_joining(
            enrolment=row, by=Actor(None, Door.WEB), asked_at=request.POST.get("asked", ""),
            agreement=request.POST.get("agreement", ""),
        )  # fmt: skip
    except Refused as refusal:
        return _show_own(request, row, token, refusal=refusal, status=422)
    return redirect("invitation", done.token) if done.token else redirect("join-own", row.owner.handle, token)


@of_an_enrolment
@require_POST
def cancel(request, row: Enrolment, token: str):
    """They take it back."""
    try:
        actions.cancel_enrolment(enrolment=row, by=Actor(None, Door.WEB))
    except Refused as refusal:
        return _show_own(request, row, token, refusal=refusal, status=422)
    return redirect("join-own", row.owner.handle, token)


@of_an_enrolment
@require_POST
def sign_in(request, row: Enrolment, token: str):
    """A new link to choose how to sign in: they go there where the mailbox is proven, else it is sent to it."""
    if not _can_sign_in(row):
        return redirect("join-own", row.owner.handle, token)
    if count_one(f"join:sign-in:{row.pk}", A_DAY)[0] > LINKS_A_DAY:
        return render(request, "429.html", status=429)
    try:
        done = actions.send_sign_in(enrolment=row, by=Actor(None, Door.WEB))
    except Refused as refusal:
        return _show_own(request, row, token, refusal=refusal, status=422)
    if done.token:
        return redirect("invitation", done.token)
    response = redirect("join-own", row.owner.handle, token)
    response.headers["Location"] += "?said=sent"
    return response


def _show(request, owner: Distributor, form: JoinForm, person=None, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "person": person, "consent_words": consent_words(owner), **terms_of(form)}
    return render(request, "sales/join.html", context, status=status)


def _show_own(request, row: Enrolment, token: str, *, refusal=None, status: int = 200) -> HttpResponse:
    row.refresh_from_db(fields=["state", "cancel_by", "data"])
    waits, asked = row.state == EnrolmentState.BEGUN, row.data.get(ASKED)
    agreement = agreement_in_force(row.owner.company, asked["country"]) if waits and asked else None
    context = {
        "enrolment": row, "owner": row.owner, "token": token, "refusal": refusal,
        "asked": asked if waits else None, "waits": waits, "said": request.GET.get("said", ""),
        "agreement": agreement, "mark": agreement and mark_of(agreement),
        "can_cancel": row.state == EnrolmentState.DONE and is_in_time(row),
        "can_sign_in": _can_sign_in(row), "link": enrolment_link(row),
    }  # fmt: skip
    return render(request, "sales/join_own.html", context, status=status)


def _can_sign_in(row: Enrolment) -> bool:
    """Until they do; not where their sponsor has withdrawn it."""
    waits = row.state == EnrolmentState.DONE and row.distributor and not row.distributor.email
    return bool(waits and row.email and not (row.invitation and row.invitation.withdrawn_at))


def consent_words(owner: Distributor) -> str:
    """Return what somebody agrees to by asking; it is written down with the request."""
    said = _(
        "By email you get a letter to confirm it and one with what you agreed to. %(name)s may call or write to "
        "you about joining; you can stop all letters with one tap."
    )
    return said % {"name": owner.get_short_name()}


def _joiner(form: JoinForm) -> Joiner:
    data = form.cleaned_data
    return Joiner(
        name=data["name"], email=data["email"], country=data["country"], agreement=data["agreement"],
        language=get_language() or "", zone=form.owner.zone, consent_words=consent_words(form.owner),
    )  # fmt: skip


def _is_too_much(request, owner: Distributor) -> bool:
    """Count what is asked: by one address in a quarter of an hour, and of one page."""
    most = settings.BOOKING_ASKS
    limits = ((f"join:asks:{address_of(request)}", most), (f"join:of:{owner.pk}", most * ALL_TOGETHER))
    return not all(count_one(name, QUARTER)[0] <= limit for name, limit in limits)
