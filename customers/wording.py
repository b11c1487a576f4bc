"""Says in words what a contact was, what evidence shows and what would lead to a rung."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from customers.conversion import Climbed
from customers.ladder import Kind, Rung
from kit.writing import write_number

CONTACTS = {
    ("call", "out"): gettext_lazy("You called"),
    ("call", "in"): gettext_lazy("They called"),
    ("visit", "out"): gettext_lazy("You visited"),
    ("visit", "in"): gettext_lazy("They visited you"),
    ("message", "out"): gettext_lazy("You wrote"),
    ("message", "in"): gettext_lazy("They wrote"),
    ("sample", "out"): gettext_lazy("You gave a sample"),
    ("sample", "in"): gettext_lazy("They asked for a sample"),
    ("presentation", "out"): gettext_lazy("You showed it"),
    ("presentation", "in"): gettext_lazy("They came to a presentation"),
}

EVIDENCE = {
    Kind.ENTERED: gettext_lazy("Added to your people"),
    Kind.INQUIRY: gettext_lazy("Asked about it"),
    Kind.SAMPLE: gettext_lazy("Got a sample"),
    Kind.PRESENTATION: gettext_lazy("Saw a presentation"),
    Kind.ORDER: gettext_lazy("An order"),
    Kind.ENROLMENT: gettext_lazy("Enrolled"),
    Kind.REFERRAL: gettext_lazy("Introduced somebody"),
    Kind.BY_HAND: gettext_lazy("Moved by hand"),
}

HELD = {
    Kind.INQUIRY: gettext_lazy("No step back: an inquiry on {day} holds {name} on {rung}."),
    Kind.SAMPLE: gettext_lazy("No step back: a sample on {day} holds {name} on {rung}."),
    Kind.PRESENTATION: gettext_lazy("No step back: a presentation on {day} holds {name} on {rung}."),
    Kind.ORDER: gettext_lazy("No step back: an order on {day} holds {name} on {rung}."),
    Kind.ENROLMENT: gettext_lazy("No step back: an enrolment on {day} holds {name} on {rung}."),
    Kind.REFERRAL: gettext_lazy("No step back: a referral on {day} holds {name} on {rung}."),
}
HELD_BY_ANYTHING = gettext_lazy("No step back: what happened on {day} holds {name} on {rung}.")

PURPOSES = {
    "service": gettext_lazy("%(channel)s about their orders and appointments"),
    "marketing": gettext_lazy("%(channel)s with offers and news"),
}

LEADS_TO = {
    Rung.SUSPECT: gettext_lazy("Is added to your people"),
    Rung.PROSPECT: gettext_lazy("Asks about it, tries a sample or sees a presentation"),
    Rung.CUSTOMER: gettext_lazy("Orders for the first time"),
    Rung.CLIENT: gettext_lazy("Orders again, on another day"),
    Rung.MEMBER: gettext_lazy("Enrols as a member"),
    Rung.ADVOCATE: gettext_lazy("Introduces somebody to you"),
}

CLIMBED = {
    Rung.SUSPECT: gettext_lazy("%(share)s asked for more"),
    Rung.PROSPECT: gettext_lazy("%(share)s bought"),
    Rung.CUSTOMER: gettext_lazy("%(share)s came back"),
    Rung.CLIENT: gettext_lazy("%(share)s enrolled"),
    Rung.MEMBER: gettext_lazy("%(share)s introduced someone"),
}

CLIMBS_WITH = {
    Rung.SUSPECT: gettext_lazy("climbs with an inquiry"),
    Rung.PROSPECT: gettext_lazy("climbs with a first order"),
    Rung.CUSTOMER: gettext_lazy("climbs with a repeat order"),
    Rung.CLIENT: gettext_lazy("climbs with an enrolment"),
    Rung.MEMBER: gettext_lazy("climbs with a referral"),
    Rung.ADVOCATE: gettext_lazy("thank them often"),
}

COMES_WITH = {
    Rung.SUSPECT: gettext_lazy("Whom you add begins here."),
    Rung.PROSPECT: gettext_lazy("They come with an inquiry, a sample or a presentation."),
    Rung.CUSTOMER: gettext_lazy("They come with a first order."),
    Rung.CLIENT: gettext_lazy("They come with a repeat order."),
    Rung.MEMBER: gettext_lazy("They come with an enrolment."),
    Rung.ADVOCATE: gettext_lazy("They come with a referral."),
}

MOVES_AFTER = {
    Rung.PROSPECT: gettext_lazy("after an inquiry"),
    Rung.CUSTOMER: gettext_lazy("after a first order"),
    Rung.CLIENT: gettext_lazy("after a repeat order"),
    Rung.MEMBER: gettext_lazy("after an enrolment"),
    Rung.ADVOCATE: gettext_lazy("after a referral"),
}

NEXT_STEPS = {
    Rung.SUSPECT: gettext_lazy("Find out what would help, and offer a sample."),
    Rung.PROSPECT: gettext_lazy("Make the first order easy."),
    Rung.CUSTOMER: gettext_lazy("See that all is right, so that they come back."),
    Rung.CLIENT: gettext_lazy("Ask what they would like to save on: members buy for less."),
    Rung.MEMBER: gettext_lazy("Ask who else would be glad of it."),
    Rung.ADVOCATE: gettext_lazy("Thank them often; tell them how their friends fare."),
}


def contact_said(kind: str, direction: str) -> str:
    """Say what a contact was, without the name."""
    return str(CONTACTS[kind, direction])


def evidence_named(step) -> str:
    """Say what kind of thing a piece of evidence shows."""
    if step.kind == Kind.REFERRAL and step.reason:
        return _("Introduced %(name)s") % {"name": step.reason}
    return str(EVIDENCE[step.kind])


def evidence_said(step) -> str:
    """Say what happened, in the distributor's own words where there are any."""
    return evidence_named(step) if step.kind == Kind.REFERRAL else step.reason or evidence_named(step)


