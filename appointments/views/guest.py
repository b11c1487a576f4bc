"""A guest's own page of an appointment: confirm, move, cancel. Whoever holds the link is that person.

There is no session, so there is nothing to forge: the secret stands in the address. GET and HEAD
change nothing, because programs follow links.
"""

from datetime import datetime
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appointments import actions
from appointments.actions.again import standing_again
from appointments.actions.following import CAME_TO_NOTHING
from appointments.actions.lateness import can_be_late
from appointments.actions.letters import PURPOSE
from appointments.entries import address_for_guests
from appointments.errors import JustTaken
from appointments.facts import is_free_time
from appointments.forms import LateForm
from appointments.links import guest_by
from appointments.models import Guest
from appointments.offered import Days, days_with_times, moment_of
from followups.letters import language_of
from followups.tokens import token_for
from kit import clock
from kit.errors import Refused
from kit.rates import count_one
from kit.visitors import address_of
from team.zones import place_of

PAGES_A_MINUTE, WRONG_A_MINUTE = 600, 30  # of one address


def by_link(find):
    """Hand the guest whom `find` knows by a token to a view, in their language; else say kindly that it is none."""

    def of_guest(view):
        @never_cache
        @csrf_exempt
        @wraps(view)
        def wrapped(request, token, **rest):
            if _is_too_much(request, "pages", PAGES_A_MINUTE):
                return render(request, "429.html", status=429)
            guest = find(token)
            if guest is None or guest.customer.deleted_at:
                return _unknown(request)
            person = guest.customer
            with override(language_of(person, person.owner)):
                response = view(request, guest, token, **rest)
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return wrapped

    return of_guest


def _unknown(request) -> HttpResponse:
    if _is_too_much(request, "wrong", WRONG_A_MINUTE):
        return render(request, "429.html", status=429)
    return render(request, "appointments/unknown.html", status=404)


of_a_guest = by_link(guest_by)


@of_a_guest
@require_http_methods(["GET", "HEAD"])
def appointment(request, guest: Guest, token: str):
    """When and where, and what can be done."""
    return _show(request, guest, token)


def posted(view):
    """Let a page at an address that is only posted to be loaded again: that leads to the appointment."""

    @wraps(view)
    def wrapped(request, guest, token):
        return (
            view(request, guest, token) if request.method == "POST" else redirect("appointment-guest", token)
        )

    return require_http_methods(["GET", "HEAD", "POST"])(wrapped)


@of_a_guest
@posted
def confirm(request, guest: Guest, token: str):
    """They come."""
    return _do(request, guest, token, actions.answer, coming=True)


@of_a_guest
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, guest: Guest, token: str):
    """They do not come: GET asks once more, POST does it."""
    if request.method != "POST":
        return _show(request, guest, token, asks=True)
    return _do(request, guest, token, actions.answer, coming=False)


@of_a_guest
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, guest: Guest, token: str):
    """Choose another time: GET shows the free ones, POST takes one."""
    days = days_with_times(guest.appointment, request.GET.get("from", ""), zone=guest.customer.zoneinfo)
    if request.method != "POST":
        return _choose(request, guest, token, days)
    chosen = moment_of(request.POST.get("at", ""))
    if chosen is None:
        return _choose(request, guest, token, days, status=422)
    return _do(request, guest, token, actions.move_as_guest, starts_at=chosen)


@of_a_guest
@posted
def late(request, guest: Guest, token: str):
    """They are on their way, and late."""
    form = LateForm(request.POST)
    if not form.is_valid():
        return _show(request, guest, token, status=422)
    minutes = form.cleaned_data["minutes"]
    return _do(request, guest, token, actions.run_late_as_guest, minutes=minutes)


