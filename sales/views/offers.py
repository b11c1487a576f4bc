"""Offers: written, looked at before they go out, live, ended; and what each did."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.answers import refuse
from kit.errors import Refused
from kit.paging import BadCursor, page_of
from kit.toasts import toast
from sales import actions
from sales.models import Offer
from sales.models.offer import OfferState
from sales.offer_forms import OfferForm
from sales.offers_shown import offers_of, previewed, result_of, wishes, with_orders, with_ways

ROWS = 50


@login_required
@require_safe
def offers(request):
    """My offers, the latest first, and what people want now."""
    page = _page(request, offers_of(request.user), ("-created_at", "-id"))
    return render(request, "sales/offers.html", {"page": page, "wishes": wishes(request.user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Write an offer; it is a draft until it goes live."""
    chosen = [pk for pk in map(_id, request.GET.getlist("product")[:30]) if pk]
    initial = {"products": chosen, "starts_on": request.user.today()}
    form = OfferForm(_posted(request), owner=request.user, initial=initial)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            offer = actions.write_offer(owner=request.user, by=request.by, **values)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, _("A draft. Look who gets it, then let it go live."), undo=offer.event)
            return redirect("offer", offer.pk)
    return _form_page(request, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Change a draft."""
    offer = _mine(request, pk)
    form = OfferForm(_posted(request), owner=request.user, offer=offer)
    if form.is_valid():
        try:
            changed = actions.change_offer(offer=offer, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, _("Changed."), undo=changed.event, level="good")
            return redirect("offer", offer.pk)
    return _form_page(request, form, offer)


@login_required
@require_safe
def offer(request, pk):
    """An offer: of a draft who would get it and who not, of a live one who did and what came of it."""
    offer = _mine(request, pk)
    context = {"offer": offer, "products": list(offer.products.all())}
    if offer.state == OfferState.DRAFT:
        return render(request, "sales/offer_draft.html", {**context, "preview": previewed(offer)})
    rows = with_orders(offer).select_related("customer", "product")
    context["page"] = _page(request, rows, ("held_back", "id"))
    context["people"] = with_ways(offer, context["page"].rows) if offer.live_at else []
    return render(request, "sales/offer.html", {**context, "result": result_of(offer)})


@login_required
@require_POST
def live(request, pk):
    """Tell exactly those whose wants it answers."""
    version = request.POST.get("version", "")
    seen = {"version": int(version)} if version.isdecimal() and len(version) < 9 else {}
    done = _do(request, pk, actions.go_live, **seen)
    if done and done.event:
        toast(
            request,
            _("Live. For a quarter of an hour all of it can be undone."),
            undo=done.event,
            level="good",
        )
    return redirect("offer", pk)


@login_required
@require_POST
def end(request, pk):
    """End it, or put a draft aside."""
    done = _do(request, pk, actions.end_offer)
    if done and done.event:
        toast(request, _("Ended. What waited is not sent any more."), undo=done.event)
    return redirect("offers")


def _do(request, pk, verb, **rest) -> Offer | None:
    try:
        return verb(offer=_mine(request, pk), by=request.by, **rest)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return None


def _mine(request, pk) -> Offer:
    rows = Offer.objects.visible_to(request.user).select_related("owner").prefetch_related("products")
    return get_object_or_404(rows, pk=pk)


def _page(request, rows, order):
    try:
        return page_of(rows, order=order, cursor=request.GET.get("cursor", ""), size=ROWS)
    except BadCursor as problem:
        raise Http404 from problem


def _posted(request):
    return request.POST if request.method == "POST" else None


def _form_page(request, form: OfferForm, offer: Offer | None):
    status = 422 if form.errors else 200
    return render(request, "sales/offer_form.html", {"form": form, "offer": offer}, status=status)


def _id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
