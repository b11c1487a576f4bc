"""Files for calendar programs: the feed of a distributor under its secret address, single appointments to download.

Programs have no session. Whoever knows the address of the feed reads it.
"""

from hashlib import sha256

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from appointments.actions.calendars import note_read
from appointments.actions.letters import link_for
from appointments.entries import changed_at, entries_of, guest_entry, own_entry
from appointments.facts import terms_of
from appointments.ics import Entry, calendar_file
from appointments.links import feed_by
from appointments.models import Appointment, Guest
from appointments.views.guest import of_a_guest
from kit.rates import count_one
from kit.visitors import address_of

CALENDAR = "text/calendar; charset=utf-8"
READS_A_MINUTE, WRONG_A_MINUTE = 60, 30


@require_safe
def feed(request, token: str):
    """All that a distributor has before them, and what was lately; 304 where nothing changed."""
    found = feed_by(token)
    if found is None:
        return _nothing(request)
    count, left = count_one(f"feed:{found.pk}", 60)
    if count > READS_A_MINUTE:
        return HttpResponse(status=429, headers={"Retry-After": str(left)})
    with override(found.owner.language):
        name = _("Appointments of %(name)s") % {"name": found.owner.name}
    entries = entries_of(found)
    content = calendar_file(entries, name=name)
    note_read(found)
    etag, changed = f'"{sha256(content).hexdigest()[:32]}"', int(changed_at(found).timestamp())
    response = HttpResponse(content, content_type=CALENDAR, headers={
        "ETag": etag, "Last-Modified": http_date(changed), "Cache-Control": "private, no-cache",
        "X-Robots-Tag": "noindex", "Content-Disposition": 'inline; filename="kept.ics"',
    })  # fmt: skip
    return get_conditional_response(request, etag, changed, response)


@login_required
@require_safe
def own_file(request, pk):
    """One appointment, for the calendar of its owner."""
    rows = Appointment.objects.visible_to(request.user).select_related("kind", "owner")
    row = get_object_or_404(rows.prefetch_related("guests__customer"), pk=pk)
    return _file(own_entry(row, request.user, terms_of(request.user)))


@of_a_guest
@require_safe
def guest_file(request, guest: Guest, token: str):
    """The appointment, for the calendar of a guest."""
    return _file(guest_entry(guest, link_for(guest)))


def _file(entry: Entry) -> HttpResponse:
    content = calendar_file([entry])
    named = {"Content-Disposition": 'attachment; filename="appointment.ics"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=CALENDAR, headers=named)


def _nothing(request) -> HttpResponse:
    count, left = count_one(f"feed:wrong:{address_of(request)}", 60)
    if count > WRONG_A_MINUTE:
        return HttpResponse(status=429, headers={"Retry-After": str(left)})
    return HttpResponse(_("There is no calendar here."), status=404, content_type="text/plain; charset=utf-8")
