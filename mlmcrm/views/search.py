"""Find or do: the palette's answers, and the same on a page of its own."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from customers.models import Customer
from mlmcrm import doing, search
from mlmcrm.context import navigation
from mlmcrm.shortcuts import shortcuts_of


@login_required
@require_safe
@vary_on_headers("HX-Request")
def find(request):
    """Show what is meant by a few letters, or what can be done for one person."""
    typed, viewer = request.GET.get("q", ""), request.user
    if request.GET.get("person"):
        found = search.find_for(viewer, _person(request), typed)
    else:
        found = search.find(viewer, typed, doing.pages(viewer, navigation(request)))
    template = "mlmcrm/search/_found.html" if request.htmx else "mlmcrm/search/search.html"
    return render(request, template, {"found": found, "q": typed})


@login_required
@require_safe
@vary_on_headers("HX-Request")
def help_with_keys(request):
    """List the keys, by themselves for the dialog."""
    template = "mlmcrm/help/_shortcuts.html" if request.htmx else "mlmcrm/help/shortcuts.html"
    return render(request, template, {"groups": shortcuts_of()})


def _person(request) -> Customer:
    try:
        pk = UUID(request.GET["person"])
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
