"""Web door of letters that waited while nothing could be sent: send all, choose, drop."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from followups.actions import drop_waited, send_waited
from followups.models import Message
from kit.answers import back
from kit.paging import BadCursor, page_of
from kit.toasts import toast

ROWS = 200


@login_required
@require_safe
def waited(request):
    """The letters that wait for a word about them, to choose among."""
    rows = Message.objects.visible_to(request.user).waited().select_related("customer", "rule", "letter")
    try:
        page = page_of(rows, order=("due_at", "id"), cursor=request.GET.get("cursor", ""), size=ROWS)
    except BadCursor as problem:
        raise Http404 from problem
    return render(request, "followups/waited.html", {"page": page})


@login_required
@require_POST
def send(request):
    """Let all go, or those chosen."""
    outcome = send_waited(owner=request.user, by=request.by, messages=_chosen(request))
    sentence = ngettext(
        "%(n)d letter goes, as soon as it may.",
        "%(n)d letters go, spread over an hour or more.",
        outcome.changed,
    )
    return _said(request, outcome, sentence)


@login_required
@require_POST
def drop(request):
    """Drop all, or those chosen."""
    outcome = drop_waited(owner=request.user, by=request.by, messages=_chosen(request))
    sentence = ngettext(
        "%(n)d letter does not go any more.", "%(n)d letters do not go any more.", outcome.changed
    )
    return _said(request, outcome, sentence)


def _chosen(request) -> list[UUID] | None:
    """The letters ticked, None for all of them."""
    if "all" in request.POST:
        return None
    return [pk for pk in map(_read, request.POST.getlist("messages")) if pk]


def _read(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _said(request, outcome, sentence: str):
    if outcome.event:
        toast(request, sentence % {"n": outcome.changed}, undo=outcome.event)
    else:
        toast(request, _("None of these waits any more."))
    return back(request, "messages")
