"""Says in words what happened to complaints; registered when the app starts."""

from datetime import date

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.models import Complaint
from followups.models.complaint import Outcome
from kit.telling import Told, details_of, names_rows, tells
from kit.templatetags.kept import day

COMPLAINTS = "complaints"
DEEDS = {
    "complaint.opened": gettext_lazy("%(person)s is not content"),
    "complaint.added": gettext_lazy("More was said about the complaint of %(person)s"),
    "complaint.answered": gettext_lazy("%(person)s was heard, and told sorry"),
    "complaint.put_right": gettext_lazy("Put right for %(person)s"),
    "complaint.extra": gettext_lazy("Something that was not promised for %(person)s"),
    "complaint.arrival": gettext_lazy("%(person)s was told when it arrives"),
    "complaint.changed": gettext_lazy("Notes about the complaint of %(person)s were changed"),
    "complaint.asked": gettext_lazy("%(person)s is asked whether all is well now"),
    "complaint.not_yet": gettext_lazy("Not yet put right, says %(person)s"),
    "complaint.reopened": gettext_lazy("The complaint of %(person)s is open again"),
    "complaint.taken_back": gettext_lazy("The complaint of %(person)s was written down by mistake"),
    "complaint.put_back": gettext_lazy("The complaint of %(person)s is as before"),
    "complaint.sponsor_asked": gettext_lazy("You asked your sponsor about a complaint of %(person)s"),
    "complaint.sponsor_answered": gettext_lazy("Your sponsor answered about a complaint of %(person)s"),
    "complaint.passed_on": gettext_lazy("%(person)s would rather speak with your sponsor"),
    "complaint.not_passed_on": gettext_lazy("%(person)s would speak with you after all"),
}
ENDS = {
    Outcome.WELL: gettext_lazy("%(person)s says that all is well: the complaint is closed"),
    Outcome.UNWELL: gettext_lazy("%(person)s is not content: the complaint is closed"),
    Outcome.WITHDRAWN: gettext_lazy("%(person)s does not want to go on with the complaint"),
}
SAID = {
    "complaint.opened": "text",
    "complaint.added": "text",
    "complaint.answered": "heard",
    "complaint.not_yet": "text",
    "complaint.reopened": "text",
    "complaint.sponsor_asked": "sponsor_words",
    "complaint.sponsor_answered": "sponsor_answer",
}
MORE = {"complaint.put_right": "remedy", "complaint.extra": "extra"}

names_rows(Complaint, "text", say=lambda text: Truncator(text).chars(60))


@tells(*DEEDS, topic=COMPLAINTS)
def tell_complaint(event, names) -> Told:
    after = event.after or {}
    said, more = after.get(SAID.get(event.kind, ""), ""), after.get(MORE.get(event.kind, ""), "")
    if event.kind == "complaint.arrival":
        more = _("Told %(day)s") % {"day": day(date.fromisoformat(after["told_on"]))}
    details = _changes(event) if event.kind == "complaint.changed" else ()
    return Told(str(DEEDS[event.kind]), details, more, said=said)


@tells("complaint.closed", topic=COMPLAINTS)
def tell_closing(event, names) -> Told:
    return Told(str(ENDS[Outcome(event.after["outcome"])]), said=event.after.get("closing_words", ""))


def _changes(event) -> tuple:
    class _Facts:
        before = {name: value for name, value in event.before.items() if name != "order_id"}
        after = {name: event.after[name] for name in before}

    return details_of(_Facts, Complaint)
