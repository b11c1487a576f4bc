"""The person's own page of a standing order: leave a run out, have it later, end it. Whoever holds the link is that person.

There is no session, so there is nothing to forge: the secret stands in the address. GET and HEAD
change nothing, because programs follow links. Each verb is done at once; what might keep somebody
is said after that, and once.
"""

from datetime import timedelta
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from followups.letters import language_of
from kit.errors import Refused
from kit.rates import count_one
from kit.visitors import address_of
from sales import actions
from sales.models import StandingOrder
from sales.models.standing import Rhythm
from sales.standing import run_after
from sales.standing_forms import DelayForm, EndForm
from sales.standing_shown import standing_by
from sales.wares import in_words

PAGES_A_MINUTE, WRONG_A_MINUTE = 600, 30  # of one address
LATER = (timedelta(weeks=1), timedelta(weeks=2))
ENDED = "ended"  # said once, right after


def of_a_token(view):
    """Hand the standing order of a link to a view, in the person's language; else say kindly that it is none."""

    @never_cache
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request, token):
        if _is_too_much(request, "pages", PAGES_A_MINUTE):
            return render(request, "429.html", status=429)
        row = standing_by(token)
        if row is None:
            return _unknown(request)
        with override(language_of(row.customer, row.owner)):
            response = view(request, row, token)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


@of_a_token
def page(request, row: StandingOrder, token: str):
    """What comes, when, and what can be done. A form may be sent to the addresses below alone."""
    return _show(request, row, token) if request.method != "POST" else redirect("standing-guest", token)


@of_a_token
def skip(request, row: StandingOrder, token: str):
    """Leave the coming run out; sent twice, one run is."""
    number = request.POST.get("run", "")
    number = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else None
    return _do(request, row, token, actions.skip_run, "skipped", number=number)


@of_a_token
def delay(request, row: StandingOrder, token: str):
    """Have the coming run on a later day."""
    form = DelayForm(request.POST)
    if request.method == "POST" and not form.is_valid():
        return _show(request, row, token, refusal=_("Choose a day, please."), status=422)
    return _do(request, row, token, actions.delay_run, "delayed", **getattr(form, "cleaned_data", {}))


@of_a_token
def end(request, row: StandingOrder, token: str):
    """End it, at once."""
    form = EndForm(request.POST)
    if request.method == "POST" and not form.is_valid():
        return _show(request, row, token, refusal=_("That is too long, please say it shorter."), status=422)
    return _do(request, row, token, actions.end_standing, ENDED, **getattr(form, "cleaned_data", {}))


@of_a_token
def again(request, row: StandingOrder, token: str):
    """Have it again: as it was, or half as often."""
    every = row.every * 2 if request.POST.get("less") and row.every * 2 <= 52 else None
    return _do(request, row, token, actions.resume_standing, "again", every=every)


def _do(request, row: StandingOrder, token: str, verb, said: str, **rest) -> HttpResponse:
    if request.method != "POST":
        return redirect("standing-guest", token)
    try:
        verb(standing=row, by=request.by, **rest)
    except Refused as refusal:
        return _show(request, row, token, refusal=refusal.message, status=422)
    response = redirect("standing-guest", token)
    response.headers["Location"] += f"?said={said}"
    return response


def _show(request, row: StandingOrder, token: str, *, refusal: str = "", status: int = 200) -> HttpResponse:
    row.refresh_from_db(fields=["state", "every", "unit", "starts_on", "next_on"])
    run = row.runs.filter(state="coming").first()
    context = {
        "standing": row, "owner": row.owner, "token": token, "run": run, "refusal": refusal,
        "goods": in_words(row.lines.select_related("product")), "later": _later(row, run),
        "said": request.GET.get("said", ""), "less": row.every * 2,
        "unit_of_less": Rhythm(row.unit).label, "today": row.owner.today(),
    }  # fmt: skip
    return render(request, "sales/standing_guest.html", context, status=status)


def _later(row: StandingOrder, run) -> list:
    """The later days to choose from, before the run after this one."""
    if run is None:
        return []
    after = run_after(row.starts_on, row.every, row.unit, run.planned_on)
    today = row.owner.today()
    days = [max(run.due_on, today) + later for later in LATER]
    return [day for day in days if today < day < after]


def _unknown(request) -> HttpResponse:
    if _is_too_much(request, "wrong", WRONG_A_MINUTE):
        return render(request, "429.html", status=429)
    return render(request, "sales/standing_unknown.html", status=404)


def _is_too_much(request, what: str, most: int) -> bool:
    return count_one(f"standing:{what}:{address_of(request)}", 60)[0] > most
