"""Adding, changing and deleting a person."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from customers import actions
from customers.errors import CustomerError, PersonChanged
from customers.forms import NewPersonForm, PersonForm
from customers.models import Customer
from customers.views.answers import person_of
from kit.events import last_event_of
from kit.isolating import isolated
from kit.toasts import toast


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Enter somebody. Who may be known already is shown before a second row is made."""
    if request.method != "POST":
        initial = {"name": request.GET.get("name", "").replace("\0", "")[:200]}
        return _form_page(request, NewPersonForm(owner=request.user, initial=initial), status=200)
    form = NewPersonForm(request.POST, owner=request.user)
    if not form.is_valid():
        return _form_page(request, form)
    twins = form.twins()
    if twins and "anyway" not in request.POST:
        return _form_page(request, form, twins=twins)
    try:
        person = actions.add_person(owner=request.user, by=request.by, **form.values())
    except CustomerError as refusal:
        form.refuse(refusal)
        return _form_page(request, form)
    toast(
        request,
        _("%(name)s is added.") % {"name": isolated(person.name)},
        undo=last_event_of(person),
        level="good",
    )
    return redirect(person)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Change what is known about somebody. The second of two tabs is told and keeps its words."""
    people = Customer.objects.visible_to(request.user).with_contacts().with_tags()
    person = get_object_or_404(people.select_related("introduced_by"), pk=pk)
    if request.method != "POST":
        return _form_page(request, PersonForm(owner=request.user, person=person), status=200)
    form = PersonForm(request.POST, owner=request.user, person=person)
    if not form.is_valid():
        return _form_page(request, form)
    twins = form.twins()
    if twins and "anyway" not in request.POST:
        return _form_page(request, form, twins=twins)
    version = form.cleaned_data["version"] or 0
    try:
        changed = actions.change_person(person=person, by=request.by, version=version, **form.values())
    except PersonChanged as refusal:
        theirs = form.meet_theirs(people.get(pk=pk))
        return _form_page(request, form, status=409, changed=refusal.message, theirs=theirs)
    except CustomerError as refusal:
        form.refuse(refusal)
        return _form_page(request, form)
    if changed.version != version:
        toast(request, _("Kept."), undo=last_event_of(person), level="good")
    return redirect(person)


@login_required
@require_POST
def delete(request, pk):
    """Put somebody away; the toast brings them back."""
    person = person_of(request, pk)
    actions.delete_person(person=person, by=request.by)
    toast(request, _("%(name)s is deleted.") % {"name": isolated(person.name)}, undo=last_event_of(person))
    return redirect("people")


def _form_page(request, form: PersonForm, status: int = 422, **words):
    context = {"form": form, "person": form.person, **words}
    return render(request, "customers/person_form.html", context, status=status)
