"""Web door of messages that leave by the distributor's own hand."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from followups.actions import hand_over
from followups.cards import TooLong, card_of
from followups.forms import LetterForm
from followups.letters import language_of, letter_as_it_stands
from followups.models import Message
from kit.answers import back
from kit.errors import Refused
from kit.isolating import isolated
from kit.toasts import toast


@login_required
@require_safe
def card(request, pk):
    """The words of a message as a card to print, also of one that goes another way."""
    row = _message_of(request, pk)
    person, letter = row.customer, letter_as_it_stands(row)
    try:
        pdf = card_of(
            text=letter.text,
            name=person.name,
            address=person.address,
            language=language_of(person, row.owner),
        )
    except TooLong:
        toast(request, _("These are more words than a card holds. Make it shorter, please."), level="risk")
        return back(request, row)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="card.pdf"', "Cache-Control": "private, no-store"},
    )


@login_required
@require_POST
def handed_over(request, pk):
    """Note that a prepared message was sent, with the words of the form if there are any."""
    row = _message_of(request, pk)
    form = LetterForm(request.POST)
    words = form.cleaned_data if "text" in request.POST and form.is_valid() else {}
    try:
        done = hand_over(message=row, by=request.by, **words)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return back(request, row)
    toast(
        request,
        _("Noted: sent to %(name)s.") % {"name": isolated(row.customer.name)},
        undo=done.event,
        level="good",
    )
    return back(request, done)


def _message_of(request, pk) -> Message:
    rows = Message.objects.visible_to(request.user).select_related("customer", "rule", "letter", "owner")
    return get_object_or_404(rows, pk=pk)
