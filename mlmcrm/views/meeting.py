"""The meeting room: what is good to know before, the agenda and the notes during, the end.

Every address works as a plain form; the page's script saves by the same ones and asks for JSON.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from appointments import actions
from appointments.actions.notes import guest_meant, guests_of
from appointments.errors import StaleNotes
from appointments.joining import joined
from appointments.models import Appointment, Guest, Notes
from appointments.notepad import ORDER, lines_of
from kit import clock
from kit.csp import PERMISSIONS
from kit.errors import Refused
from kit.templatetags.kept import hour
from kit.toasts import toast
from mlmcrm.meeting_orders import link_orders
from mlmcrm.meeting_page import caught_in, following_of, notes_of, order_key, room_of, steps_of
from sales.basket import baskets_of
from sales.entering import place
from sales.forms import OrderForm
from sales.knowledge import cards_for
from sales.views.answers import entered, say

MAY_LISTEN = PERMISSIONS.replace("microphone=()", "microphone=(self)")
LONGEST_SEARCH = 100


@login_required
@require_safe
@never_cache
def room(request, pk):
    """Show the meeting room of an appointment."""
    return _show(request, _mine(request, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request, pk):
    """The meeting begins: the clock runs. What is only loaded again is the room."""
    if request.method != "POST":
        return redirect("meeting", pk)
    mine = _mine(request, pk)
    try:
        notes = actions.begin_meeting(notes=_opened(request, mine), by=request.by)
    except Refused as refusal:
        return _show(request, mine, refusal=refusal, status=422)
    if notes.event:
        toast(request, _("The clock runs."), undo=notes.event)
    return redirect("meeting", pk)


@login_required
@require_POST
def save(request, pk):
    """Save what was typed. To a script the answer says what stands, also where something else stood."""
    mine = _mine(request, pk)
    try:
        notes = _save(request, mine)
    except StaleNotes as stale:
        return _stale(request, mine, stale.notes)
    except Refused as refusal:
        return _refused(request, mine, refusal)
    if not _wants_json(request):
        toast(request, _("Saved."))
        return redirect("meeting", pk)
    return JsonResponse({**_state(request, notes), "caught": _caught(request, mine, notes.text)})


@login_required
@require_POST
def item(request, pk):
    """Talk about an item of the agenda, or tick it off."""
    mine = _mine(request, pk)
    verb = actions.finish_item if request.POST.get("do") == "finish" else actions.run_item
    try:
        notes = verb(notes=_opened(request, mine), by=request.by, position=_number(request, "position"))
    except Refused as refusal:
        return _refused(request, mine, refusal)
    if not request.htmx:
        return redirect("meeting", pk)
    context = {
        "steps": steps_of(notes, clock.now()), "appointment": mine, "notes": notes,
        "following": following_of(request.user, mine), "zone": request.user.zoneinfo,
    }  # fmt: skip
    return render(request, "mlmcrm/meeting/_agenda.html", context)


@login_required
@require_POST
def end(request, pk):
    """The meeting is over: what was typed is saved, and its marked lines become what they say."""
    mine = _mine(request, pk)
    try:
        notes = _save(request, mine) if "text" in request.POST else _opened(request, mine)
        notes = actions.end_meeting(notes=notes, by=request.by)
    except StaleNotes as stale:
        return _stale(request, mine, stale.notes)
    except Refused as refusal:
        return _refused(request, mine, refusal)
    link_orders(mine, notes, by=request.by)
    if notes.event:
        toast(request, _("The meeting is over. Look the notes over, then send them."), undo=notes.event)
    return redirect(after_url(mine))


@login_required
@require_safe
@vary_on_headers("HX-Request")
def facts(request, pk):
    """Find what is worth knowing about products."""
    mine, typed = _mine(request, pk), request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH]
    context = {"appointment": mine, "cards": cards_for(request.user, typed), "q": typed}
    name = "_cards" if request.htmx else "facts"
    return render(request, f"mlmcrm/meeting/{name}.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def order(request, pk):
    """Enter an order without leaving the meeting; `line` names the line of the notes it comes from."""
    mine = _mine(request, pk)
    guests = guests_of(mine)
    if not guests:
        raise Http404
    if request.method != "POST":
        return _order_form(request, mine, guests, _prefilled(request, mine, guests))
    form = OrderForm(request.POST, owner=request.user)
    placed = place(form, by=request.by)
    if placed is None:
        return _order_form(request, mine, guests, form, status=422)
    say(request, entered(placed), placed, "order.placed")
    link_orders(mine, notes_of(mine), by=request.by)
    if request.htmx:
        return HttpResponse(headers={"HX-Trigger": "kept:ordered"})
    return redirect(after_url(mine) if notes_of(mine).ended_at else reverse("meeting", args=[pk]))


def after_url(appointment: Appointment) -> str:
    """Return where a meeting leads that is over: to its notes."""
    try:
        return reverse("appointment-notes", args=[appointment.pk])
    except NoReverseMatch:
        return appointment.get_absolute_url()


def _mine(request, pk) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).select_related("kind", "owner")
    return get_object_or_404(rows, pk=pk)


def _opened(request, mine: Appointment) -> Notes:
    notes = actions.open_notes(appointment=mine, by=request.by)
    notes.appointment = mine
    return notes


def _save(request, mine: Appointment) -> Notes:
    return actions.save_notes(
        notes=_opened(request, mine),
        by=request.by,
        text=request.POST.get("text", ""),
        revision=_number(request, "revision"),
        written_by=request.POST.get("page", "").replace("\0", ""),
    )


def _number(request, name: str) -> int:
    """A number of the form, -1 where it is none: what is saved upon no revision is never saved over one."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _wants_json(request) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")


