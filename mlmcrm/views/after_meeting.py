"""After a meeting: what was written since its end comes to something too, and answers are kept for next time."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from appointments import actions
from appointments.models import Appointment, NotedLine, Notes
from appointments.models.notes import Mark
from appointments.since_the_end import since_the_end
from kit.errors import Refused
from kit.toasts import toast
from mlmcrm.meeting_orders import link_orders
from mlmcrm.views.meeting import after_url
from sales.actions import add_card
from sales.knowledge import claims_of
from sales.models import KnowledgeCard
from sales.models.card import CardKind


@login_required
@require_POST
def take_over(request, pk):
    """Keep the marked lines that were written after the end."""
    mine = get_object_or_404(Appointment.objects.visible_to(request.user), pk=pk)
    notes = get_object_or_404(Notes.objects.visible_to(request.user), appointment=mine)
    count = len(since_the_end(notes))
    try:
        done = actions.take_over_lines(notes=notes, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return redirect(after_url(mine))
    link_orders(mine, done, by=request.by)
    if done.event:
        said = ngettext("%(n)d line is taken over.", "%(n)d lines are taken over.", count) % {"n": count}
        toast(request, said, undo=done.event, level="good")
    return redirect(after_url(mine))


@login_required
@require_POST
def keep_card(request, pk, line):
    """Keep a question with its answer as a card for next time. Twice is once."""
    notes = get_object_or_404(Notes.objects.visible_to(request.user), appointment=pk)
    asked = get_object_or_404(notes.lines.filter(mark=Mark.ASKED).exclude(answer=""), pk=line)
    try:
        card = _kept(request, asked)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return _answer(request, pk, None)
    said = _("The card is kept.") if card.event else _("This card is there already.")
    toast(request, said, undo=card.event, level="good")
    if found := claims_of(card):
        warning = _("Do not say this to anybody: “%(words)s”.")
        toast(request, warning % {"words": "”, “".join(found)}, level="risk")
    return _answer(request, pk, card)


def _kept(request, asked: NotedLine) -> KnowledgeCard:
    return add_card(
        owner=request.user, by=request.by, kind=CardKind.QUESTION, title=asked.text, text=asked.answer,
        origin_id=asked.notes.appointment_id,
    )  # fmt: skip


def _answer(request, pk, card: KnowledgeCard | None) -> HttpResponse:
    """By htmx the button gives way to a link, so that nothing typed beside it is lost."""
    if not request.htmx:
        return redirect("appointment-notes", pk)
    if card is None:
        return HttpResponse(headers={"HX-Reswap": "none"})
    return render(request, "mlmcrm/meeting/_card_kept.html", {"card": card})
