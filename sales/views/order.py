"""One order: its page, and changing what it says of delivery and extras."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from followups.models import Message, Task
from kit.answers import refuse
from kit.errors import Refused
from kit.ids import uuid7
from kit.models import Event
from sales import actions
from sales.forms import DeliveryForm, OrderChangeForm, ReasonForm
from sales.models import Order
from sales.story import told
from sales.views.answers import say


@login_required
@require_safe
def order(request, pk):
    """Show an order, what it gave rise to, and what happened to it."""
    return order_page(request, mine(request, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Change promised and planned day, place of sale and extras."""
    order = mine(request, pk)
    form = OrderChangeForm(request.POST or None, instance=order)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_order(order=order, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            say(request, _("The order is changed."), order, "order.changed")
            return redirect(order)
    context = {"form": form, "order": order}
    return render(request, "sales/order_change.html", context, status=422 if form.errors else 200)


def mine(request, pk) -> Order:
    """Return the viewer's order, or raise 404."""
    rows = Order.objects.visible_to(request.user).select_related("customer", "owner")
    return get_object_or_404(rows, pk=pk)


def order_page(request, order: Order, status: int = 200, **forms):
    """Show the page of an order, with forms as they were sent."""
    events = Event.objects.visible_to(request.user).filter(subject_id=str(order.pk))
    context = {
        "order": order,
        "lines": order.lines.select_related("product"),
        "letters": Message.objects.visible_to(request.user).of_order(order.pk).select_related("rule"),
        "tasks": Task.objects.visible_to(request.user).of_order(order.pk).order_by("due_at"),
        "story": told(events.order_by("-at", "-pk")),
        "request_key": uuid7(),
        "deliver_form": DeliveryForm(initial={"on": request.user.today()}),
        "void_form": ReasonForm(auto_id="void_%s"),
        "return_form": ReasonForm(auto_id="return_%s"),
        **forms,
    }
    return render(request, "sales/order.html", context, status=status)
