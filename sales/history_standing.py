"""Says in words what happened to standing orders; registered when the app starts."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.telling import Told, tells
from kit.templatetags.kept import day
from sales.history import ORDERS

DEEDS = {
    "standing.begun": gettext_lazy("%(person)s has a standing order"),
    "standing.changed": gettext_lazy("The standing order of %(person)s was changed"),
    "standing.paused": gettext_lazy("The standing order of %(person)s rests"),
    "standing.resumed": gettext_lazy("The standing order of %(person)s goes on"),
    "standing.skipped": gettext_lazy("A run of the standing order of %(person)s is left out"),
    "standing.delayed": gettext_lazy("A run of the standing order of %(person)s comes later"),
    "standing.ended": gettext_lazy("The standing order of %(person)s has ended"),
    "standing.put_back": gettext_lazy("The standing order of %(person)s is as before"),
    "standing.ran": gettext_lazy("The standing order of %(person)s ran"),
    "standing.missed": gettext_lazy("The standing order of %(person)s did not run"),
}


@tells(*DEEDS, topic=ORDERS)
def tell_standing(event, names) -> Told:
    after = event.after
    said = after.get("agreed_words") or after.get("ended_reason") or after.get("reason") or ""
    return Told(str(DEEDS[event.kind]), more=_next(after.get("next_on")), said=said)


def _next(next_on: str | None) -> str:
    return _("next on %(day)s") % {"day": day(date.fromisoformat(next_on))} if next_on else ""
