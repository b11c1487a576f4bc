"""Says in sentences why a message or a task is as it is, and what words may help.

Codes and values in, text out, in the language that is active.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from followups.kinds import Kind
from followups.schedule import TURNED, meant_for

KEPT = 1024  # answers: very many people are told the same

REASONS = {
    # A letter was not sent and will not be.
    "no_address": gettext_lazy("There is no email address to write to."),
    "no_phone": gettext_lazy("There is no phone number to write to."),
    "no_postal_address": gettext_lazy("There is no postal address for a card."),
    "bounced": gettext_lazy("The address does not work any more; letters came back."),
    "no_consent": gettext_lazy("They have not agreed to be written to."),
    "suppressed": gettext_lazy("They asked for no letters at this address."),
    "stopped_by_them": gettext_lazy("They asked for no more letters."),
    "not_pure": gettext_lazy("A thank-you only thanks, and this one says “%(what)s”."),
    "not_judged": gettext_lazy("It could not be decided whether it may go: %(what)s."),
    "unknown_zone": gettext_lazy(
        "Nobody knows a time zone “%(what)s”, so no hour is right. Choose one on the person’s page."
    ),
    "too_large": gettext_lazy("The letter is too large to be sent: %(what)s."),
    "pushes": gettext_lazy(
        "No letter asks for a larger order to reach something, and this one says “%(what)s”."
    ),
    "no_sender_address": gettext_lazy(
        "Offers and news must carry your postal address. Enter it in your settings."
    ),
    "not_rendered": gettext_lazy("The letter could not be made: %(what)s."),
    "person_gone": gettext_lazy("The person was taken off your list."),
    "rule_paused": gettext_lazy("The rule “%(rule)s” is switched off."),
    "in_touch": gettext_lazy("You were in touch on %(day)s, so nothing was sent."),
    "newer_order": gettext_lazy("A newer order came; its own check-ins take over."),
    "too_late": gettext_lazy("It could not be sent in time, and now it would come too late."),
    "quiet_too_late": gettext_lazy(
        "It could have gone in their quiet hours alone, and after them it would come too late."
    ),
    "not_looked_at": gettext_lazy("It waited for your look until it would have come too late."),
    "address_refused": gettext_lazy("The mail server of the recipient refused it: %(reply)s"),
    "given_up": gettext_lazy("It was tried %(times)s times. The last answer was: %(reply)s"),
    "by_own_hand": gettext_lazy("You sent it yourself."),
    # A letter waits.
    "no_room": gettext_lazy("The mail server has no room for one more line at the moment: %(reply)s"),
    "waited": gettext_lazy("It waited while nothing could be sent. You decide whether it still goes."),
    "quiet": gettext_lazy("It waits for the end of their quiet hours."),
    "past_hours": gettext_lazy("It waits for the time of day of its step."),
    "one_a_day": gettext_lazy("They had a letter lately; this one waits its turn."),
    "try_again": gettext_lazy("The mail server asked to try again later: %(reply)s"),
    "account": gettext_lazy("The mail server does not take letters at the moment: %(reply)s"),
    "unclear": gettext_lazy("Handed over, but no confirmation came back."),
    "stopped": gettext_lazy("The worker stopped while this was being handed over."),
    "dropped": gettext_lazy("It waited while nothing could be sent, and you dropped it."),
    "let_go": gettext_lazy("You let it go."),
    "confirmed": gettext_lazy("You said that it arrived."),
    "told": gettext_lazy("Their mail server has it."),
    # What became of it afterwards.
    "came_back": gettext_lazy("It came back: %(reply)s"),
    "complained": gettext_lazy("They reported it as unwanted, so nothing more is written to them."),
    "perhaps_stop": gettext_lazy("Perhaps they want no more letters; say what their answer meant."),
    # A step asks for nothing now, or what it asked for is over.
    "replied": gettext_lazy("They have answered."),
    "ordered": gettext_lazy("They have ordered since."),
    "refused": gettext_lazy("They said no."),
    "complaint": gettext_lazy("A complaint of theirs is open."),
    "unanswered": gettext_lazy("Three words stayed without an answer; they are left in peace."),
    "busy": gettext_lazy("Something else is on the list for them already."),
    "grieving": gettext_lazy("They are spared at the moment."),
    "resting": gettext_lazy("They are left in peace at the moment."),
    "no_touches": gettext_lazy("They want to hear nothing at the moment."),
    "paced": gettext_lazy("Very many are due at once; they come in turn, so many a day."),
    "enough_this_week": gettext_lazy("They hear enough from you this week."),
    "merged": gettext_lazy("Done together with “%(other)s” on the same day."),
    "goes_for": gettext_lazy("“%(other)s” goes to them that day, and for both."),
    "surveyed": gettext_lazy("They were asked lately; nobody is asked more than once in 90 days."),
    "joined": gettext_lazy("They have joined already."),
    "too_few_customers": gettext_lazy("Customers first: it opens once enough people have bought from you."),
    "no_surveys": gettext_lazy("They want no surveys."),
    "rung_changed": gettext_lazy("They stand on another rung now."),
    "playbook_changed": gettext_lazy("The playbook no longer asks for it."),
    "cause_gone": gettext_lazy("What gave rise to it was taken back."),
    # Tasks.
    "in_touch_done": gettext_lazy("Done with your contact on %(day)s."),
    "complaint_moved": gettext_lazy("Nothing is to be done for their complaint at the moment."),
    "nothing_late": gettext_lazy("There is nothing to be sorry for any more."),
    "reply_settled": gettext_lazy("It was said what their letter meant."),
    "passed_by": gettext_lazy("It passed by undone."),
    "instead_of_letter": gettext_lazy("Instead of a letter: %(why)s"),
}

SCRIPTS = {
    Kind.CHECK_IN: gettext_lazy("Is everything all right with %(products)s? Then listen."),
    Kind.TIPS: gettext_lazy("How is it going with %(products)s? Share what works for you."),
    Kind.REORDER: gettext_lazy("How much is left of %(products)s? No hurry, just asking."),
    Kind.THANK: gettext_lazy("Thank you for ordering %(products)s. And nothing else: no offer now."),
}
PLAIN_SCRIPTS = {
    Kind.CHECK_IN: gettext_lazy("Ask how things are. Then listen."),
    Kind.TIPS: gettext_lazy("Ask what works well, and share what works for you."),
    Kind.REACH_OUT: gettext_lazy("Ask how they are before anything else."),
    Kind.ANSWER: gettext_lazy("Answer what they asked, and nothing more. “I will find out” is an answer."),
    Kind.COMPLAINT: gettext_lazy(
        "Let them finish. Repeat what you heard. Say sorry, and do not explain yet."
    ),
    Kind.APOLOGY: gettext_lazy("Say sorry first, without reasons. Then a day that you are sure to keep."),
    Kind.FIX_ADDRESS: gettext_lazy("Ask for an address that works, or how they like to be reached."),
}
EXTRA = gettext_lazy("They do not know you well yet: add something small that they did not expect.")


def reason(code: str, language: str, **values) -> str:
    """Return the sentence of a code in a language, cut to what a row holds."""
    with override(language or None):
        return (str(REASONS[code]) % values)[:500]


def together(title: str, language: str) -> str:
    """Say with which other task one is done; empty where it is done by itself."""
    if not title:
        return ""
    with override(language or None):
        return reason("merged", language, other=_(title))


def goes_for(title: str, language: str) -> str:
    """Say which letter goes that day, for another one too."""
    with override(language or None):
        return reason("goes_for", language, other=_(title))


GAVE_WAY = {
    "one_a_day": gettext_lazy("Moved from %(day)s: that day they hear from you anyway."),
    "enough_this_week": gettext_lazy("Moved from %(day)s: they hear enough from you that week."),
    "grieving": gettext_lazy("Moved from %(day)s: they are spared until then."),
    "resting": gettext_lazy("Moved from %(day)s: they are left in peace until then."),
}


def turned_said(context: Mapping, language: str) -> str:
    """Say from which day something had to give way, and to what; empty where it did not."""
    if meant_for(context) is None:
        return ""
    day, code = date.fromisoformat(context[TURNED][0]), context[TURNED][1]
    with override(language or None):
        words = GAVE_WAY.get(code, GAVE_WAY["enough_this_week"])
        return str(words) % {"day": date_format(day, "D j M")}


@lru_cache(KEPT)
def script(kind: str, products: str, cold: bool, language: str) -> str:
    """Return words that help with a task; strangers get an extra."""
    with override(language or None):
        words = SCRIPTS.get(kind) if products else None
        words = words or PLAIN_SCRIPTS.get(kind, "")
        said = [str(words) % {"products": products}] if words else []
        return "\n".join([*said, str(EXTRA)] if cold else said)


def cause(title: str, products: str) -> str:
    """Say what gave rise to a message or a task: the rule, and the goods if there are any."""
    said = _(title) if title else ""
    return _("%(rule)s %(products)s") % {"rule": said, "products": f"({products})"} if products else said
