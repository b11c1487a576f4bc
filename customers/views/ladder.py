"""Moving somebody up the ladder by hand."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from customers import actions
from customers.errors import CustomerError
from customers.forms import ClimbForm
from customers.models import LadderStep
from customers.views.answers import done, person_of, show_form
from kit.answers import back, refuse
from kit.isolating import isolated
from kit.toasts import toast


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def climb(request, pk):
    """Move somebody up on the distributor's word; what happened is asked for."""
    person = person_of(request, pk)
    form = ClimbForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        try:
            step = actions.climb_by_hand(person=person, by=request.by, **form.cleaned_data)
        except CustomerError as refusal:
            refuse(form, refusal)
        else:
            said = {"name": isolated(person.name), "rung": person.get_rung_display()}
            return done(request, person, _("%(name)s moved up to %(rung)s.") % said, step)
    return show_form(request, "climb", _("Move by hand"), form, person)


@login_required
@require_POST
def revoke(request, pk, step_pk):
    """Take a climb by hand back."""
    person = person_of(request, pk)
    steps = LadderStep.objects.visible_to(request.user).filter(customer=person)
    try:
        actions.revoke_climb(step=get_object_or_404(steps, pk=step_pk), by=request.by, reason=_("by hand"))
    except CustomerError as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, _("The climb is taken back."), level="good")
    return back(request, person)
