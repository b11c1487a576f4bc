"""The calendar of the person who is signed in: a week, a day or a month."""

from calendar import Calendar
from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from appointments.kept import lately
from appointments.offered import day_of
from appointments.shown import asked_of, days_of, seats_asked_of, waiting_between

SHOWS = ("week", "day", "month")
A_DAY = timedelta(days=1)


@login_required
@require_safe
def calendar(request):
    """Show what is on, around the day that is asked for."""
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWS else SHOWS[0]
    day = day_of(request.GET.get("day", "")) or request.user.today()
    context = _month(request, day) if show == "month" else _week(request, day)
    context.update(show=show, day=day, today=request.user.today(), asked=asked_of(request.user))
    context["waiting"] = (
        [] if show == "month" else waiting_between(request.user, context["first"], context["last"])
    )
    context["seats_asked"] = seats_asked_of(request.user)
    context["lately"] = lately(request.user)
    step = timedelta(days=1 if show == "day" else 7)
    context.setdefault("earlier", day - step)
    context.setdefault("later", day + step)
    return render(request, "appointments/calendar.html", context)


def _week(request, day: date) -> dict:
    """The week of a day, and the day by itself, which a phone shows."""
    shown = days_of(request.user, day - day.weekday() * A_DAY, 7)
    chosen = shown.days[day.weekday()]
    most = chosen.most
    return {
        "shown": shown, "chosen": chosen, "first": shown.days[0].day, "last": shown.days[-1].day,
        "taken": sum(one.taken for one in shown.days),
        "places": sum(most for one in shown.days if not one.is_off) if most else None,
    }  # fmt: skip


def _month(request, day: date) -> dict:
    """The weeks that a month touches."""
    weeks = Calendar().monthdatescalendar(day.year, day.month)
    shown = days_of(request.user, weeks[0][0], 7 * len(weeks))
    first = day.replace(day=1)
    return {
        "weeks": [shown.days[start : start + 7] for start in range(0, len(shown.days), 7)],
        "first": first, "month": day.month,
        "earlier": (first - A_DAY).replace(day=1), "later": (first + 31 * A_DAY).replace(day=1),
        "taken": sum(one.taken for one in shown.days if one.day.month == day.month),
    }  # fmt: skip
