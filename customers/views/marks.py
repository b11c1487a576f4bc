"""Sparing somebody: in grief, left in peace, touched less often."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from customers import actions
from customers.board import card_of, columns_of
from customers.errors import CustomerError
from customers.forms import GriefForm, RestForm, TouchesForm
from customers.models import Customer
from customers.views.answers import done, person_of, show_form
from customers.wording import touches_said
from kit.answers import refuse
from kit.events import last_event_of
from kit.isolating import isolated
from kit.templatetags.kept import day
from kit.toasts import toast

DIALOG = "move-dialog"  # of the ladder


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grieve(request, pk):
    """Spare somebody in grief up to a day."""
    person = person_of(request, pk)
    data = request.POST if request.method == "POST" else None
    form = GriefForm(data, person=person, today=request.user.today())
    if form.is_valid():
        try:
            actions.mark_grief(person=person, by=request.by, **form.cleaned_data)
        except CustomerError as refusal:
            refuse(form, refusal)
        else:
            said = {"name": isolated(person.name), "day": day(person.grieving_until)}
            return done(request, person, _("%(name)s is spared until %(day)s.") % said, person)
    return show_form(request, "grief", _("In grief"), form, person)


@login_required
@require_POST
def end_grief(request, pk):
    """End the mark of grief."""
    person = actions.end_grief(person=person_of(request, pk), by=request.by)
    return done(
        request,
        person,
        _("%(name)s is no longer spared for grief.") % {"name": isolated(person.name)},
        person,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def rest(request, pk):
    """Note that somebody is not interested, and leave them in peace up to a day."""
    person = person_of(request, pk)
    data = request.POST if request.method == "POST" else None
    form = RestForm(data, person=person, today=request.user.today())
    if form.is_valid():
        try:
            actions.let_rest(person=person, by=request.by, **form.cleaned_data)
        except CustomerError as refusal:
            refuse(form, refusal)
        else:
            return _resting(request, person)
    if request.htmx and request.htmx.target == DIALOG:
        status = 422 if form.errors else 200
        return render(request, "customers/_rest_form.html", {"form": form, "person": person}, status=status)
    return show_form(request, "rest", _("Not interested: let them rest"), form, person)


@login_required
@require_POST
def wake(request, pk):
    """End the rest of somebody."""
    person = actions.wake(person=person_of(request, pk), by=request.by)
    return done(
        request, person, _("%(name)s is no longer left in peace.") % {"name": isolated(person.name)}, person
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def touches(request, pk):
    """Note how often a week somebody wishes to be touched at most."""
    person = person_of(request, pk)
    form = TouchesForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        a_week = form.cleaned_data["touches_a_week"]
        actions.wish_for_touches(person=person, by=request.by, a_week=a_week)
        said = {"name": isolated(person.name), "often": touches_said(a_week)}
        return done(request, person, _("%(name)s hears from you: %(often)s.") % said, person)
    return show_form(request, "touches", _("How often"), form, person)


def _resting(request, person: Customer) -> HttpResponse:
    """Say so; in the ladder's dialog the card shows it, else the page goes on."""
    said = {"name": isolated(person.name), "day": day(person.resting_until)}
    text = _("%(name)s is left in peace until %(day)s.") % said
    if not (request.htmx and request.htmx.target == DIALOG):
        return done(request, person, text, person)
    toast(request, text, undo=last_event_of(person), level="good")
    columns = columns_of(request.user)
    ready = sum(column.ready for column in columns)
    context = {"card": card_of(request.user, person), "columns": columns, "ready": ready}
    return render(request, "customers/_rested.html", context)
