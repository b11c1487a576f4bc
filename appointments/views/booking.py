"""Booking by the distributor: who, what kind, and a free time of a week or another one."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appointments import actions
from appointments.actions.booking import address_of
from appointments.booking_page import booking_link
from appointments.errors import NoSlot
from appointments.forms import BookForm
from appointments.models import MeetingKind
from appointments.offered import day_of, times_instead, week_of
from customers.models import Customer
from kit.answers import refuse
from kit.errors import Refused
from kit.events import last_event_of
from kit.toasts import toast

FOUND = 8  # people offered for what was typed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Book an appointment: GET shows the free times of a week, POST takes one."""
    if request.method != "POST":
        return _page(
            request, BookForm(owner=request.user, initial={"day": day_of(request.GET.get("day", ""))})
        )
    form = BookForm(request.POST, owner=request.user)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    try:
        made = actions.book(
            owner=request.user, by=request.by, kind=data["kind"], starts_at=data["at"],
            people=list(data["person"]), title=data["title"], note=data["note"], anyway=data["anyway"],
            address=data["address"] if "address" in form.data else None,
        )  # fmt: skip
    except NoSlot as refusal:
        near = times_instead(refusal, request.user, data["kind"], data["at"])
        status = 409 if refusal.is_conflict else 422
        return _page(request, form, refusal=refusal, at=data["at"], near=near, status=status)
    except Refused as refusal:
        refuse(form, refusal, people="person")
        return _page(request, form, status=422)
    toast(request, _("Booked."), undo=last_event_of(made, "appointment.booked"))
    return redirect(made)


def _page(
    request, form: BookForm, *, refusal: NoSlot | None = None, at=None, near=(), status: int = 200
) -> HttpResponse:
    user, asked = request.user, request.POST if request.method == "POST" else request.GET
    kinds = list(MeetingKind.objects.visible_to(user).filter(is_active=True))
    kind = next((one for one in kinds if str(one.pk) == asked.get("kind")), kinds[0] if kinds else None)
    people = list(Customer.objects.visible_to(user).filter(pk__in=_ids(asked.getlist("person"))))
    if kind and not form.is_bound:
        form.initial["address"] = address_of(kind, people)
    first = day_of(request.GET.get("from", "")) or day_of(asked.get("day", "")) or user.today()
    context = {
        "form": form, "kinds": kinds, "kind": kind, "people": people, "refusal": refusal, "at": at, "near": near,
        "zone": user.zoneinfo, "days": week_of(user, kind, first, zone=user.zoneinfo) if kind else None,
        "from": first, "q": request.GET.get("q", ""), "found": _found(request),
        "own_link": booking_link(people[0]) if len(people) == 1 and user.handle else "",
    }  # fmt: skip
    return render(request, "appointments/book.html", context, status=status)


def _found(request) -> list[Customer]:
    """People by a name that was typed."""
    typed = request.GET.get("q", "").strip()
    if not typed:
        return []
    people = Customer.objects.visible_to(request.user).matching(typed, owner=request.user)
    return list(people.best_named_first(typed)[:FOUND])


def _ids(typed: list[str]) -> list[UUID]:
    """Those of some texts that are ids at all."""
    ids = []
    for text in typed[:50]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ids
