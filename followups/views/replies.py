"""Web door of answers to letters: noted by hand, and what doubtful ones meant."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups.actions import note_reply, settle_reply
from followups.forms import ReplyForm, SettleForm
from followups.models import Message, Reply
from followups.models.incoming import Meaning
from kit.answers import back
from kit.errors import Refused
from kit.isolating import isolated
from kit.toasts import toast


@login_required
@require_POST
def replied(request, pk):
    """Note that somebody answered a letter, by whatever way."""
    message = get_object_or_404(Message.objects.visible_to(request.user).select_related("customer"), pk=pk)
    form = ReplyForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    said = _("Noted: %(name)s answered.") % {"name": isolated(message.customer.name)}
    return _answer(request, said, message, note_reply, message=message, text=text)


@login_required
@require_POST
def settle(request, pk):
    """Say what an answer meant: just that, or that they want no more letters."""
    replies = Reply.objects.visible_to(request.user).select_related("customer", "message")
    reply = get_object_or_404(replies, pk=pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        toast(request, _("Say what their answer meant."), level="risk")
        return back(request, reply.message or "messages")
    meaning, name = form.cleaned_data["meaning"], {"name": isolated(reply.customer.name)}
    stops = meaning == Meaning.STOP
    said = _("Nothing more goes to %(name)s.") if stops else _("Noted: %(name)s only answered.")
    return _answer(
        request, said % name, reply.message or "messages", settle_reply, reply=reply, meaning=meaning
    )


def _answer(request, said: str, onward, verb, **what):
    try:
        done = verb(by=request.by, **what)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, said, undo=done.event)
    return back(request, onward)
