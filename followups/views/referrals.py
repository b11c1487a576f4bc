"""Introductions: who brought whom, thanks in two steps, and how soon they came. Everything is taken back by Undo."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from customers.actions import note_agreement
from customers.models import Referral
from followups import actions
from followups.introductions_shown import chains_of, kindness_of, standing, thanks_owed, to_be_told
from kit.answers import back
from kit.errors import Refused
from kit.toasts import toast


@login_required
@require_safe
def referrals(request):
    """Thanks that are owed, what may be told, the chains, and one's own kindness."""
    viewer, first = request.user, _first(request)
    context = {"chains": chains_of(viewer, _page(request), first), "one": first}
    context.update(owed=thanks_owed(viewer), telling=to_be_told(viewer), months=kindness_of(viewer))
    return render(request, "followups/referrals.html", context)


@login_required
@require_POST
def thank(request, pk):
    """They were thanked for the introduction."""
    words = _("Noted: you thanked %(introducer)s.")
    return _do(request, pk, actions.thank_introducer, words)


@login_required
@require_POST
def agreed(request, pk):
    """The friend agreed that it is told how it went."""
    return _do(
        request, pk, note_agreement, _("Noted: you may tell %(introducer)s how it went with %(friend)s.")
    )


@login_required
@require_POST
def told(request, pk):
    """The introducer knows how it went."""
    return _do(request, pk, actions.tell_introducer, _("Noted: %(introducer)s knows how it went."))


def _do(request, pk, verb, words: str) -> HttpResponse:
    row: Referral = get_object_or_404(standing(request.user).select_related("introducer", "friend"), pk=pk)
    try:
        done = verb(referral=row, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        said = words % {"introducer": row.introducer.name, "friend": row.friend.name}
        toast(request, said, undo=done.event, level="good")
    return back(request, "referrals")


def _page(request) -> int:
    typed = request.GET.get("page", "1")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 6):
        raise Http404
    return int(typed)


def _first(request) -> UUID | None:
    """With whom the one chain begins that is asked for."""
    typed = request.GET.get("from", "")
    try:
        return UUID(typed) if typed else None
    except ValueError as problem:
        raise Http404 from problem
