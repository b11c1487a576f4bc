"""The public page of a distributor: anyone may see free times, ask for one, or wait for a full day.

There is no session, so there is nothing to forge; who asks is only known once they confirm by the
letter they get. Programs are slowed down by a field that people do not see, and by counting.
"""

from functools import wraps
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appointments.actions.asking import Asker, ask_for, take
from appointments.actions.letters import guest_token
from appointments.actions.waiting import wait_for
from appointments.booking_page import Offered, kinds_for, offered, owner_of_page, person_by_link
from appointments.errors import AppointmentError, JustTaken, NoSlot
from appointments.facts import nearest_times
from appointments.forms import AskForm, WaitForm
from appointments.models import MeetingKind
from appointments.offered import day_of, moment_of
from appointments.replies import reply_promise_of
from kit.answers import refuse
from kit.errors import Refused
from kit.events import Actor, Door
from kit.rates import count_one
from kit.visitors import address_of
from team.models import Distributor
from team.zones import is_zone, place_of, zone_choices

PAGES_A_MINUTE = 600  # of one address
QUARTER, A_DAY = 15 * 60, 24 * 3600
ALL_TOGETHER = 10  # times as much may all visitors of a page ask as one of them


def of_an_open_page(view):
    """Hand the owner of a page to a view; where there is none, or it is closed, say so kindly."""

    @never_cache
    @csrf_exempt
    @wraps(view)
    def wrapped(request, handle):
        if count_one(f"booking:pages:{address_of(request)}", 60)[0] > PAGES_A_MINUTE:
            return render(request, "429.html", status=429)
        owner = owner_of_page(handle)
        if owner is None:
            response = render(request, "appointments/public_none.html", status=404)
        else:
            response = view(request, owner)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


@of_an_open_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, owner: Distributor):
    """Show the free times; POST asks for one. Who came by their own link has it at once."""
    visit = Visit(request, owner)
    if request.method != "POST":
        return visit.show(AskForm(**visit.about))
    form = AskForm(request.POST, **visit.about)
    if form.data.get("subject"):
        return visit.done("email")
    if not form.is_valid() or visit.kind is None:
        return visit.show(form, status=422)
    if visit.is_too_much(form):
        return visit.pause(form)
    try:
        return _taken(visit, form) if visit.person else _asked(visit, form)
    except NoSlot as refusal:
        near = _near(visit, form, refusal)
        return visit.show(
            form, gone=refusal, near=near, status=409 if isinstance(refusal, JustTaken) else 422
        )
    except Refused as refusal:
        refuse(form, refusal, emails="contact", phones="contact")
        return visit.show(form, status=422)


@of_an_open_page
@require_POST
def wait(request, owner: Distributor):
    """Put somebody on the waiting list of a day that is full."""
    visit = Visit(request, owner)
    form = WaitForm(request.POST, **visit.about)
    if form.data.get("subject"):
        return visit.done("list", day=visit.day)
    if not form.is_valid() or visit.kind is None:
        return visit.show(form, status=422)
    if visit.is_too_much(form):
        return visit.pause(form)
    try:
        wait_for(
            owner=owner, kind=visit.kind, day=form.cleaned_data["day"], by=visit.by,
            asker=None if visit.person else _asker(visit, form), person=visit.person,
        )  # fmt: skip
    except Refused as refusal:
        if visit.person or refusal.code != "too_many":
            refuse(form, refusal, emails="contact", phones="contact")
            return visit.show(form, status=422)
    return visit.done("list", day=form.cleaned_data["day"])


@of_an_open_page
@require_safe
def asked(request, owner: Distributor):
    """Say what happens next. Nothing here tells who is known."""
    zone = _zone(request.GET, owner)
    context = {
        "owner": owner, "how": request.GET.get("how", ""), "zone": zone, "place": place_of(zone.key),
        "at": moment_of(request.GET.get("at", "")), "day": day_of(request.GET.get("day", "")),
    }  # fmt: skip
    return render(request, "appointments/public_asked.html", context)


