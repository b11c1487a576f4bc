"""The waiting list and seats that are asked for: left by whoever waits, settled by the distributor."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from appointments.actions.seats import confirm_seat, remove_guest
from appointments.actions.waiting import confirm_waiting, stop_waiting
from appointments.links import waiting_by
from appointments.models import Guest, Waiting
from followups.letters import language_of
from kit.answers import back
from kit.errors import Refused
from kit.rates import count_one
from kit.toasts import toast
from kit.visitors import address_of

PAGES_A_MINUTE = 120  # of one address


def of_who_waits(view):
    """Hand the place on a list that a link names to a view, in the language of who waits."""

    @never_cache
    @csrf_exempt
    @wraps(view)
    def wrapped(request, token):
        if count_one(f"waiting:pages:{address_of(request)}", 60)[0] > PAGES_A_MINUTE:
            return render(request, "429.html", status=429)
        place = waiting_by(token)
        if place is None or place.customer.deleted_at:
            return render(request, "appointments/unknown.html", status=404)
        with override(language_of(place.customer, place.owner)):
            response = view(request, place, token)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


@of_who_waits
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request, place: Waiting, token: str):
    """For what they wait, and how they stop; POST says that it was they who asked for it."""
    if request.method == "POST":
        confirm_waiting(waiting=place, by=request.by)
        return redirect("waiting-guest", token)
    context = {"waiting": place, "token": token, "is_open": place.state in ("waiting", "offered")}
    return render(request, "appointments/waiting.html", context)


@of_who_waits
@require_POST
def leave(request, place: Waiting, token: str):
    """They wait no more."""
    stop_waiting(waiting=place, by=request.by)
    return redirect("waiting-guest", token)


@login_required
@require_POST
def stop(request, pk):
    """Take somebody off the list."""
    place = get_object_or_404(Waiting.objects.editable_by(request.user).select_related("owner"), pk=pk)
    stop_waiting(waiting=place, by=request.by)
    toast(request, _("They wait no more."), undo=place.event)
    return back(request, "calendar")


@login_required
@require_POST
def confirm_place(request, pk):
    """Note that it was they who asked for a place on the list, as somebody says who left only a number."""
    place = get_object_or_404(Waiting.objects.editable_by(request.user).select_related("owner"), pk=pk)
    confirm_waiting(waiting=place, by=request.by)
    toast(request, _("Confirmed. What comes free is offered to them in their turn."), undo=place.event)
    return back(request, "calendar")


@login_required
@require_POST
def confirm(request, pk):
    """Let a seat stand that somebody asked for."""
    return _settle(request, pk, confirm_seat, _("Confirmed."))


@login_required
@require_POST
def remove(request, pk):
    """Take somebody off a group."""
    return _settle(request, pk, remove_guest, _("Taken off. They are told."))


def _settle(request, pk, verb, said: str):
    seats = Guest.objects.visible_to(request.user).filter(appointment__seats__gt=1)
    seat = get_object_or_404(seats.select_related("appointment", "customer__owner"), pk=pk)
    try:
        verb(guest=seat, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, said, undo=getattr(seat, "event", None))
    return back(request, "calendar")
