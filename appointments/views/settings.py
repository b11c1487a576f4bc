"""Settings of appointments: the kinds there are, how much one wants to meet, and when not."""

from itertools import groupby

from django.conf import settings as house
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appointments import actions
from appointments.facts import terms_of
from appointments.forms import AvailabilityForm, HoursOnDayForm, KindForm, PageForm, ProtectedTimeForm
from appointments.models import HoursOnDay, MeetingKind, ProtectedTime
from appointments.replies import reply_promise_of
from kit.answers import back, refuse
from kit.errors import Refused
from kit.isolating import isolated
from kit.toasts import toast

HERE = "settings-appointments"


@login_required
@require_safe
def settings(request):
    """Show the kinds and when one can be met."""
    return _page(request)


@login_required
@require_POST
def take_usual_kinds(request):
    """Begin with the usual kinds, with one press."""
    actions.ensure_kinds(owner=request.user, by=request.by)
    toast(request, _("The usual kinds to begin with. Change them as you like."))
    return back(request, HERE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_kind(request):
    """Add a kind of appointment."""
    form = KindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kind = actions.add_kind(owner=request.user, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, _("“%(name)s” is added.") % {"name": isolated(kind.name)}, undo=kind.event)
            return redirect(HERE)
    return _form(request, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_kind(request, pk):
    """Change a kind of appointment."""
    kind = get_object_or_404(MeetingKind.objects.editable_by(request.user), pk=pk)
    held = {name: getattr(kind, name) for name in ("name", "is_active")}
    form = KindForm(request.POST or None, instance=kind)
    if request.method == "POST" and form.is_valid():
        try:
            event = actions.change_kind(kind=kind, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, _("“%(name)s” is kept.") % {"name": isolated(kind.name)}, undo=event)
            return redirect(HERE)
    return _form(request, form, kind=kind, held=held)


@login_required
@require_POST
def retire_kind(request, pk):
    """Take a kind out of use."""
    kind = get_object_or_404(MeetingKind.objects.editable_by(request.user), pk=pk)
    event = actions.retire_kind(kind=kind, by=request.by)
    toast(request, _("“%(name)s” is no longer in use.") % {"name": isolated(kind.name)}, undo=event)
    return redirect(HERE)


@login_required
@require_POST
def bring_back_kind(request, pk):
    """Take a kind into use again."""
    kind = get_object_or_404(MeetingKind.objects.editable_by(request.user), pk=pk)
    event = actions.bring_back_kind(kind=kind, by=request.by)
    toast(request, _("“%(name)s” is in use again.") % {"name": isolated(kind.name)}, undo=event)
    return redirect(HERE)


@login_required
@require_POST
def set_limits(request):
    """Say how much, and how far ahead."""
    form = AvailabilityForm(request.POST, instance=terms_of(request.user))
    return _keep(request, "limits_form", form, actions.change_availability, _("Your limits are kept."))


@login_required
@require_POST
def set_page(request):
    """Open or close the own booking page, and say a word on it."""
    form = PageForm(request.POST, instance=terms_of(request.user))
    return _keep(request, "page_form", form, actions.change_availability, _("Your page is kept."))


@login_required
@require_POST
def protect_time(request):
    """Keep a stretch of a weekday for oneself."""
    form = ProtectedTimeForm(request.POST)
    return _keep(request, "protected_form", form, actions.protect_time, _("This time is yours."))


@login_required
@require_POST
def free_protected_time(request, pk):
    """Give a protected time back."""
    protected = get_object_or_404(ProtectedTime.objects.editable_by(request.user), pk=pk)
    try:
        event = actions.free_protected_time(protected=protected, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, _("This time is open to meetings again."), undo=event)
    return redirect(HERE)


@login_required
@require_POST
def set_hours_on_day(request):
    """Set other hours on a single day."""
    form = HoursOnDayForm(request.POST)
    return _keep(request, "day_form", form, _set_hours_on_day, _("The hours of this day are kept."))


@login_required
@require_POST
def clear_hours_on_day(request, pk):
    """Let the hours of the weekday hold on a day again."""
    row = get_object_or_404(HoursOnDay.objects.editable_by(request.user), pk=pk)
    event = actions.set_hours_on_day(owner=request.user, by=request.by, day=row.day, hours=[])
    toast(request, _("The hours of the weekday hold again."), undo=event)
    return redirect(HERE)


def _keep(request, name: str, form, verb, said: str) -> HttpResponse:
    """Do what a valid form says; what is wrong stands at its field, on the same page."""
    if form.is_valid():
        try:
            event = verb(owner=request.user, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, said, undo=event)
            return redirect(HERE)
    return _page(request, **{name: form})


def _set_hours_on_day(*, owner, by, day, opens, closes):
    return actions.set_hours_on_day(owner=owner, by=by, day=day, hours=[(opens, closes)])


def _page(request, **bound) -> HttpResponse:
    user, terms = request.user, terms_of(request.user)
    forms = {
        "limits_form": AvailabilityForm(instance=terms),
        "page_form": PageForm(instance=terms),
        "protected_form": ProtectedTimeForm(),
        "day_form": HoursOnDayForm(),
    }
    rows = HoursOnDay.objects.visible_to(user).filter(day__gte=user.today())
    days = [(day, list(hours)) for day, hours in groupby(rows, key=lambda row: row.day)]
    page = house.SITE_URL + reverse("booking-page", args=[user.handle]) if user.handle else ""
    context = {
        "page": page, **forms, **bound, "hours_on_days": days,
        "kinds": list(MeetingKind.objects.visible_to(user).order_by("-is_active", "position", "name")),
        "protected": ProtectedTime.objects.visible_to(user),
        "reply_promise": reply_promise_of(user),
    }  # fmt: skip
    return render(request, "appointments/settings.html", context, status=422 if bound else 200)


def _form(request, form: KindForm, **context) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "appointments/kind_form.html", {"form": form, **context}, status=status)
