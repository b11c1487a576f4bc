"""The page of a survey: whoever holds the link answers, without a session; the secret stands in the address.

GET and HEAD change nothing, because programs follow links. A link that was sent on shows nothing that was
answered: only the browser that answered sees its words again.
"""

from contextlib import suppress
from functools import wraps

from django.core.signing import BadSignature, Signer
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from followups import survey_words
from followups.actions.surveys import answer_survey, refuse_surveys, welcome_surveys
from followups.actions.surveys.asking import survey_of
from followups.forms.surveys import AnswerForm
from followups.letters import language_of
from followups.models import Message, Survey
from followups.survey_links import SAMPLE, letter_by
from followups.surveying import is_low
from kit import clock
from kit.answers import refuse
from kit.errors import Refused
from kit.events import Actor, Door
from kit.rates import count_one
from kit.visitors import address_of
from kit.writing import write_moment

WRONG_A_MINUTE, A_MINUTE = 30, 600  # of one address
BY = Actor(None, Door.WEB)
ANSWERED = "answered"  # the cookie, valid for the one address
MONTH = 30 * 24 * 3600
SHOWN = ("score", "why", "better", "may_call", "would_introduce")


def of_a_token(view):
    """Hand the letter of a survey to a view, in the person's language; else say kindly that the link is none."""

    @never_cache
    @csrf_exempt
    @wraps(view)
    def wrapped(request, token):
        token = token.lower()
        if _is_too_much(request, "pages", A_MINUTE):
            return render(request, "followups/preferences/pause.html", status=429)
        if token == SAMPLE:
            return render(request, "followups/survey/sample.html")
        message = letter_by(token)
        if message is None:
            wrong = _is_too_much(request, "wrong", WRONG_A_MINUTE)
            page = "followups/preferences/pause.html" if wrong else "followups/survey/unknown.html"
            return render(request, page, status=429 if wrong else 404)
        with override(language_of(message.customer, message.owner)):
            response = view(request, message, token)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return wrapped


@of_a_token
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request, message: Message, token: str):
    """Ask the questions. POST keeps the answer, or puts another one in its place."""
    row = _survey(message)
    if _is_closed(row, message):
        return _page(request, message, row, token, "closed.html", status=410)
    if request.method != "POST":
        return _show(request, message, row, token)
    form = _form(message, row, request.POST)
    if form.is_valid():
        try:
            kept = answer_survey(message=message, by=BY, answer=form.answer())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _remembering(redirect(_said(token, "kept")), kept, token)
    return _page(request, message, row, token, "page.html", form=form, status=422)


@of_a_token
@require_POST
def stop(request, message: Message, token: str):
    """Ask no more questions."""
    with suppress(Refused):  # taken off the list since: nothing is asked any more in any case
        refuse_surveys(message=message, by=BY)
    return redirect(_said(token, "stopped"))


@of_a_token
@require_POST
def again(request, message: Message, token: str):
    """Let questions come again."""
    if not message.customer.deleted_at:
        welcome_surveys(customer=message.customer, by=BY)
    return redirect(_said(token, "again"))


def _show(request, message: Message, row: Survey, token: str):
    if row.refused_at:
        return _page(request, message, row, token, "stopped.html")
    mine = row.answered_at and _is_theirs(request, row, token)
    if request.GET.get("said") == "kept" and row.answered_at:
        thanks = _thanks(message, row) if mine else {}
        return _page(request, message, row, token, "thanks.html", **thanks)
    form = _form(message, row, initial={name: getattr(row, name) for name in SHOWN} if mine else None)
    return _page(request, message, row, token, "page.html", form=form, mine=mine)


def _page(request, message: Message, row: Survey, token: str, page: str, status: int = 200, **more):
    person, owner, context = message.customer, message.owner, message.context
    products = context.get("products", "") if isinstance(context, dict) else ""
    name = person.greeting or person.name.split()[0]
    facts = {
        "message": message, "owner": owner, "survey": row, "token": token, "name": name,
        "heading": survey_words.heading(row.occasion, name, str(products)),
        "said": request.GET.get("said", ""), "until": row.closes_at.astimezone(person.zoneinfo).date(),
    }  # fmt: skip
    return render(request, f"followups/survey/{page}", facts | more, status=status)


def _thanks(message: Message, row: Survey) -> dict:
    """What is said to somebody who answered: of a low answer, until when they hear."""
    complaint, person = row.complaint, message.customer
    waits = complaint and not complaint.answered_at and not complaint.closed_at and not complaint.revoked_at
    language = language_of(person, message.owner)
    by = waits and write_moment(complaint.answer_by, now=clock.now(), zone=person.zoneinfo, language=language)
    return {"low": is_low(row.measure, row.score), "answer_by": by}


def _survey(message: Message) -> Survey:
    """The survey of a letter; one that was not noted yet as it would be, unsaved."""
    known = getattr(message, "survey", None)
    return known or survey_of(message, message.sent_at or message.begun_at or clock.now())


def _is_closed(row: Survey, message: Message) -> bool:
    return bool(message.customer.deleted_at or row.revoked_at) or row.closes_at <= clock.now()


def _form(message: Message, row: Survey, data=None, initial=None) -> AnswerForm:
    about = {"measure": row.measure, "occasion": row.occasion, "name": message.owner.get_short_name()}
    return AnswerForm(data, initial=initial, **about)


def _remembering(response, kept: Survey, token: str):
    """Let this browser see its own answer again, to change it."""
    path = reverse("survey", args=[token])
    response.set_cookie(
        ANSWERED, _signer().sign(str(kept.pk)), max_age=MONTH, path=path, httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def _is_theirs(request, row: Survey, token: str) -> bool:
    try:
        return _signer().unsign(request.COOKIES.get(ANSWERED, "")) == str(row.pk)
    except BadSignature:
        return False


def _signer() -> Signer:
    return Signer(salt="followups.survey")


def _said(token: str, said: str) -> str:
    return f"{reverse('survey', args=[token])}?said={said}"


def _is_too_much(request, kind: str, most: int) -> bool:
    count, _left = count_one(f"survey:{kind}:{address_of(request)}", 60)
    return count > most
