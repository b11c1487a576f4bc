"""A guest's own page of what was noted: each line can be corrected or struck. GET changes nothing."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from appointments import actions
from appointments.going_out import going_of
from appointments.links import guest_of_notes
from appointments.models import Guest
from appointments.notes_shown import line_of, notes_of, said_by
from appointments.views.guest import by_link
from kit.errors import Refused

of_notes = by_link(guest_of_notes)


@of_notes
@require_http_methods(["GET", "HEAD"])
def notes(request, guest: Guest, token: str):
    """What was noted, and what became of their corrections."""
    return _show(request, guest, token)


@of_notes
@require_POST
def correct(request, guest: Guest, token: str, line):
    """A line should say something else."""
    text = request.POST.get("text", "").replace("\0", "").strip()
    if not text:
        refusal = Refused(_("Write what it should say. Or strike it."), field="text")
        return _show(request, guest, token, refusal=refusal, status=422)
    return _suggest(request, guest, token, line, text)


@of_notes
@require_POST
def strike(request, guest: Guest, token: str, line):
    """A line should not be there."""
    return _suggest(request, guest, token, line, "")


def _suggest(request, guest: Guest, token: str, line, text: str) -> HttpResponse:
    if (row := line_of(guest, line)) is None:
        return render(request, "appointments/unknown.html", status=404)
    try:
        actions.suggest_correction(guest=guest, by=request.by, line=row, text=text)
    except Refused as refusal:
        return _show(request, guest, token, refusal=refusal, status=422)
    return redirect("notes-guest", token)


def _show(request, guest: Guest, token: str, *, refusal=None, status: int = 200) -> HttpResponse:
    notes = notes_of(guest)
    if notes is None:
        return render(request, "appointments/unknown.html", status=404)
    lines = going_of(notes).lines_of(guest)
    said = said_by(guest, lines)
    context = {
        "guest": guest, "notes": notes, "appointment": guest.appointment, "owner": guest.appointment.owner,
        "lines": [(line, said.get(line.pk)) for line in lines], "token": token, "refusal": refusal,
        "zone": guest.customer.zoneinfo,
    }  # fmt: skip
    return render(request, "appointments/notes_guest.html", context, status=status)
