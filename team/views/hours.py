"""Office hours, quiet hours and days off of the person who is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kit.answers import back, refuse
from kit.errors import Refused
from kit.toasts import toast
from team import actions
from team.actions.hours import hours_of
from team.forms import DaysOffForm, HolidaysForm, HoursForm, QuietHoursForm
from team.holidays import next_holidays
from team.models import Distributor
from team.office_hours import USUAL_HOURS

SHOWN_HOLIDAYS = 4


@login_required
@require_safe
def hours(request):
    """Show when one can be reached."""
    return _page(request)


@login_required
@require_POST
def set_hours(request):
    """Replace the hours of the week."""
    form = HoursForm(request.POST, hours=hours_of(request.user))
    if form.is_valid():
        try:
            event = actions.set_hours(distributor=request.user, by=request.by, hours=form.hours())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Your hours are kept."), undo=event)
            return redirect("settings-hours")
    return _page(request, hours_form=form)


@login_required
@require_POST
def use_usual_hours(request):
    """Take the suggested hours with one press."""
    event = actions.set_hours(distributor=request.user, by=request.by, hours=USUAL_HOURS)
    toast(request, _("You can be reached Monday to Friday, 9 to 18."), undo=event)
    return back(request, "settings-hours")


@login_required
@require_POST
def set_quiet_hours(request):
    """Say between which times letters wait."""
    mine = Distributor.objects.editable_by(request.user).get()
    form = QuietHoursForm(request.POST, instance=mine)
    if form.is_valid():
        data = form.cleaned_data
        try:
            event = actions.set_quiet_hours(
                distributor=request.user,
                by=request.by,
                quiet_from=data["quiet_from"],
                quiet_until=data["quiet_until"],
                on=data["quiet_hours_on"],
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, _("Your quiet hours are kept."), undo=event)
            return redirect("settings-hours")
    return _page(request, quiet_form=form)


@login_required
@require_POST
def take_days_off(request):
    """Take one day or several off."""
    form = DaysOffForm(request.POST)
    if form.is_valid():
        try:
            event = actions.take_days_off(distributor=request.user, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, _said(event), undo=event)
            return redirect("settings-hours")
    return _page(request, off_form=form)


@login_required
@require_POST
def give_back_day_off(request, pk):
    """Work on a day after all."""
    day_off = get_object_or_404(request.user.days_off, pk=pk)
    try:
        event = actions.give_back_day_off(day_off=day_off, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, _("You work on this day after all."), undo=event)
    return redirect("settings-hours")


@login_required
@require_POST
def keep_holidays(request):
    """Keep the public holidays of a place, or none."""
    mine = Distributor.objects.editable_by(request.user).get()
    form = HolidaysForm(request.POST, instance=mine)
    if form.is_valid():
        place = form.cleaned_data["holidays_of"]
        event = actions.change_settings(distributor=request.user, by=request.by, holidays_of=place)
        toast(request, _("Your public holidays are kept."), undo=event)
        return redirect("settings-hours")
    return _page(request, holidays_form=form)


def _page(request, **bound) -> HttpResponse:
    user = request.user
    forms = {
        "hours_form": HoursForm(hours=hours_of(user)),
        "quiet_form": QuietHoursForm(instance=user),
        "off_form": DaysOffForm(),
        "holidays_form": HolidaysForm(instance=user),
    }
    context = {
        **forms,
        **bound,
        "days_off": user.days_off.filter(day__gte=user.today()),
        "holidays": next_holidays(user.holidays_of, user.today(), SHOWN_HOLIDAYS, get_language() or "en"),
    }
    return render(request, "team/hours.html", context, status=422 if bound else 200)


def _said(event) -> str:
    if event is None:
        return _("You are off then already.")
    count = len(event.after["days"])
    return ngettext("One day off.", "%(n)d days off.", count) % {"n": count}
