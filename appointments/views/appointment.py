"""One appointment: when, with whom, and what became of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appointments import actions
from appointments.actions.changing import NEAR
from appointments.actions.lateness import can_be_late
from appointments.errors import AppointmentError, JustTaken, NoSlot
from appointments.facts import terms_of
from appointments.forms import AddressForm, LateForm, ReasonForm, TimeForm
from appointments.leaving import leave_by
from appointments.models import Appointment, Notes
from appointments.models.appointment import Side, State
from appointments.notes_shown import sent_said
from appointments.offered import days_with_times, times_instead
from kit import clock
from kit.answers import back, refuse
from kit.errors import Refused
from kit.toasts import toast

OPEN = (State.ASKED, State.BOOKED, State.CONFIRMED)


@login_required
@require_safe
def appointment(request, pk):
    """Show one appointment."""
    return _show(request, _mine(request, pk))


@login_required
@require_POST
def confirm(request, pk):
    """It stands."""
    return _do(request, pk, actions.confirm, _("Confirmed."), side=Side.US)


@login_required
@require_POST
def cancel(request, pk):
    """It is off, with a word about it."""
    reason = ReasonForm(request.POST)
    said = reason.cleaned_data["reason"] if reason.is_valid() else ""
    return _do(request, pk, actions.cancel, _("Cancelled. The time is free again."), reason=said)


@login_required
@require_POST
def address(request, pk):
    """It is at another place."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        said = AppointmentError(form.errors["address"][0])
        return _show(request, _mine(request, pk), refusal=said, status=422)
    return _do(request, pk, actions.change_address, _("Changed. They are told."), **form.cleaned_data)


@login_required
@require_POST
def arrive(request, pk):
    """One is there."""
    return _do(request, pk, actions.arrive, _("You are there."))


@login_required
@require_POST
def finish(request, pk):
    """It was held."""
    return _do(request, pk, actions.finish, _("Held."))


@login_required
@require_POST
def miss(request, pk):
    """Somebody did not come."""
    form = ReasonForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    side = given.get("side") or Side.THEM
    return _do(request, pk, actions.miss, _("Missed."), side=side, reason=given.get("reason", ""))


@login_required
@require_POST
def late(request, pk):
    """One runs late: everybody who waits is told."""
    form = LateForm(request.POST)
    if not form.is_valid():
        said = AppointmentError(_("How many minutes late are you?"))
        return _show(request, _mine(request, pk), refusal=said, status=422)
    minutes = form.cleaned_data["minutes"]
    told = ngettext("They are told: %(n)d minute late.", "They are told: %(n)d minutes late.", minutes)
    return _do(request, pk, actions.run_late, told % {"n": minutes}, minutes=minutes)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk):
    """Choose another time: GET shows the free ones, POST takes one."""
    mine = _mine(request, pk)
    if request.method != "POST":
        return _choose(request, mine, TimeForm(owner=request.user))
    form = TimeForm(request.POST, owner=request.user)
    if not form.is_valid():
        return _choose(request, mine, form, status=422)
    data = form.cleaned_data
    try:
        actions.move(appointment=mine, by=request.by, starts_at=data["at"], anyway=data["anyway"])
    except NoSlot as refusal:
        near = times_instead(refusal, mine.owner, mine.kind, data["at"], without=mine)
        status = 409 if refusal.is_conflict else 422
        return _choose(request, mine, form, refusal=refusal, at=data["at"], near=near, status=status)
    except Refused as refusal:
        refuse(form, refusal)
        return _choose(request, mine, form, status=422)
    toast(request, _("Moved."), undo=mine.event)
    return redirect(mine)


def _mine(request, pk) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).select_related("kind", "owner")
    return get_object_or_404(rows.prefetch_related("guests__customer"), pk=pk)


def _do(request, pk, verb, said: str, **rest) -> HttpResponse:
    mine = _mine(request, pk)
    try:
        verb(appointment=mine, by=request.by, **rest)
    except JustTaken as refusal:
        return _show(request, mine, refusal=refusal, status=409)
    except Refused as refusal:
        return _show(request, mine, refusal=refusal, status=422)
    toast(request, said, undo=mine.event)
    return back(request, "appointment", pk=pk)


def _show(request, mine: Appointment, *, refusal=None, status: int = 200) -> HttpResponse:
    began = mine.starts_at <= clock.now()
    notes = Notes.objects.visible_to(request.user).filter(appointment=mine, ended_at__isnull=False).first()
    context = {
        "notes": notes, "sent_said": sent_said(notes), "appointment": mine, "guests": list(mine.guests.all()), "refusal": refusal, "zone": request.user.zoneinfo,
        "seats_taken": sum(guest.state != State.CANCELLED for guest in mine.guests.all()),
        "is_open": mine.state in OPEN, "began": began, "reason_form": ReasonForm(),
        "address_form": AddressForm(initial={"address": mine.address}),
        "is_near": mine.starts_at - clock.now() <= NEAR,
        "is_on": mine.state in (State.BOOKED, State.CONFIRMED, State.ARRIVED), "can_be_late": can_be_late(mine),
        "leave_by": leave_by(mine.place, mine.starts_at, mine.travel_minutes, terms_of(request.user).early_minutes),
    }  # fmt: skip
    return render(request, "appointments/appointment.html", context, status=status)


def _choose(
    request, mine: Appointment, form: TimeForm, *, refusal=None, at=None, near=(), status: int = 200
) -> HttpResponse:
    zone = request.user.zoneinfo
    context = {
        "appointment": mine, "form": form, "refusal": refusal, "at": at, "near": near, "zone": zone,
        "days": days_with_times(mine, request.GET.get("from", ""), zone=zone) if mine.state in OPEN else None,
    }  # fmt: skip
    return render(request, "appointments/move.html", context, status=status)
