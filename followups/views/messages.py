"""Web door of messages: everything sent, due or refused, each with its reason."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from followups.actions import approve_message, cancel_message, confirm_arrival, send_again
from followups.forms import LetterForm
from followups.letters import letter_as_it_stands
from followups.models import Message
from followups.models.message import State
from followups.reach import reach_of
from followups.showing import GROUPS, groups_with_counts
from kit.answers import back
from kit.errors import Refused
from kit.paging import BadCursor, page_of
from kit.toasts import toast

ROWS = 50


@login_required
@require_safe
def messages(request):
    """All messages, the newest first; `state` narrows to one group of states."""
    mine = Message.objects.visible_to(request.user)
    group = request.GET.get("state", "")
    rows = mine.filter(state__in=GROUPS[group]) if group in GROUPS else mine
    rows = rows.select_related("customer", "rule", "letter")
    try:
        page = page_of(rows, order=("-due_at", "-id"), cursor=request.GET.get("cursor", ""), size=ROWS)
    except BadCursor as problem:
        raise Http404 from problem
    groups = groups_with_counts(mine.counted_by_state(), group)
    context = {"page": page, "groups": groups, "group": group}
    return render(request, "followups/messages.html", context)


@login_required
@require_safe
def message(request, pk):
    """One message: its words, why it is as it is, and what can be done."""
    return _show(request, _message_of(request, pk))


@login_required
@require_POST
def approve(request, pk):
    """Let a draft go, with the words of the form if there are any."""
    row = _message_of(request, pk)
    if "text" not in request.POST:
        return _answer(request, _("The letter to %(name)s is on its way."), approve_message, row)
    form = LetterForm(request.POST)
    if form.is_valid():
        try:
            approve_message(message=row, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            sent = _("The letter to %(name)s is on its way.") % {"name": row.customer.name}
            toast(request, sent, undo=row.event, level="good")
            return back(request, row)
    return _show(request, row, form)


@login_required
@require_POST
def cancel(request, pk):
    """Cancel a letter that has not begun."""
    reason = _("You cancelled it.")
    words = _("The letter to %(name)s is cancelled.")
    return _answer(request, words, cancel_message, _message_of(request, pk), reason=reason)


@login_required
@require_POST
def again(request, pk):
    """Send a letter once more."""
    words = _("The letter to %(name)s goes out again.")
    return _answer(request, words, send_again, _message_of(request, pk))


@login_required
@require_POST
def arrived(request, pk):
    """Say that an unclear letter arrived."""
    words = _("Noted: the letter to %(name)s arrived.")
    return _answer(request, words, confirm_arrival, _message_of(request, pk))


def _message_of(request, pk) -> Message:
    rows = Message.objects.visible_to(request.user).select_related("customer", "rule", "letter", "owner")
    return get_object_or_404(rows, pk=pk)


def _show(request, row: Message, form: LetterForm | None = None):
    letter = letter_as_it_stands(row)
    if form is None and row.state == State.DRAFT:
        form = LetterForm(initial={"subject": letter.subject, "text": letter.text})
    person = row.customer
    context = {
        "message": row,
        "letter": letter,
        "form": form,
        "reach": reach_of(person.emails.all(), person.consents.all()),
        "tries": row.tries.all(),
        "resends": row.resends.order_by("due_at"),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "followups/message.html", context, status=status)


def _answer(request, words: str, verb, row: Message, **rest):
    try:
        done = verb(message=row, by=request.by, **rest)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, words % {"name": row.customer.name}, undo=getattr(done, "event", None))
    return back(request, row)
