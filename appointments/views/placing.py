"""Moving an appointment in the calendar: it lands where it was put, or it is said why not, with times that fit."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from appointments import actions
from appointments.actions.booking import OWN_CHOICE
from appointments.errors import JustTaken
from appointments.forms import PlaceForm
from appointments.models import Appointment
from appointments.offered import times_instead
from kit.answers import back, next_page
from kit.errors import Refused
from kit.toasts import toast

OFFERED = 2


@login_required
@require_POST
def place(request, pk):
    """Put an appointment to another time of the calendar."""
    rows = Appointment.objects.visible_to(request.user).select_related("kind", "owner")
    mine = get_object_or_404(rows, pk=pk)
    form = PlaceForm(request.POST, owner=request.user)
    if not form.is_valid():
        return _does_not_fit(request, mine, None, next(iter(form.errors.values()))[0])
    data = form.cleaned_data
    try:
        actions.move(
            appointment=mine, by=request.by, starts_at=data["at"], anyway=data["anyway"], version=data["version"]
        )  # fmt: skip
    except Refused as refusal:
        return _does_not_fit(request, mine, data["at"], getattr(refusal, "why", refusal.message), refusal)
    toast(request, _("Moved. They are told."), undo=mine.event)
    if request.htmx:
        return HttpResponseClientRedirect(next_page(request) or mine.get_absolute_url())
    return back(request, "appointment", pk=pk)


def _does_not_fit(request, mine: Appointment, at, said: str, refusal: Refused | None = None) -> HttpResponse:
    """Say why, and offer two times that do fit; what is only a rule of one's own can be set aside."""
    near = times_instead(refusal, mine.owner, mine.kind, at, without=mine)
    context = {
        "appointment": mine, "at": at, "said": said, "near": near[:OFFERED], "next": next_page(request),
        "anyway": at is not None and getattr(refusal, "code", "") in OWN_CHOICE, "zone": request.user.zoneinfo,
    }  # fmt: skip
    whole = "appointments/does_not_fit.html"
    template = "appointments/_does_not_fit.html" if request.htmx else whole
    return render(request, template, context, status=409 if isinstance(refusal, JustTaken) else 422)