def _state(request, notes: Notes) -> dict:
    return {
        "revision": notes.revision,
        "saved": hour(notes.updated_at, request.user.zoneinfo),
        "ended": notes.ended_at is not None,
    }


def _caught(request, mine: Appointment, text: str) -> str:
    """What was caught so far, as a part of the page."""
    caught = caught_in(request.user, mine, guests_of(mine), text)
    return render_to_string("mlmcrm/meeting/_caught.html", {"appointment": mine, "caught": caught}, request)


def _stale(request, mine: Appointment, stands: Notes) -> HttpResponse:
    """Somebody else saved meanwhile: a script is told what stands, a form shows both."""
    if _wants_json(request):
        return JsonResponse({**_state(request, stands), "text": stands.text}, status=409)
    stands.text = joined(stands.text, request.POST.get("text", "").replace("\r\n", "\n"))
    return _show(request, mine, notes=stands, stale=True, status=409)


def _refused(request, mine: Appointment, refusal: Refused) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"code": refusal.code, "message": refusal.message}, status=422)
    if request.htmx:
        toast(request, refusal.message, level="risk")
        return HttpResponse(headers={"HX-Reswap": "none"})
    notes = notes_of(mine)
    notes.text = request.POST.get("text", notes.text)
    return _show(request, mine, notes=notes, refusal=refusal, status=422)


def _show(
    request, mine: Appointment, *, notes: Notes | None = None, refusal=None, stale=False, status: int = 200
) -> HttpResponse:
    get_token(request)
    notes = notes or notes_of(mine)
    gathered = room_of(request.user, mine, guests_of(mine), notes)
    context = {
        "room": gathered, "following": gathered.following, "appointment": mine, "notes": notes,
        "today": request.user.today(), "zone": request.user.zoneinfo,
        "refusal": refusal, "stale": stale, "after": after_url(mine),
        "is_open": mine.state in ("booked", "confirmed", "arrived") and notes.ended_at is None,
    }  # fmt: skip
    response = render(request, "mlmcrm/meeting/meeting.html", context, status=status)
    response.headers["Permissions-Policy"] = MAY_LISTEN
    return response


def _prefilled(request, mine: Appointment, guests: list[Guest]) -> OrderForm:
    """An order form for the line that the address names, or an empty one."""
    lines = lines_of(notes_of(mine).text, request.user.today(), request.user.language)
    number = request.GET.get("line", "")
    line = next((one for one in lines if str(one.position) == number and one.mark == ORDER), None)
    guest = (line and guest_meant(line, guests)) or guests[0]
    initial = {"person": guest.customer_id}
    if line:
        initial |= {"typed": line.text, "request_key": order_key(mine, line)}
    form = OrderForm(owner=request.user, initial=initial)
    form.basket = baskets_of(request.user, [line.text])[0] if line else None
    return form


def _order_form(
    request, mine: Appointment, guests: list[Guest], form: OrderForm, status: int = 200
) -> HttpResponse:
    chosen = str(form["person"].value())
    person = next((one.customer for one in guests if str(one.customer_id) == chosen), guests[0].customer)
    context = {"appointment": mine, "form": form, "person": person}
    name = "_order" if request.htmx else "order"
    return render(request, f"mlmcrm/meeting/{name}.html", context, status=status)
