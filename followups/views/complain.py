"""The page on which a person says that they are not content, and later whether all is well, at /c/TOKEN/.

Whoever holds the link is that person; there is no session. GET and HEAD change nothing.
"""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from customers.models import Customer
from followups.actions import complaints as verbs
from followups.complaint_page import who_complains
from followups.forms.complaints import ComplainForm, ContactForm, MoreForm
from followups.models import Complaint
from followups.models.complaint import ComplaintOrigin, Outcome
from followups.sponsors import sponsor_of
from followups.views.preferences import own_page
from kit import clock
from kit.answers import refuse
from kit.errors import Refused
from kit.rates import count_one

AN_HOUR, MOST_AN_HOUR = 3600, 30  # deeds of one person
LATELY = timedelta(days=60)  # so long a page says how the last one ended

of_a_token = own_page(who_complains, "complain")


@of_a_token
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request, person: Customer, token: str):
    """Show the form, or how far it is put right. POST keeps what they write."""
    if request.method != "POST":
        return _show(request, person, token)
    standing = _open(person)
    form = _more(request.POST) if standing else _form(person, request.POST)
    if _is_too_often(form, person):
        return _show(request, person, token, form, status=429)
    if standing and form.is_valid() and not form.cleaned_data["words"]:
        form.add_error("words", _("Write what you want to add, please."))
    if not form.is_valid():
        return _show(request, person, token, form, status=422)
    try:
        _keep(person, standing, form.cleaned_data, request.by)
    except Refused as refusal:
        refuse(form, refusal, text="words" if standing else "text")
        return _show(request, person, token, form, status=422)
    return _back(token, "kept")


@of_a_token
@require_POST
def well(request, person: Customer, token: str):
    """All is well: that closes it."""
    return _do(request, person, token, verbs.close_complaint, "well", by_customer=True)


@of_a_token
@require_POST
def not_yet(request, person: Customer, token: str):
    """It is not put right yet."""
    return _do(request, person, token, verbs.say_not_yet, "not-yet", by_customer=True)


@of_a_token
@require_POST
def let_be(request, person: Customer, token: str):
    """They do not want to go on with it."""
    values = {"outcome": Outcome.WITHDRAWN, "by_customer": True}
    return _do(request, person, token, verbs.close_complaint, "let-be", **values)


@of_a_token
@require_POST
def talk(request, person: Customer, token: str):
    """They would rather speak with the sponsor, who sees what they wrote and this contact."""
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _show(request, person, token, contact=form, status=422)
    return _do(request, person, token, verbs.speak_with_sponsor, "passed-on", **form.cleaned_data)


@of_a_token
@require_POST
def stay(request, person: Customer, token: str):
    """They speak with the distributor after all."""
    return _do(request, person, token, verbs.stay_with_owner, "kept")


def _keep(person: Customer, standing: Complaint | None, said: dict, by) -> None:
    if standing:
        verbs.add_words(complaint=standing, by=by, text=said["words"], by_customer=True)
        return
    contact = said.pop("contact", "")
    complaint = verbs.open_complaint(customer=person, by=by, origin=ComplaintOrigin.LINK, **said)
    if contact:
        verbs.speak_with_sponsor(complaint=complaint, by=by, contact=contact)


def _do(request, person: Customer, token: str, verb, said: str, **rest) -> HttpResponse:
    complaint, form = _open(person), _more(request.POST)
    if complaint is None:
        return _back(token, said if verb is verbs.close_complaint else "")
    if _is_too_often(form, person):
        return _show(request, person, token, form, status=429)
    if not form.is_valid():
        return _show(request, person, token, form, status=422)
    if verb in (verbs.close_complaint, verbs.say_not_yet):
        rest["words"] = form.cleaned_data["words"]
    try:
        verb(complaint=complaint, by=request.by, **rest)
    except Refused as refusal:
        refuse(form, refusal)
        return _show(request, person, token, form, status=422)
    return _back(token, said)


def _show(request, person: Customer, token: str, form=None, contact=None, status: int = 200) -> HttpResponse:
    complaint = _open(person)
    if complaint is None and not isinstance(form, ComplainForm):
        form = _form(person)
    context = {
        "person": person,
        "owner": person.owner,
        "sponsor": sponsor_of(person.owner),
        "token": token,
        "complaint": complaint,
        "ended": None if complaint else _ended(person),
        "words": complaint.words.filter(by_customer=True) if complaint else (),
        "form": form or _more(),
        "contact": contact or ContactForm(),
        "said": request.GET.get("said", ""),
    }
    return render(request, "followups/complain/page.html", context, status=status)


def _open(person: Customer) -> Complaint | None:
    if person.deleted_at:
        return None
    return person.complaints.open().select_related("promise").first()


def _ended(person: Customer) -> Complaint | None:
    """The complaint that ended of late."""
    rows = person.complaints.standing().filter(closed_at__gt=clock.now() - LATELY)
    return None if person.deleted_at else rows.order_by("-closed_at").first()


def _form(person: Customer, data=None) -> ComplainForm:
    return ComplainForm(data, owner=person.owner, sponsor=sponsor_of(person.owner))


def _more(data=None) -> MoreForm:
    return MoreForm(data)


def _is_too_often(form, person: Customer) -> bool:
    """Say whether somebody pressed very often; their words stay on the page."""
    count, _left = count_one(f"complain:{person.pk}", AN_HOUR)
    if count > MOST_AN_HOUR:
        form.add_error(None, _("That was very often in a short time. Nothing is lost: try again in an hour."))
    return count > MOST_AN_HOUR


def _back(token: str, said: str) -> HttpResponse:
    response = redirect("complain", token)
    response.headers["Location"] += f"?said={said}" if said else ""
    return response
