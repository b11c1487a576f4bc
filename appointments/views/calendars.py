"""Settings of calendars: the secret address of one's feed, and other calendars that are read here."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from appointments import actions
from appointments.fetching import WHY
from appointments.forms import OutsideCalendarForm
from appointments.links import feed_token
from appointments.models import Feed, OutsideCalendar
from kit.answers import refuse
from kit.errors import Refused
from kit.toasts import toast

HERE = "settings-calendars"


@login_required
@require_safe
def calendars(request):
    """Show the address of the feed, and the calendars that are read."""
    return _page(request, OutsideCalendarForm())


@login_required
@require_POST
def open_feed(request):
    """Make the secret address."""
    actions.open_feed(owner=request.user, by=request.by)
    return redirect(HERE)


@login_required
@require_POST
def renew_feed(request):
    """Make a new address; the former one shows nothing any more."""
    actions.renew_feed(feed=get_object_or_404(Feed.objects.editable_by(request.user)), by=request.by)
    toast(request, _("This is the new address. The former one shows nothing any more."))
    return redirect(HERE)


@login_required
@require_POST
def show_titles(request):
    """Show names and titles, or only that one is busy."""
    feed, on = get_object_or_404(Feed.objects.editable_by(request.user)), request.POST.get("titles") == "on"
    event = actions.show_titles(feed=feed, by=request.by, on=on)
    toast(request, _("Names and titles are shown.") if on else _("Only “busy” is shown."), undo=event)
    return redirect(HERE)


@login_required
@require_POST
def add(request):
    """Read another calendar."""
    form = OutsideCalendarForm(request.POST)
    if form.is_valid():
        try:
            event = actions.add_calendar(owner=request.user, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, _("It will be read in a moment."), undo=event)
            return redirect(HERE)
    return _page(request, form, status=422)


@login_required
@require_POST
def remove(request, pk):
    """Read a calendar no more."""
    calendar = get_object_or_404(OutsideCalendar.objects.editable_by(request.user), pk=pk)
    try:
        event = actions.remove_calendar(calendar=calendar, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, _("This calendar is not read any more."), undo=event)
    return redirect(HERE)


def _page(request, form: OutsideCalendarForm, *, status: int = 200) -> HttpResponse:
    feed = Feed.objects.visible_to(request.user).first()
    rows = OutsideCalendar.objects.visible_to(request.user).order_by("created_at")
    context = {
        "form": form, "feed": feed, "address": _address(feed) if feed else "", "zone": request.user.zoneinfo,
        "calendars": [{"row": row, "why": WHY.get(row.failed, "")} for row in rows],
    }  # fmt: skip
    return render(request, "appointments/calendars.html", context, status=status)


def _address(feed: Feed) -> str:
    return settings.SITE_URL + reverse("calendar-feed", args=[feed_token(feed)])
