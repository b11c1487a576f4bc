"""The first page of somebody who has nobody yet."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_required
@require_safe
def welcome(request):
    """Show the first three steps, and which of them are done."""
    context = {"has_hours": request.user.office_hours.exists(), "today": request.user.today()}
    return render(request, "welcome.html", context)
