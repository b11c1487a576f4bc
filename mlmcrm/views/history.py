from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mlmcrm.history import history_of
from mlmcrm.history_form import HistoryForm


@login_required
@require_safe
def history(request):
    """What was changed, by whom, newest first, with Undo where it can be taken back."""
    form = HistoryForm(request.GET)
    wanted = form.wanted()
    page = history_of(request.user, wanted, request.GET.get("cursor", ""))
    context = {"form": form, "page": page, "narrowed": any(wanted.values())}
    return render(request, "mlmcrm/history/history.html", context)