def consent_said(consent) -> str:
    """Say what a person agreed to."""
    return str(PURPOSES[consent.purpose]) % {"channel": capfirst(consent.get_channel_display())}


def touches_said(a_week: int | None) -> str:
    """Say how often a week somebody wishes to be touched at most."""
    if a_week is None:
        return _("as usual")
    if a_week == 0:
        return _("only thanks and answers")
    return ngettext("at most once a week", "at most %(n)d times a week", a_week) % {"n": a_week}


def leads_to(rung: int, kinds: Iterable[str] = ()) -> str:
    """Say what would put somebody on a rung, given the kinds of evidence there are."""
    kinds = set(kinds)
    if rung == Rung.ADVOCATE and Kind.REFERRAL in kinds:
        return _("Has introduced somebody; an order or an enrolment is missing")
    return str(LEADS_TO[rung])


def next_step(rung: int) -> str:
    """Say what is worth doing for somebody on a rung, where nothing is planned."""
    return str(NEXT_STEPS[rung])


def climbed_said(rung: int, climbed: Climbed) -> str:
    """Say how many climbed on from a rung; of a few people in numbers, of more in percent."""
    if rung == Rung.ADVOCATE:
        return _("Top of the ladder")
    if not climbed.stood:
        return ""
    share = _("%(n)d%%") % {"n": climbed.percent}
    if climbed.is_told_in_numbers:
        share = _("%(n)s of %(all)s") % {"n": counted(climbed.climbed), "all": counted(climbed.stood)}
    return str(CLIMBED[rung]) % {"share": share}


def counted(count: int) -> str:
    """Write how many, with thousands set apart."""
    return write_number(count, get_language() or "en")


def climbs_with(rung: int) -> str:
    """Say what leads on from a rung."""
    return str(CLIMBS_WITH[rung])


def comes_with(rung: int) -> str:
    """Say by what people come to a rung."""
    return str(COMES_WITH[rung])


def moves_after(rung: int) -> str:
    """Say after what somebody is moved to a rung."""
    return str(MOVES_AFTER[rung])
