"""What people say they want: written down, met, taken off the list."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from customers import actions
from customers.errors import CustomerError
from customers.forms.wants import WantForm
from customers.models import Want
from customers.views.answers import person_of, show_form
from kit.answers import back, refuse
from kit.isolating import isolated
from kit.toasts import toast


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    """Keep what somebody said they want."""
    person = person_of(request, pk)
    form = WantForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            want = actions.note_want(customer=person, by=request.by, text=form.cleaned_data["text"])
        except CustomerError as refusal:
            refuse(form, refusal)
        else:
            toast(
                request,
                _("Kept: what %(name)s wants.") % {"name": isolated(person.name)},
                undo=want.event,
                level="good",
            )
            return back(request, person)
    return show_form(request, "want", _("What they want"), form, person)


@login_required
@require_POST
def met(request, pk):
    """They have it."""
    return _do(request, pk, actions.meet_want, _("%(name)s has it."))


@login_required
@require_POST
def drop(request, pk):
    """Take it off the list."""
    return _do(request, pk, actions.drop_want, _("That is off the list."))


def _do(request, pk, verb, words: str) -> HttpResponse:
    rows = Want.objects.visible_to(request.user).standing().filter(customer__deleted_at=None)
    want = get_object_or_404(rows.select_related("customer"), pk=pk)
    try:
        done = verb(want=want, by=request.by)
    except CustomerError as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, words % {"name": isolated(want.customer.name)}, undo=done.event, level="good")
    return back(request, want.customer)
