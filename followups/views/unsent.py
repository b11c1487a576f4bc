"""Web door of letters that did not go: mended, done by hand instead, let go."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups.actions import call_instead, let_go, mend_address
from followups.models import Message
from kit.answers import back
from kit.errors import Refused
from kit.isolating import isolated
from kit.toasts import toast


@login_required
@require_POST
def mend(request, pk):
    """Give the person an address that works, and send the letter again."""
    words = _("The letter to %(name)s goes to the new address.")
    return _answer(request, pk, words, mend_address, address=request.POST.get("address", ""))


@login_required
@require_POST
def call(request, pk):
    """Put on the list what the letter was to do."""
    return _answer(request, pk, _("It is on your list: %(name)s."), call_instead)


@login_required
@require_POST
def drop(request, pk):
    """Let the letter go."""
    return _answer(request, pk, _("Let go: the letter to %(name)s."), let_go)


def _answer(request, pk, words: str, verb, **rest):
    rows = Message.objects.visible_to(request.user).select_related("customer", "rule", "letter", "owner")
    row = get_object_or_404(rows, pk=pk)
    try:
        done = verb(message=row, by=request.by, **rest)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, words % {"name": isolated(row.customer.name)}, undo=done.event)
    return back(request, row)