@of_a_guest
@require_http_methods(["GET", "HEAD", "POST"])
def again(request, guest: Guest, token: str):
    """Take a new time in place of one that came to nothing: GET shows it, POST takes it."""
    old = guest.appointment
    if old.state not in CAME_TO_NOTHING or old.kind_id is None or old.seats > 1:
        return redirect("appointment-guest", token)
    if standing := standing_again(guest):
        return redirect("appointment-guest", token_for(PURPOSE, standing.token))
    wanted = moment_of((request.POST if request.method == "POST" else request.GET).get("at", ""))
    if request.method != "POST":
        return _offer(request, guest, token, wanted=wanted)
    if wanted is None:
        return _offer(request, guest, token, status=422)
    try:
        made = actions.book_again(guest=guest, by=request.by, starts_at=wanted)
    except Refused as refusal:
        return _offer(request, guest, token, refusal=refusal, status=409)
    return redirect("appointment-guest", token_for(PURPOSE, made.token))


def _do(request, guest: Guest, token: str, verb, **rest) -> HttpResponse:
    try:
        verb(guest=guest, by=request.by, **rest)
    except JustTaken as refusal:
        near = () if guest.appointment.is_group else refusal.alternatives
        return _show(request, guest, token, refusal=refusal, near=near, status=409)
    except Refused as refusal:
        return _show(request, guest, token, refusal=refusal, status=422)
    return redirect("appointment-guest", token)


def _show(
    request, guest: Guest, token: str, *, refusal=None, near=(), asks: bool = False, status: int = 200
) -> HttpResponse:
    appointment = guest.appointment
    appointment.refresh_from_db(
        fields=[
            "state",
            "starts_at",
            "ends_at",
            "reason",
            "held_until",
            "version",
            "late_minutes",
            "late_side",
        ]
    )
    open_states = ("asked", "booked", "confirmed")
    context = {
        "asks": asks, "place": place_of(guest.customer.zoneinfo.key),
        "guest": guest, "appointment": appointment, "owner": appointment.owner, "token": token,
        "zone": guest.customer.zoneinfo, "refusal": refusal, "near": near, "late": can_be_late(appointment),
        "again": appointment.state in CAME_TO_NOTHING and appointment.kind_id and appointment.seats == 1,
        "is_open": appointment.state in open_states and appointment.ends_at > clock.now(),
        "state": _state(guest), "address": address_for_guests(appointment),
    }  # fmt: skip
    return render(request, "appointments/guest.html", context, status=status)


def _offer(
    request, guest: Guest, token: str, *, wanted: datetime | None = None, refusal=None, status: int = 200
) -> HttpResponse:
    """The time that a letter offered, if it is still free; else all that are."""
    days = days_with_times(guest.appointment, request.GET.get("from", ""), zone=guest.customer.zoneinfo)
    is_free = wanted is not None and is_free_time(guest.appointment.owner, guest.appointment.kind, wanted)
    context = {
        "guest": guest, "appointment": guest.appointment, "owner": guest.appointment.owner, "token": token,
        "days": days, "zone": guest.customer.zoneinfo, "place": place_of(guest.customer.zoneinfo.key), "refusal": refusal,
        "wanted": wanted if is_free else None, "is_gone": wanted is not None and not is_free,
    }  # fmt: skip
    return render(request, "appointments/guest_again.html", context, status=status)


def _state(guest: Guest) -> str:
    """How it stands for this guest: in a group each has a seat of their own."""
    appointment = guest.appointment
    stands = appointment.is_group and appointment.state in ("booked", "confirmed")
    return guest.state if stands else appointment.state


def _choose(request, guest: Guest, token: str, days: Days, *, status: int = 200) -> HttpResponse:
    context = {
        "guest": guest, "appointment": guest.appointment, "owner": guest.appointment.owner, "token": token,
        "days": days, "zone": guest.customer.zoneinfo, "place": place_of(guest.customer.zoneinfo.key),
    }  # fmt: skip
    return render(request, "appointments/guest_move.html", context, status=status)


def _is_too_much(request, what: str, most: int) -> bool:
    return count_one(f"guest:{what}:{address_of(request)}", 60)[0] > most
