"""Web door of messages: everything sent, due or refused, each with its reason."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.models import Consent
from followups.actions import approve_message, cancel_message, confirm_arrival, keep_words, send_again
from followups.delivery import account
from followups.forms import LetterForm, ReplyForm
from followups.letters import letter_as_it_stands
from followups.models import Message, Reply
from followups.models.message import State
from followups.reaching import reach_to
from followups.showing import GROUPS, groups_with_counts, order_of, states_of
from followups.ways import BY_ITSELF
from followups.why import answers
from kit import clock
from kit.answers import back, refuse
from kit.errors import Refused
from kit.isolating import isolated
from kit.paging import BadCursor, page_of
from kit.toasts import toast

ROWS = 50
MOST_DOUBTFUL = 20
UNSENT = "unsent"  # of this group those that nobody has settled yet


@login_required
@require_safe
def messages(request):
    """All messages; `state` narrows to a group of states or to a single one."""
    mine = Message.objects.visible_to(request.user)
    key = request.GET.get("state", "")
    rows = mine.unsettled() if key == UNSENT else mine.filter(state__in=states_of(key))
    rows = rows.select_related("customer", "rule", "letter")
    try:
        page = page_of(rows, order=order_of(key), cursor=request.GET.get("cursor", ""), size=ROWS)
    except BadCursor as problem:
        raise Http404 from problem
    counted = mine.counted_to_show()
    waited = counted.pop("waited", 0)
    groups = groups_with_counts(counted | {State.DRAFT: counted.get(State.DRAFT, 0) + waited}, key)
    context = {"page": page, "groups": groups, "group": key, "trouble": account.trouble()}
    context["line"] = "followups/_unsent_line.html" if key == UNSENT else "followups/_message_line.html"
    context["waited"] = waited
    context["doubtful"] = Reply.objects.visible_to(request.user).doubtful()[:MOST_DOUBTFUL]
    return render(request, "followups/messages.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def message(request, pk):
    """One message: its words, why it is as it is, and what can be done. POST keeps a draft's words."""
    row = _message_of(request, pk)
    if request.method == "POST" and row.state == State.DRAFT:
        kept = _("The words are kept.")
        return _with_words(request, row, keep_words, kept, onward=row)
    return _show(request, row)


@login_required
@require_POST
def approve(request, pk):
    """Let a draft go, with the words of the form if there are any."""
    row = _message_of(request, pk)
    on_its_way = _("The letter to %(name)s is on its way.")
    if "text" not in request.POST:
        return _answer(request, on_its_way, approve_message, row)
    said = on_its_way % {"name": isolated(row.customer.name)}
    return _with_words(request, row, approve_message, said, onward="messages")


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
    rows = Message.objects.visible_to(request.user).select_related(
        "customer", "rule__playbook", "letter", "owner"
    )
    return get_object_or_404(rows, pk=pk)


def _with_words(request, row: Message, verb, said: str, onward):
    """Do something with the words of the form; what is wrong with them stands beside them."""
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form)
    try:
        done = verb(message=row, by=request.by, **form.cleaned_data)
    except Refused as refusal:
        refuse(form, refusal)
        return _show(request, row, form)
    toast(request, said, undo=done.event, level="good")
    return back(request, onward)


def _show(request, row: Message, form: LetterForm | None = None):
    letter = letter_as_it_stands(row)
    if form is None and row.state == State.DRAFT:
        form = LetterForm(initial={"subject": letter.subject, "text": letter.text})
    person = row.customer
    agreed = Consent.objects.visible_to(request.user).filter(
        customer=person, channel=row.channel, purpose=row.purpose
    )
    context = {
        "message": row,
        "letter": letter,
        "form": form,
        "reach": reach_to(person, purpose=row.purpose),
        "can_repeat": row.state in (State.UNCERTAIN, State.SENT, State.CANCELLED) or row.settled_at,
        "answers": answers(row.state, row.reason_code, by_hand=row.channel not in BY_ITSELF),
        "agreed": agreed.at(row.begun_at or clock.now()).first(),
        "is_unsent": row.state in GROUPS[UNSENT],
        "tries": row.tries.all(),
        "notices": row.notices.all(),
        "replies": row.replies.order_by("at"),
        "reply_form": ReplyForm() if row.state in (State.SENT, State.UNCERTAIN) else None,
        "resends": row.resends.order_by("due_at"),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "followups/message.html", context, status=status)


def _answer(request, words: str, verb, row: Message, **rest):
    try:
        done = verb(message=row, by=request.by, **rest)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return back(request, row)
    toast(request, words % {"name": isolated(row.customer.name)}, undo=done.event)
    return back(request, done)
