"""Says in words what a line of Today asks for, and why it stands where it stands."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mlmcrm.ranking import Reason

HEADLINES = {
    "check_in": gettext_lazy("Ask how it went"),
    "tips": gettext_lazy("Share a tip for use"),
    "reorder": gettext_lazy("Ask about the next order"),
    "thank": gettext_lazy("Say thank you"),
    "answer": gettext_lazy("Answer"),
    "reach_out": gettext_lazy("Get in touch"),
    "birthday": gettext_lazy("Wish happy birthday"),
    "fix_address": gettext_lazy("Ask for the right address"),
    "other": gettext_lazy("Do"),
}

REASONS = {
    Reason.THEY_WAIT: gettext_lazy("they asked and wait for an answer"),
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
BY_CALL = {"answer", "reorder", "reach_out", "fix_address"}


def headline(task) -> str:
    """Say what to do, without the name."""
    return task.title or str(HEADLINES.get(task.kind, HEADLINES["other"]))


def because(reasons) -> str:
    """Say why a line stands where it does, weightiest reason first."""
    said = [str(REASONS[reason]) for reason in reasons]
    if len(said) < 2:
        return "".join(said)
    return _("%(first)s, and %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}
