"""What goes out of a meeting: looked over, sent, and what came back."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appointments import actions
from appointments.forms import ReviewForm
from appointments.going_out import going_of
from appointments.models import Appointment, Guest, Notes
from appointments.models.notes import CorrectionState
from appointments.notes_shown import corrections_of, page_of, sent_said
from followups.cards import large_print_of
from followups.letters import language_of
from kit import clock
from kit.errors import Refused
from kit.toasts import toast


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request, pk):
    """Look over what goes to whom; POST keeps what was changed."""
    mine = _mine(request, pk)
    if request.method != "POST":
        return _show(request, mine)
    form = ReviewForm(request.POST, going=going_of(mine))
    if (refused := _keep(request, mine, form)) is not None:
        return refused
    toast(request, _("Kept. Nothing has gone out yet.") if mine.sent_at is None else _("Kept."))
    return redirect("appointment-notes", mine.appointment_id)


@login_required
@require_POST
def send(request, pk):
    """Send them, as the form has them."""
    mine = _mine(request, pk)
    form = ReviewForm(request.POST, going=going_of(mine))
    if "text" in request.POST and (refused := _keep(request, mine, form)) is not None:
        return refused
    edition = form.cleaned_data.get("edition") if form.is_valid() else None
    try:
        if mine.sent_at and edition:
            sent = actions.send_corrected_notes(notes=mine, by=request.by, edition=edition)
        else:
            sent = actions.send_notes(notes=mine, by=request.by)
    except Refused as refusal:
        return _show(request, mine, form, refusal=refusal, status=422)
    toast(request, _("The notes go out now."), undo=sent.event, level="good")
    return redirect("appointment-notes", mine.appointment_id)


@login_required
@require_safe
def large_print(request, pk, guest):
    """The notes of a guest in large print, to be handed over."""
    mine = _mine(request, pk)
    going = going_of(mine)
    one = get_object_or_404(Guest.objects.visible_to(request.user), pk=guest, appointment=pk)
    person = next((row for row in going.guests if row.pk == one.pk), one)
    language = language_of(person.customer, request.user)
    pdf = large_print_of(text=going.words_for(person), language=language, dated=clock.now())
    headers = {"Content-Disposition": 'inline; filename="notes.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@login_required
@require_POST
def take(request, pk, correction):
    """Let the line say what they suggest."""
    return _decide(request, pk, correction, actions.take_correction, _("Taken over."))


@login_required
@require_POST
def leave(request, pk, correction):
    """Leave the line as it is."""
    return _decide(request, pk, correction, actions.leave_correction, _("Left as it was."))


def _decide(request, pk, correction: UUID, verb, said: str) -> HttpResponse:
    mine = _mine(request, pk)
    row = get_object_or_404(corrections_of(mine), pk=correction)
    try:
        done = verb(correction=row, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, said, undo=done.event, level="good")
        if done.state == CorrectionState.TAKEN and row.line.order_id:
            toast(request, _("Only the notes say it now. The order stands; change it on its own page."))
    return redirect("appointment-notes", mine.appointment_id)


def _mine(request, pk) -> Notes:
    """The notes of an appointment of one's own; they are made where there are none yet."""
    rows = Appointment.objects.visible_to(request.user).select_related("kind", "owner")
    appointment = get_object_or_404(rows, pk=pk)
    found = Notes.objects.visible_to(request.user).filter(appointment=appointment).first() or Notes(
        appointment=appointment
    )
    found.appointment = appointment
    return found


def _keep(request, mine: Notes, form: ReviewForm) -> HttpResponse | None:
    """Keep what the form says; return the page that says why not, None where it is kept."""
    if mine._state.adding:
        return _show(request, mine, status=422)
    if not form.is_valid():
        return _show(request, mine, form, status=422)
    try:
        actions.review_notes(notes=mine, by=request.by, **form.review())
    except Refused as refusal:
        return _show(request, mine, form, refusal=refusal, status=422)
    return None


def _show(request, mine: Notes, form: ReviewForm | None = None, *, refusal=None, status: int = 200):
    page = page_of(mine, request.user)
    form = form or ReviewForm(going=page.going)
    context = {"notes": mine, "appointment": mine.appointment, "page": page, "form": form, "refusal": refusal}
    context["sent_said"] = sent_said(mine)
    return render(request, "appointments/notes.html", context, status=status)
