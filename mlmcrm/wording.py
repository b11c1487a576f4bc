"""Says in words what a line of Today asks for, and why it stands where it stands."""

from datetime import date

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.models import Promise
from followups.step_words import LETTERS
from followups.wording import cause
from kit.templatetags.kept import day, span
from mlmcrm.ranking import Reason

HEADLINES = {
    "check_in": gettext_lazy("Ask how it went"),
    "tips": gettext_lazy("Share a tip for use"),
    "reorder": gettext_lazy("Ask about the next order"),
    "thank": gettext_lazy("Say thank you"),
    "answer": gettext_lazy("Answer"),
    "reach_out": gettext_lazy("Get in touch"),
    "birthday": gettext_lazy("Wish happy birthday"),
    "welcome": gettext_lazy("Help to get started"),
    "win_back": gettext_lazy("Ask what was missing"),
    "outcome": gettext_lazy("Tell how it went"),
    "fix_address": gettext_lazy("Ask for the right address"),
    "complaint": gettext_lazy("Put it right"),
    "apology": gettext_lazy("Say sorry"),
    "survey": gettext_lazy("Ask how content they are"),
    "suggestion": gettext_lazy("Look at their suggestion"),
    "enrolment": gettext_lazy("Go on with the enrolment"),
    "standing": gettext_lazy("Ask about the next standing order"),
    "offer": gettext_lazy("Tell of an offer"),
    "notes": gettext_lazy("Hand over the notes of your meeting"),
    "other": gettext_lazy("Do"),
}

REASONS = {
    Reason.COMPLAINT: gettext_lazy("they are not content, and wait for you"),
    Reason.SORRY: gettext_lazy("something you promised did not come in time"),
    Reason.THEY_WAIT: gettext_lazy("they asked and wait for an answer"),
    Reason.PROMISED: gettext_lazy("you promised it"),
    Reason.THANKS_OWED: gettext_lazy("a thank-you is owed"),
    Reason.NOT_DELIVERED: gettext_lazy("a letter did not reach them"),
    Reason.BIRTHDAY: gettext_lazy("it is their birthday"),
    Reason.CHECK_IN: gettext_lazy("a check-in after an order is due"),
    Reason.NEXT_ORDER: gettext_lazy("their next order is near"),
    Reason.OTHER: gettext_lazy("you put it on the list"),
    Reason.REACH_OUT: gettext_lazy("it is time for a word"),
    Reason.PASSES_BY: gettext_lazy("it passes by within a day"),
    Reason.COLD: gettext_lazy("they do not know you well yet"),
    Reason.SLIPPING: gettext_lazy("they may be slipping away"),
    Reason.HIGH_RUNG: gettext_lazy("they stand high on the ladder"),
}

# How a kind of task is best done: a touch by this kind closes it.
BY_CALL = {"complaint", "apology", "answer", "reorder", "reach_out", "fix_address"}


def headline(task) -> str:
    """Say what to do, without the name: of a task, or of a promise."""
    if isinstance(task, Promise):
        return task.text
    return task.title or str(HEADLINES.get(task.kind, HEADLINES["other"]))


def step_said(task) -> str:
    """Say which step of a playbook asks for it, with its goods; empty for what somebody planned."""
    return cause(task.rule.title, task.context.get("products", "")) if task.rule else ""


def instead(task) -> str:
    """Say why a task stands where a letter was meant; empty where none was."""
    return task.reason if "instead_of" in task.context or (task.rule and task.rule.action in LETTERS) else ""


def because(reasons) -> str:
    """Say why a line stands where it does, weightiest reason first."""
    said = [str(REASONS[reason]) for reason in reasons]
    if len(said) < 2:
        return "".join(said)
    return _("%(first)s, and %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}


def why(task) -> str:
    """Say in a sentence or two what a task or a promise rests on, from the facts it carries."""
    if isinstance(task, Promise):
        return _promised(task, task.customer.owner.today())
    return _SENTENCES.get(task.kind, _plainly)(task, task.customer)


def _promised(promise, today: date) -> str:
    if promise.told_on > today:
        said = _("You said by %(day)s; done before, it is early.")
    elif promise.told_on == today:
        return _("You said by today.")
    else:
        said = _("You said by %(day)s. Do it now, or say that it comes late.")
    return said % {"day": day(promise.told_on)}


def _after_order(task, person) -> str:
    products, on = task.context.get("products"), task.context.get("ordered_on")
    if not products or not on:
        return _plainly(task, person)
    return _("Ordered on %(on)s: %(products)s.") % {
        "on": day(date.fromisoformat(on)),
        "products": products,
    }


def _next_order(task, person) -> str:
    if not person.expected_order_on:
        return _plainly(task, person)
    said = {"every": span(person.order_interval or 0), "on": day(person.expected_order_on)}
    if person.order_interval:
        return _("Orders every %(every)s; the next is expected about %(on)s.") % said
    return _("What was ordered should be used up about %(on)s.") % said


def _question(task, person) -> str:
    if wished := task.context.get("wished"):
        return _("Asked for %(when)s.") % {"when": wished}
    asked = task.context.get("asked")
    if asked and task.context.get("reply"):
        return _("They wrote: “%(words)s”") % {"words": Truncator(asked).chars(160)}
    if asked:
        return _("They asked: “%(words)s”") % {"words": Truncator(asked).chars(160)}
    return _("They asked about it and wait for an answer.")


def _complaint(task, person) -> str:
    said = task.context.get("said")
    return _("They say: “%(words)s”") % {"words": said} if said else _plainly(task, person)


def _silence(task, person) -> str:
    if person.last_contact_at is None:
        return _("No word between you yet.")
    gone = (task.local_date - person.last_contact_at.astimezone(person.owner.zoneinfo).date()).days
    if gone <= 0:
        return _("It is time for a word.")
    return _("No word for %(span)s.") % {"span": span(gone)}


def _birthday(task, person) -> str:
    year = person.birth_year
    if not year:
        return _("On %(day)s.") % {"day": day(task.local_date)}
    return _("On %(day)s: %(age)d years.") % {
        "day": day(task.local_date),
        "age": task.local_date.year - year,
    }


def _plainly(task, person) -> str:
    return (
        task.reason or task.context.get("note") or _("Planned for %(day)s.") % {"day": day(task.local_date)}
    )


def _sorry(task, person) -> str:
    promised, told = task.context.get("promised"), task.context.get("told_on")
    if not promised or not told:
        return _plainly(task, person)
    return _("You said by %(day)s: “%(what)s”. Say it before they have to ask.") % {
        "day": day(date.fromisoformat(told)),
        "what": Truncator(promised).chars(160),
    }


_SENTENCES = {
    "apology": _sorry,
    "check_in": _after_order,
    "tips": _after_order,
    "reorder": _next_order,
    "answer": _question,
    "complaint": _complaint,
    "reach_out": _silence,
    "birthday": _birthday,
    "thank": _after_order,
}
