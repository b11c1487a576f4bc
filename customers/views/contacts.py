"""Logging contacts and keeping notes."""

from django.contrib.auth.decorators import login_required
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from customers import actions
from customers.errors import CustomerError
from customers.forms import NoteForm, TouchForm
from customers.views.answers import done, person_of, show_form
from customers.wording import contact_said
from kit.answers import refuse
from kit.isolating import isolated


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def touch(request, pk):
    """Log a contact; one press is enough, everything has a default."""
    person = person_of(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = TouchForm(posted, person=person, owner=request.user)
    if form.is_valid():
        try:
            touch = actions.log_touch(person=person, by=request.by, **form.values())
        except CustomerError as refusal:
            refuse(form, refusal)
        else:
            return done(request, person, _logged(touch), touch)
    return show_form(request, "touch", _("Log a contact"), form, person)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request, pk):
    """Keep a note about somebody; nobody else reads it."""
    person = person_of(request, pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            note = actions.add_note(person=person, by=request.by, text=form.cleaned_data["text"])
        except CustomerError as refusal:
            refuse(form, refusal)
        else:
            return done(request, person, _("The note is kept."), note)
    return show_form(request, "note", _("A note"), form, person)


def _logged(touch) -> str:
    what = contact_said(touch.kind, touch.direction)
    return _("%(name)s: %(what)s.") % {
        "name": isolated(touch.customer.name),
        "what": what[:1].lower() + what[1:],
    }
