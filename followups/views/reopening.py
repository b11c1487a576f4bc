"""Web door for somebody who had stopped letters and asks the distributor for them again."""

from django.contrib.auth.decorators import login_required
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from customers.views.answers import done, person_of, show_form
from followups.actions import reopen_letters
from followups.forms.reopening import ReopenForm
from kit.answers import refuse
from kit.errors import Refused
from kit.isolating import isolated


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request, pk):
    """Note how they asked; then letters of service go to them again."""
    person = person_of(request, pk)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reopen_letters(person=person, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return done(
                request, person, _("Letters go to %(name)s again.") % {"name": isolated(person.name)}, person
            )
    return show_form(request, "reopen", _("Letters again"), form, person)
