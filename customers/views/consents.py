"""What people agree to, and take back."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from customers import actions
from customers.errors import CustomerError
from customers.forms import ConsentForm
from customers.models import Consent
from customers.views.answers import done, person_of, show_form
from customers.wording import consent_said
from kit.answers import refuse
from kit.isolating import isolated


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give(request, pk):
    """Record that somebody agreed to be written to."""
    person = person_of(request, pk)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            consent = actions.give_consent(person=person, by=request.by, **form.cleaned_data)
        except CustomerError as refusal:
            refuse(form, refusal)
        else:
            return done(
                request, person, _("Noted: agreed to %(what)s.") % {"what": consent_said(consent)}, consent
            )
    return show_form(request, "consent", _("Agreed to"), form, person)


@login_required
@require_POST
def withdraw(request, pk, consent_pk):
    """Record that somebody no longer agrees; it holds at once."""
    person = person_of(request, pk)
    consents = Consent.objects.visible_to(request.user).filter(customer=person)
    consent = get_object_or_404(consents, pk=consent_pk)
    actions.withdraw_consent(consent=consent, by=request.by)
    said = {"name": isolated(person.name), "what": consent_said(consent)}
    return done(request, person, _("%(name)s no longer agrees to %(what)s.") % said, consent)
