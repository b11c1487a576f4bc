from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from customers.forms import ClimbForm, ConsentForm, NoteForm, TouchesForm, TouchForm
from customers.forms.wants import WantForm
from customers.models import Customer
from followups.complaints_shown import with_open_complaint
from followups.forms.complaints import OpenForm
from followups.forms.promises import PromiseForm
from followups.introductions_shown import with_introduction
from kit import clock
from mlmcrm.person_page import page_of_person, story_page
from sales.standing_shown import with_standing_order

TABS = ("note", "order", "touch", "promise", "want", "complaint")


@login_required
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def person(request, pk):
    """One person: what to do next, the ladder with its evidence, the story so far, the orders."""
    people = Customer.objects.visible_to(request.user).select_related("introduced_by", "owner__company")
    person = get_object_or_404(_beside(people.with_contacts().with_tags()), pk=pk)
    context = {"person": person, "today": request.user.today(), "now": clock.now(), "add": _tab(request)}
    if request.htmx and request.htmx.target == "composer":
        return render(request, "mlmcrm/person/_composer.html", {**context, **_forms(request, person)})
    cursor = request.GET.get("cursor", "")
    if request.htmx and request.htmx.target == "story":
        story = story_page(request.user, person, cursor)
        return render(request, "mlmcrm/person/_story.html", {**context, "story": story})
    page = page_of_person(request.user, person, cursor)
    template = "mlmcrm/person/_page.html" if request.htmx else "mlmcrm/person/person.html"
    context.update(_forms(request, person), page=page, story=page.story, inline=True)
    return render(request, template, context)


def _beside(people):
    """Add to people what belongs to them and comes along without a query of its own."""
    return with_open_complaint(with_introduction(with_standing_order(people)))


def _tab(request) -> str:
    """Which form the composer shows; a note if the address asks for nothing known."""
    asked = request.GET.get("add", "")
    return asked if asked in TABS else TABS[0]


def _forms(request, person: Customer) -> dict:
    return {
        "note_form": NoteForm(),
        "promise_form": PromiseForm(),
        "want_form": WantForm(),
        "complaint_form": OpenForm(),
        "touch_form": TouchForm(person=person, owner=request.user),
        "climb_form": ClimbForm(person=person),
        "consent_form": ConsentForm(),
        "touches_form": TouchesForm(person=person),
        "inline": True,
    }
