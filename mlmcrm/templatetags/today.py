"""The words of Today for its templates."""

from dataclasses import dataclass
from datetime import datetime

from django import template
from django.utils.translation import gettext as _

from followups.templatetags.followups import age
from kit import clock
from kit.templatetags.kept import span
from mlmcrm import wording

register = template.Library()
register.filter("headline", wording.headline)
register.filter("because", wording.because)
register.filter("step_said", wording.step_said)
register.filter("instead", wording.instead)
register.filter("why", wording.why)


@dataclass(frozen=True)
class Way:
    """How to reach somebody: a link the device understands, and the touch it is when done."""

    href: str
    icon: str
    label: str
    touch: str = ""


@register.filter
def best_way(task) -> Way:
    """Choose the way that fits the task and that the person has: a call or a letter."""
    person = task.customer
    phone = next(iter(person.phones.all()), None)
    email = next(iter(person.emails.all()), None)
    call = Way(f"tel:{phone.number}", "phone", _("Call"), "call") if phone else None
    write = Way(f"mailto:{email.address}", "mail", _("Write"), "message") if email else None
    if getattr(task, "kind", "") in wording.BY_CALL or person.preferred_channel == "phone":
        return call or write or Way("", "", "")
    return write or call or Way("", "", "")


@register.filter
def complaint_age(task) -> str:
    """Say how long the complaint is open that a task is about."""
    since = task.context.get("opened_at")
    return age(datetime.fromisoformat(since), clock.now()) if since else ""


@register.filter
def quiet_for(slipper) -> str:
    """Say how long somebody is overdue, against their own rhythm."""
    person = slipper.person
    if person.order_interval:
        return _("Orders every %(every)s. Now %(late)s late.") % {
            "every": span(person.order_interval),
            "late": span(slipper.overdue_days),
        }
    return _("One order, then quiet for %(span)s.") % {"span": span(slipper.quiet_days)}
