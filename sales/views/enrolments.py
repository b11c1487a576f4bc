"""Enrolling somebody from their page, and the enrolments there are. Everything is taken back by Undo."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.models import Customer
from kit.answers import back
from kit.errors import Refused
from kit.isolating import isolated
from kit.paging import BadCursor, page_of
from kit.toasts import toast
from sales import actions
from sales.actions.joining import refuse_member
from sales.enrolling import finish, form_for, keep_typed, opened_at, typed_in
from sales.joining import is_in_time, mark_of, own_link, recruiting_of, time_to_think
from sales.models import Enrolment
from sales.models.enrolment import EnrolmentState
from sales.views.answers import say

ROWS = 50


@login_required
@require_safe
def enrolments(request):
    """Everybody who joined or began to, the latest first."""
    rows = Enrolment.objects.visible_to(request.user).select_related("customer", "placed_under")
    try:
        page = page_of(rows, order=("-begun_at", "-id"), cursor=request.GET.get("cursor", ""), size=ROWS)
    except BadCursor as problem:
        raise Http404 from problem
    recruiting = recruiting_of(request.user) if request.user.company_id else None
    context = {"page": page, "today": request.user.today(), "recruiting": recruiting}
    return render(request, "sales/enrolments.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request, pk):
    """Enrol somebody: one page, filled in from what is known of them."""
    person = _person(request, pk)
    if request.method != "POST":
        try:
            refuse_member(person, _done(person))
        except Refused as refusal:
            context = {"person": person, "refusal": refusal, "done": _done(person)}
            return render(request, "sales/enrolled_already.html", context)
        return show_form(request, person, form_for(person))
    form = form_for(person, request.POST)
    done = finish(form, person, by=request.by)
    if done is None:
        keep_typed(form, person, by=request.by)
        return show_form(request, person, form, status=422)
    say(request, joined(done), done, "enrolment.done")
    return redirect("enrolment", done.pk)


@login_required
@require_POST
def keep(request, pk):
    """Keep what was typed so far: by a press, or by the page itself when it is left."""
    person = _person(request, pk)
    typed, opened = typed_in(form_for(person, request.POST)), opened_at(request.POST.get("opened", ""))
    try:
        row = actions.begin_enrolment(customer=person, by=request.by, values=typed, opened_at=opened)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return back(request, person)
    if request.headers.get("X-Kept") == "quietly":
        return HttpResponse(str(row.version), content_type="text/plain; charset=utf-8")
    said = _("Kept. You are reminded of it if it rests for a day.")
    toast(request, said, undo=getattr(row, "event", None), level="good")
    return back(request, person)


@login_required
@require_safe
def terms(request, pk):
    """The text and the days to think it over, for a country and a place."""
    return show_terms(request, form_for(_person(request, pk), request.GET))


@login_required
@require_safe
def enrolment(request, pk):
    """One enrolment: what was agreed to, word for word, and until when it may be taken back."""
    row = _mine(request, pk)
    return render(
        request, "sales/enrolment.html", {"enrolment": row, "today": request.user.today(), **_about(row)}
    )


@login_required
@require_POST
def cancel(request, pk):
    """Note that they take it back."""
    return _do(
        request, pk, actions.cancel_enrolment, _("The enrolment is taken back."), "enrolment.cancelled"
    )


@login_required
@require_POST
def drop(request, pk):
    """Note that it is not gone on with."""
    return _do(request, pk, actions.drop_enrolment, _("It is not gone on with."), "enrolment.dropped")


@login_required
@require_POST
def take_up(request, pk):
    """Go on with one that was dropped."""
    return _do(request, pk, actions.take_up_enrolment, _("It is open again."), "enrolment.taken_up")


def show_form(
    request, person: Customer, form, *, status: int = 200, name: str = "sales/enrol.html", **more
) -> HttpResponse:
    """Show the form with the text in force and the days to think it over."""
    context = {"person": person, "form": form, **terms_of(form), **more}
    if name == "sales/enrol.html":
        context |= {"recruiting": recruiting_of(request.user), "own_link": own_link(person)}
    return render(request, name, context, status=status)


def show_terms(request, form) -> HttpResponse:
    """Show the text as the form is filled in, with a yes that nobody has given to it yet."""
    asked = type(form)(owner=form.owner)
    return render(request, "sales/_terms.html", {**terms_of(form), "form": asked})


def terms_of(form) -> dict:
    """What the page shows of what is agreed to, as the form is filled in."""
    country, place = form.chosen("country"), form.chosen("place") if "place" in form.fields else "online"
    today = form.owner.today()
    return {
        "agreement": form.shown, "mark": mark_of(form.shown), "owner": form.owner,
        "limit": time_to_think(country, place, today), "country": country,
    }  # fmt: skip


def joined(row: Enrolment) -> str:
    """Say that somebody has joined, and how long it took."""
    said = _("%(name)s has joined, in %(seconds)d seconds.")
    if row.seconds is None or row.seconds > 600:
        said = _("%(name)s has joined.")
    return said % {"name": isolated(row.name), "seconds": row.seconds}


@login_required
@require_POST
def sign_in(request, pk):
    """Send them a link to choose how to sign in, perhaps to another address."""
    row = _mine(request, pk)
    try:
        actions.send_sign_in(enrolment=row, by=request.by, email=request.POST.get("email", ""))
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(
            request,
            _("The link to choose how to sign in is on its way to %(email)s.") % {"email": row.email},
            level="good",
        )
    return back(request, "enrolment", pk=row.pk)


def _do(request, pk, verb, said: str, kind: str) -> HttpResponse:
    row = _mine(request, pk)
    try:
        verb(enrolment=row, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        say(request, said, row, kind)
    return back(request, "enrolment", pk=row.pk)


def _person(request, pk) -> Customer:
    people = Customer.objects.visible_to(request.user).select_related("owner__company")
    return get_object_or_404(people, pk=pk)


def _mine(request, pk) -> Enrolment:
    rows = Enrolment.objects.visible_to(request.user).select_related(
        "owner__company", "customer", "placed_under", "distributor", "invitation", "agreement"
    )
    return get_object_or_404(rows, pk=pk)


def _done(person: Customer) -> Enrolment | None:
    return (
        Enrolment.objects.visible_to(person.owner).filter(customer=person, state=EnrolmentState.DONE).first()
    )


def _about(row: Enrolment) -> dict:
    return {"can_cancel": row.state == EnrolmentState.DONE and is_in_time(row)}
