"""Enrolling somebody without leaving the meeting room."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from appointments.actions.notes import guests_of
from appointments.models import Appointment
from appointments.models.kind import Place as Meets
from customers.models import Customer
from mlmcrm.meeting_page import notes_of
from mlmcrm.views.meeting import after_url
from sales.enrolling import finish, form_for, keep_typed
from sales.models.order import Place
from sales.views.answers import say
from sales.views.enrolments import joined, show_form

AGREED_AT = {
    Meets.PHONE: Place.PHONE,
    Meets.VIDEO: Place.ONLINE,
}  # elsewhere at a home, until somebody says otherwise


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def enrol(request, pk):
    """Enrol one of those who take part; `person` names whom, else it is the first."""
    rows = Appointment.objects.visible_to(request.user).select_related("kind", "owner")
    mine = get_object_or_404(rows, pk=pk)
    person = _guest(request, mine)
    if request.method != "POST":
        return _show(request, mine, person, form_for(person, place=AGREED_AT.get(mine.place, Place.HOME)))
    form = form_for(person, request.POST)
    done = finish(form, person, by=request.by)
    if done is None:
        keep_typed(form, person, by=request.by)
        return _show(request, mine, person, form, status=422)
    say(request, joined(done), done, "enrolment.done")
    if request.htmx:
        return HttpResponse(headers={"HX-Trigger": "kept:enrolled"})
    return redirect(after_url(mine)) if notes_of(mine).ended_at else redirect("meeting", pk)


def _guest(request, mine: Appointment) -> Customer:
    people = [guest.customer for guest in guests_of(mine)]
    wanted = request.GET.get("person", "")
    found = next(
        (one for one in people if str(one.pk) == wanted), people[0] if people and not wanted else None
    )
    if found is None:
        raise Http404
    return Customer.objects.visible_to(request.user).select_related("owner__company").get(pk=found.pk)


def _show(request, mine: Appointment, person: Customer, form, status: int = 200) -> HttpResponse:
    name = "mlmcrm/meeting/_enrol.html" if request.htmx else "mlmcrm/meeting/enrol.html"
    return show_form(
        request, person, form, status=status, name=name, appointment=mine, person_id=str(person.pk)
    )
