"""Entering orders: typed, picked from the list, or the same as last time."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.models import Customer
from kit.answers import back
from kit.errors import Refused
from kit.toasts import toast
from sales import actions
from sales.basket import read_basket
from sales.entering import place
from sales.forms import OrderForm
from sales.models import Order
from sales.models.order import Purpose
from sales.offered import offered_in
from sales.views.answers import entered, say

PEOPLE_SHOWN = 12


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Enter an order for a person, for own use or for stock."""
    if request.method == "POST":
        return _enter(request)
    purpose = request.GET.get("purpose", "")
    purpose = purpose if purpose in Purpose.values else Purpose.CUSTOMER
    if purpose == Purpose.CUSTOMER and "person" not in request.GET:
        return _choose_person(request)
    person = _person_or_404(request.user, request.GET["person"]) if "person" in request.GET else None
    initial = {"person": person and person.pk, "purpose": purpose}
    form = OrderForm(owner=request.user, initial=initial)
    return _form_page(request, form, person)


@login_required
@require_safe
def preview(request):
    """Show what a form holds so far; nothing is kept."""
    basket = read_basket(request.user, request.GET)
    return render(request, "sales/_preview.html", {"basket": basket})


@login_required
@require_POST
def repeat(request, pk):
    """Place an order of mine again."""
    order = get_object_or_404(Order.objects.visible_to(request.user).select_related("customer"), pk=pk)
    return _again(request, order, otherwise=order)


@login_required
@require_POST
def again(request, pk):
    """Place a person's last order again: "same as last time"."""
    person = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    last = Order.objects.visible_to(request.user).last_of(person)
    if last is None:
        toast(request, _("There is no order yet to repeat."), level="risk")
        return back(request, person)
    return _again(request, last, otherwise=person)


def _enter(request):
    form = OrderForm(request.POST, owner=request.user)
    order = place(form, by=request.by)
    if order is not None:
        say(request, entered(order), order, "order.placed")
        return back(request, order.customer or order)
    return _form_page(request, form, _person_of(request, form), status=422)


def _again(request, order: Order, otherwise):
    key = request.POST.get("request_key", "").replace("\0", "")[:64]
    try:
        new = actions.repeat_order(order=order, by=request.by, request_key=key)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return back(request, otherwise)
    say(request, entered(new), new, "order.placed")
    return back(request, otherwise if otherwise is not order else new)


def _person_of(request, form: OrderForm) -> Customer | None:
    """The person the form is about, even while something else in it is wrong."""
    pk = form.cleaned_data.get("person") or form["person"].value()
    if isinstance(pk, Customer) or not pk or "person" in form.errors:
        return pk if isinstance(pk, Customer) else None
    return Customer.objects.visible_to(request.user).filter(pk=pk).first()


def _person_or_404(viewer, pk: str) -> Customer:
    try:
        return get_object_or_404(Customer.objects.visible_to(viewer), pk=UUID(pk))
    except ValueError:
        raise Http404 from None


def _choose_person(request):
    q = request.GET.get("q", "").replace("\0", "")[:100]
    people = Customer.objects.visible_to(request.user)
    people = people.matching(q, request.user) if q else people
    latest = F("last_order_at").desc(nulls_last=True)
    context = {"people": people.order_by(latest, "name_key", "pk")[:PEOPLE_SHOWN], "q": q}
    return render(request, "sales/choose_person.html", context)


def _form_page(request, form: OrderForm, person: Customer | None, status: int = 200):
    context = {"form": form, "person": person, "offered": offered_in(form, person)}
    return render(request, "sales/order_form.html", context, status=status)