class Visit:
    """One request to a page: whose it is, who comes, for what kind, in which zone."""

    def __init__(self, request, owner: Distributor):
        self.request, self.owner = request, owner
        self.by = Actor(None, Door.WEB)
        given = request.POST if request.method == "POST" else request.GET
        self.token = given.get("p", "")
        self.person = person_by_link(owner, self.token)
        self.kinds = kinds_for(owner, self.person)
        named = [one for one in self.kinds if one.slug == given.get("kind")]
        first = None if request.method == "POST" and given.get("kind") else next(iter(self.kinds), None)
        self.kind: MeetingKind | None = named[0] if named else first
        self.zone = _zone(given, owner, self.person)
        self.day = day_of(given.get("day", ""))
        self.first = day_of(given.get("from", ""))
        self.guesses = request.method != "POST" and not given.get("zone") and not self.person

    @property
    def about(self) -> dict:
        return {"owner": self.owner, "person": self.person, "kind": self.kind}

    def is_too_much(self, form) -> bool:
        """Count what is asked: by one address in a quarter of an hour, of phones a day, and of one page.

        What one address asks beyond its own measure is nothing to the others.
        """
        most, address = settings.BOOKING_ASKS, address_of(self.request)
        counted = [(f"booking:asks:{address}", QUARTER, most)]
        if form.cleaned_data.get("contact") and form.reached.phone:
            counted.append((f"booking:phones:{address}", A_DAY, most))
        counted.append((f"booking:of:{self.owner.pk}", QUARTER, most * ALL_TOGETHER))
        return not all(count_one(name, seconds)[0] <= limit for name, seconds, limit in counted)

    def pause(self, form) -> HttpResponse:
        form.add_error(None, _("You have asked for many times. Please wait a quarter of an hour, or call."))
        return self.show(form, status=429)

    def link(self, **changed) -> str:
        """The address of the page with some of what is chosen changed."""
        chosen = {
            "kind": self.kind.slug if self.kind else "", "zone": "" if self.guesses else self.zone.key,
            "p": self.token if self.person else "", **changed,
        }  # fmt: skip
        return "?" + urlencode({name: value for name, value in chosen.items() if value})

    def show(self, form, *, gone=None, near=(), status: int = 200) -> HttpResponse:
        owner, zone, terms = self.owner, self.zone, getattr(self.owner, "availability", None)
        picked = None if gone else getattr(form, "cleaned_data", {}).get("at")
        day = self.day or (picked.astimezone(zone).date() if picked else None)
        given = offered(owner, self.kind, zone, self.first, day) if self.kind else None
        context = {
            "visit": self, "owner": owner, "person": self.person, "kinds": self.kinds, "kind": self.kind,
            "form": form, "offered": given, "zone": zone, "place": place_of(zone.key), "gone": gone, "near": near,
            "owner_place": place_of(owner.zone), "zones_differ": _differ(zone, owner, given, near),
            "words": terms.page_words if terms else "",
            "reply_promise": reply_promise_of(owner) if terms and terms.reply_minutes else None,
            "zones": zone_choices(zone.key) if "zones" in self.request.GET else None,
            "picked": picked,
            "consent_words": consent_words(owner, waits=bool(given and given.chosen and given.chosen.is_full)),
            **self._links(given),
        }  # fmt: skip
        return render(self.request, "appointments/public.html", context, status=status)

    def _links(self, given: Offered | None) -> dict:
        """Where each choice leads: all of it works without script."""
        days, first = (given.days, given.days[0].day) if given and given.days else ([], None)
        day = given.chosen.day if given and given.chosen else self.day
        return {
            "kind_links": [(one, self.link(kind=one.slug)) for one in self.kinds],
            "day_links": [(one, self.link(**{"from": first, "day": one.day})) for one in days],
            "earlier_link": self.link(**{"from": given.earlier}) if given and given.earlier else "",
            "later_link": self.link(**{"from": given.later}) if given and given.later else "",
            "zones_link": self.link(day=day, zones=1),
        }

    def done(self, how: str, at=None, day=None) -> HttpResponse:
        """Go on to the page that says what happens next."""
        query = {"how": how, "zone": self.zone.key, **({"at": at.isoformat()} if at else {})}
        query |= {"day": day.isoformat()} if day else {}
        return redirect(f"{reverse('booking-page-asked', args=[self.owner.handle])}?{urlencode(query)}")


def consent_words(owner: Distributor, *, waits: bool = False) -> str:
    """Return what somebody agrees to by asking, or by waiting for a time; it is written down with the request."""
    told = _(
        "By email you get a letter to confirm it, a reminder the day before and one an hour before, and a word "
        "when something about it changes or was agreed; nothing else."
    )
    if waits:
        told = _("By email you get a word that you are on the list, and one when a time comes free.")
    called = _("By phone it is a call or a text from %(name)s about this appointment.")
    stopped = _("You can stop all letters with one tap.")
    return " ".join([told, called % {"name": owner.get_short_name()}, stopped])


def _asked(visit: Visit, form: AskForm) -> HttpResponse:
    at = form.cleaned_data["at"]
    try:
        ask_for(owner=visit.owner, kind=visit.kind, starts_at=at, by=visit.by, asker=_asker(visit, form))
    except AppointmentError as refusal:
        if refusal.code != "too_many":  # else somebody could shut out whose address they know, and see it
            raise
    return visit.done("email" if form.reached.email else "phone", at)


def _taken(visit: Visit, form: AskForm) -> HttpResponse:
    data = form.cleaned_data
    guest = take(
        person=visit.person, kind=visit.kind, starts_at=data["at"], by=visit.by, message=data["message"],
        address=data.get("address", ""),
    )  # fmt: skip
    return redirect("appointment-guest", guest_token(guest))


def _asker(visit: Visit, form) -> Asker:
    data, reached = form.cleaned_data, form.reached
    return Asker(
        name=data["name"], email=reached.email, phone=reached.phone, message=data["message"],
        address=data.get("address", ""),
        zone=visit.zone.key, language=get_language() or "", consent_words=consent_words(visit.owner, waits=isinstance(form, WaitForm)),
    )  # fmt: skip


def _near(visit: Visit, form: AskForm, refusal: NoSlot) -> list:
    """The times to take instead of one that is gone, or was never there."""
    if isinstance(refusal, JustTaken):
        return refusal.alternatives
    if visit.kind.seats > 1:
        return []
    return nearest_times(visit.owner, visit.kind, form.cleaned_data["at"])


def _zone(given: QueryDict, owner: Distributor, person=None) -> ZoneInfo:
    """The visitor's zone: chosen, or guessed by a script, else the person's own, else the owner's."""
    named = given.get("zone", "")
    if is_zone(named):
        return ZoneInfo(named)
    return person.zoneinfo if person else owner.zoneinfo


def _differ(zone: ZoneInfo, owner: Distributor, given, near) -> bool:
    """Do the clocks of visitor and owner show different times at what is offered?"""
    slots = given.chosen.slots if given and given.chosen else []
    moments = [*(slot.at for slot in slots), *near]
    return any(
        one.astimezone(zone).utcoffset() != one.astimezone(owner.zoneinfo).utcoffset() for one in moments
    )
