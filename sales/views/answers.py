"""What the views of this app answer with after a deed."""

from django.utils.translation import gettext as _

from kit.events import last_event_of
from kit.isolating import isolated
from kit.toasts import toast
from sales.models import Order
from sales.wares import in_words


def say(request, text: str, row, kind: str) -> None:
    """Say what was done, with Undo."""
    toast(request, text, undo=last_event_of(row, kind), level="good")


def entered(order: Order) -> str:
    """Say what was entered, and for whom."""
    goods = in_words(order.lines.select_related("product"))
    if order.customer is None:
        return _("Entered: %(goods)s.") % {"goods": goods}
    return _("Entered for %(name)s: %(goods)s.") % {"name": isolated(order.customer.name), "goods": goods}
