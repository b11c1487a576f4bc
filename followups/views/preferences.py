"""The page of a person who gets letters: stop them, or choose what comes and how often.

Whoever holds the link is that person; there is no session, so there is nothing to forge: the
secret stands in the address. GET and HEAD change nothing, because programs follow links.
"""

from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from customers.models import Customer
from followups.actions import choose_letters, resume_letters, stop_letters
from followups.complaint_page import complaint_token
from followups.forms.preferences import PreferencesForm, service_said
from followups.letters import language_of
from followups.preferences import SAMPLE, addresses_hinted, person_by, preferences_of
from kit.rates import count_one
from kit.visitors import address_of

WRONG_A_MINUTE = 30  # links that do not work, of one address
A_MINUTE = 600
ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058


def own_page(who, folder: str):
    """Return what hands the person whose page it is to a view, in their language; else says kindly that the link is none.

    `who` reads a token; in the `folder` of templates are sample.html and unknown.html.
    """

    def of_a_token(view):
        @never_cache
        @csrf_exempt
        @wraps(view)
        def wrapped(request, token):
            if _is_too_much(request, "pages", A_MINUTE):
                return _pause(request)
            if token == SAMPLE:
                return render(request, f"followups/{folder}/sample.html")
            person = who(token)
            if person is None:
                return _unknown(request, folder)
            with override(language_of(person, person.owner)):
                response = view(request, person, token)
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return wrapped

    return of_a_token


of_a_token = own_page(person_by, "preferences")


@of_a_token
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request, person: Customer, token: str):
    """Show what somebody gets. POST stops all of it, pressed here or by a mail program."""
    if request.method != "POST":
        return _show(request, person, token)
    stop_letters(person=person, by=request.by)
    if request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        return HttpResponse(_("No more letters."), content_type="text/plain; charset=utf-8")
    return redirect("preferences", token)


@of_a_token
@require_POST
def choose(request, person: Customer, token: str):
    """Keep what somebody wants to get."""
    form = _form(person, request.POST)
    if person.deleted_at or not form.is_valid():
        return _show(request, person, token, form)
    values = form.cleaned_data
    choose_letters(
        person=person, by=request.by, wanted=form.wanted(), touches=values["touches"],
        everybody=values["everybody"], surveys=values["surveys"], source=_("On their own page"),
    )  # fmt: skip
    return _back(token, "kept")


@of_a_token
@require_POST
def resume(request, person: Customer, token: str):
    """Let letters come again."""
    if not person.deleted_at:
        words = service_said(person.owner.name)
        resume_letters(person=person, by=request.by, wording=words, source=_("On their own page"))
    return _back(token, "again")


def _show(request, person: Customer, token: str, form: PreferencesForm | None = None):
    form = form or _form(person)
    context = {
        "person": person,
        "owner": person.owner,
        "token": token,
        "complain_token": complaint_token(person),
        "held": form.held,
        "addresses": addresses_hinted(person),
        "form": form,
        "said": request.GET.get("said", ""),
    }
    status = 422 if form.errors else 200
    return render(request, "followups/preferences/page.html", context, status=status)


def _form(person: Customer, data=None) -> PreferencesForm:
    company = person.owner.company.name if person.owner.company_id else ""
    return PreferencesForm(data, name=person.owner.name, company=company, held=preferences_of(person))


def _back(token: str, said: str):
    response = redirect("preferences", token)
    response.headers["Location"] += f"?said={said}"
    return response


def _is_too_much(request, kind: str, most: int) -> bool:
    count, _left = count_one(f"preferences:{kind}:{address_of(request)}", 60)
    return count > most


def _unknown(request, folder: str):
    if _is_too_much(request, "wrong", WRONG_A_MINUTE):
        return _pause(request)
    return render(request, f"followups/{folder}/unknown.html", status=404)


def _pause(request):
    return render(request, "followups/preferences/pause.html", status=429)
