"""What becomes of an order: delivered, void, returned, or counted again."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kit.answers import back
from kit.errors import Refused
from kit.toasts import toast
from sales import actions
from sales.forms import DeliveryForm, ReasonForm
from sales.views.answers import say
from sales.views.order import mine, order_page


@login_required
@require_POST
def deliver(request, pk):
    """Note the day on which the goods arrived."""
    order = mine(request, pk)
    form = DeliveryForm(request.POST)
    if form.is_valid():
        try:
            actions.deliver_order(order=order, by=request.by, on=form.cleaned_data["on"])
        except Refused as refusal:
            form.add_error("on", refusal.message)
        else:
            say(request, _("Delivered. The check-ins count from that day."), order, "order.delivered")
            return back(request, order)
    return order_page(request, order, status=422, deliver_form=form)


@login_required
@require_POST
def void(request, pk):
    """Say that an order never was."""
    text = _("The order is void. What waited for it is cancelled.")
    return _close(request, pk, actions.void_order, text, "order.voided", "void")


@login_required
@require_POST
def bring_back(request, pk):
    """Note that the goods came back."""
    text = _("The order is returned and no longer counts.")
    return _close(request, pk, actions.return_order, text, "order.returned", "return")


@login_required
@require_POST
def reinstate(request, pk):
    """Let a void or returned order count again."""
    order = mine(request, pk)
    try:
        actions.reinstate_order(order=order, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        say(request, _("The order counts again."), order, "order.reinstated")
    return redirect(order)


def _close(request, pk, action, text: str, kind: str, name: str):
    order = mine(request, pk)
    form = ReasonForm(request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            action(order=order, by=request.by, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error("reason", refusal.message)
        else:
            say(request, text, order, kind)
            return redirect(order)
    return order_page(request, order, status=422, **{f"{name}_form": form})
