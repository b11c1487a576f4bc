"""Keeping appointments: a day that falls through, and how they were kept."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from appointments import actions
from appointments.actions.emergency import struck_by
from appointments.kept import months_of
from appointments.offered import day_of
from kit.errors import Refused
from kit.toasts import toast


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request, day: str):
    """Cancel the rest of a day: GET shows who would be told what, POST does it."""
    on = _day(day)
    if request.method != "POST":
        return _show(request, on)
    words = {
        one.guest.pk: request.POST[f"words_{one.guest.pk}"]
        for one in struck_by(request.user, on)
        if f"words_{one.guest.pk}" in request.POST
    }
    try:
        event = actions.cancel_day(owner=request.user, by=request.by, day=on, words=words)
    except Refused as refusal:
        return _show(request, on, refusal=refusal, status=422)
    toast(request, _("The rest of the day is free and closed. They are told in a minute."), undo=event)
    return redirect(f"{reverse('calendar')}?day={on:%Y-%m-%d}")


@login_required
@require_safe
def kept(request):
    """How appointments were kept, month by month."""
    months = months_of(request.user)
    return render(request, "appointments/kept.html", {"months": months, "now": months[0]})


def _show(request, day: date, *, refusal=None, status: int = 200) -> HttpResponse:
    context = {
        "day": day,
        "is_today": day == request.user.today(),
        "struck": struck_by(request.user, day),
        "refusal": refusal,
        "zone": request.user.zoneinfo,
    }
    return render(request, "appointments/emergency.html", context, status=status)


def _day(typed: str) -> date:
    day = day_of(typed)
    if day is None:
        raise Http404
    return day
