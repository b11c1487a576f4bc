"""Knowledge cards: found by words, beside their product, and one's own written and changed."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from followups.enclosing import kind_named, told_name
from followups.handed_in import kept_document
from kit.answers import back, refuse
from kit.errors import Refused
from kit.toasts import toast
from sales import actions
from sales.card_versions import versions_of
from sales.forms import CardForm
from sales.knowledge import cards_for, claims_of, popularity_of
from sales.models import KnowledgeCard, Product

LONGEST_SEARCH = 100


@login_required
@require_safe
@vary_on_headers("HX-Request")
def cards(request):
    """All cards, or those that hold every typed word; by htmx the cards alone."""
    typed = request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH]
    found = cards_for(request.user, typed, _ids(request.GET.getlist("product")))
    template = "sales/_cards.html" if request.htmx else "sales/cards.html"
    return render(request, template, {"cards": found, "typed": typed})


@login_required
@require_safe
def product(request, pk):
    """What is worth knowing about a product, and how popular it is among one's own people."""
    row = get_object_or_404(Product.objects.visible_to(request.user), pk=pk)
    found = [card for card in cards_for(request.user, "", [row.pk]) if card.product]
    retired = KnowledgeCard.objects.editable_by(request.user).filter(product=row, is_active=False)
    context = {"product": row, "cards": found, "retired": list(retired.order_by("title")[:20])}
    context["popularity"] = found[0].popularity if found else popularity_of(request.user, [row.pk])[row.pk]
    return render(request, "sales/product_cards.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Write a card of one's own."""
    given = {name: request.GET.get(name, "").replace("\0", "")[:300] for name in ("kind", "title")}
    typed = {name: value for name, value in given.items() if value}
    initial = {"product": next(iter(_ids(request.GET.getlist("product"))), None), **typed}
    posted = request.POST if request.method == "POST" else None
    form = CardForm(posted, request.FILES or None, viewer=request.user, initial=initial)
    if form.is_valid():
        try:
            with kept_document(form.handed_in()) as kept:
                card = actions.add_card(
                    owner=request.user, by=request.by, document=kept or "", **form.values()
                )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            _say(request, _("The card is kept."), card)
            return _to(card)
    return _form_page(request, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Change a card of one's own."""
    card = _mine(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = CardForm(posted, request.FILES or None, viewer=request.user, instance=card)
    if form.is_valid():
        try:
            with kept_document(form.handed_in()) as kept:
                document = {"document": kept or ""} if kept or form.takes_out() else {}
                changed = actions.change_card(
                    card=_mine(request, pk), by=request.by, **document, **form.values()
                )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            _say(request, _("The card is changed."), changed)
            return _to(changed)
    return _form_page(request, form)


@login_required
@require_POST
def retire(request, pk):
    """Take a card of one's own out of use."""
    card = actions.retire_card(card=_mine(request, pk), by=request.by)
    toast(request, _("The card is not in use any more."), undo=card.event)
    return back(request, "cards")


@login_required
@require_POST
def bring_back(request, pk):
    """Bring a card of one's own back into use."""
    card = actions.bring_back_card(card=_mine(request, pk), by=request.by)
    toast(request, _("The card is in use again."), undo=card.event, level="good")
    return back(request, "cards")


@login_required
@require_POST
def share(request, pk):
    """Let the line below read a card of one's own."""
    return _shared(request, pk, actions.share_card, _("Your team reads this card now."))


@login_required
@require_POST
def unshare(request, pk):
    """Share it no more."""
    return _shared(request, pk, actions.unshare_card, _("The card is yours alone again."))


@login_required
@require_safe
def versions(request, pk):
    """What changed of a card, the latest first; of a leader's since it was shared."""
    card = get_object_or_404(KnowledgeCard.objects.visible_to(request.user).select_related("owner"), pk=pk)
    context = {"card": card, "versions": versions_of(card, request.user)}
    return render(request, "sales/card_versions.html", context)


@login_required
@require_safe
def document(request, pk):
    """Hand out the document of a card."""
    card = get_object_or_404(KnowledgeCard.objects.visible_to(request.user), pk=pk)
    if not card.document or not card.document.storage.exists(card.document.name):
        raise Http404
    name = told_name(card.document.name)
    return FileResponse(
        card.document.open(), as_attachment=True, filename=name, content_type=kind_named(name),
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


def _shared(request, pk, verb, words: str):
    try:
        card = verb(card=_mine(request, pk), by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, words, undo=card.event, level="good")
    return redirect("card", pk)


def _mine(request, pk) -> KnowledgeCard:
    return get_object_or_404(KnowledgeCard.objects.editable_by(request.user), pk=pk)


def _to(card: KnowledgeCard):
    return redirect("product-cards", card.product_id) if card.product_id else redirect("cards")


def _say(request, text: str, card: KnowledgeCard) -> None:
    """Say what was done, and what in the words nobody may promise."""
    toast(request, text, undo=card.event, level="good")
    if found := claims_of(card):
        said = _("Do not say this to anybody: “%(words)s”.")
        toast(request, said % {"words": "”, “".join(found)}, level="risk")


def _form_page(request, form: CardForm):
    status = 422 if form.errors else 200
    return render(request, "sales/card_form.html", {"form": form, "card": form.instance}, status=status)


def _ids(given: list[str]) -> list[UUID]:
    """The ids among parameters of an address."""
    found = []
    for one in given[:50]:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
