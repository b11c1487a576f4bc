"""What the views of this app answer with after a deed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django_htmx.http import reswap, retarget

from customers.models import Customer
from kit.answers import back
from kit.events import last_event_of
from kit.toasts import toast


def person_of(request, pk) -> Customer:
    """Return the viewer's own person, or answer 404."""
    return get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)


def done(request, person: Customer, text: str, row) -> HttpResponse:
    """Say what was done, with Undo; show the line of the list, or the page one came from."""
    toast(request, text, undo=last_event_of(row), level="good")
    if request.htmx and request.htmx.target == f"person-{person.pk}":
        return render(request, "customers/_row.html", {"person": person, "today": request.user.today()})
    return back(request, person)


def show_form(request, name: str, title: str, form, person: Customer, **words) -> HttpResponse:
    """Show one of the small forms about a person: by itself for htmx, else on a page. 422 with errors.

    `name` is the form's template, customers/_NAME_form.html, and its id, NAME-form.
    """
    status = 422 if form.errors else 200
    context = {"form": form, "person": person, "next": request.POST.get("next", ""), **words}
    if request.htmx:
        part = render(request, f"customers/_{name}_form.html", {**context, "inline": True}, status=status)
        return reswap(retarget(part, f"#{name}-form"), "outerHTML")
    context.update(part=f"customers/_{name}_form.html", title=title)
    return render(request, "customers/form_page.html", context, status=status)
