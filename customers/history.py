"""Says in words what happened to people; registered when the app starts."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from customers.ladder import Kind
from customers.models import Consent, Customer, LadderStep, Note, Want
from customers.models.customer import RUNG_CHOICES
from customers.wording import consent_said, contact_said, evidence_named, evidence_said, touches_said
from kit.telling import Told, details_of, names_rows, tells
from kit.templatetags.kept import day

PEOPLE, LADDER, TOUCHES = "people", "ladder", "touches"
LABELS = {
    "emails": gettext_lazy("Email"),
    "phones": gettext_lazy("Phone"),
    "tags": gettext_lazy("Tags"),
    "birthday": gettext_lazy("Birthday"),
}

names_rows(Note, "text", say=str)
names_rows(Want, "text", say=str)


@tells("customer.added", topic=PEOPLE)
def tell_added(event, names) -> str:
    return _("%(person)s was added to your people")


@tells("customer.changed", topic=PEOPLE)
def tell_changed(event, names) -> Told:
    words = {"introduced_by": lambda id: names.get(str(id), "") if id else "", "birthday": _birthday}
    return Told(_("%(person)s was changed"), details_of(event, Customer, LABELS, words))


REFERRAL_DEEDS = {
    "referral.thanked": gettext_lazy("Thanks were said for the introduction of %(person)s"),
    "referral.not_thanked": gettext_lazy("Thanks for the introduction of %(person)s are owed after all"),
    "referral.agreed": gettext_lazy("%(person)s agreed that it is told how it went"),
    "referral.not_agreed": gettext_lazy("%(person)s did not agree after all that it is told how it went"),
    "referral.told": gettext_lazy("It was told how it went with %(person)s"),
    "referral.not_told": gettext_lazy("It was not told after all how it went with %(person)s"),
}


@tells(*REFERRAL_DEEDS, topic=PEOPLE)
def tell_referral(event, names) -> str:
    return str(REFERRAL_DEEDS[event.kind])


@tells("customer.deleted", topic=PEOPLE)
def tell_deleted(event, names) -> str:
    return _("%(person)s was taken off your list")


@tells("customer.restored", topic=PEOPLE)
def tell_restored(event, names) -> str:
    return _("%(person)s was brought back")


@tells("customer.grieving", topic=PEOPLE)
def tell_grieving(event, names) -> Told:
    return _until(_("%(person)s is spared, being in grief"), event, "grieving_until")


@tells("customer.grief_ended", topic=PEOPLE)
def tell_grief_ended(event, names) -> str:
    return _("%(person)s is no longer spared for grief")


@tells("customer.resting", topic=PEOPLE)
def tell_resting(event, names) -> Told:
    return _until(_("%(person)s is not interested and is left in peace"), event, "resting_until")


@tells("customer.woken", topic=PEOPLE)
def tell_woken(event, names) -> str:
    return _("%(person)s is no longer left in peace")


@tells("customer.touches_wished", topic=PEOPLE)
def tell_touches_wished(event, names) -> Told:
    said = _("How often %(person)s wishes to hear from you")
    return Told(said, more=touches_said(event.after["touches_a_week"]))


@tells("customer.notes_wished", topic=PEOPLE)
def tell_notes_wished(event, names) -> Told:
    return Told(_("How %(person)s wants notes of a meeting"), details_of(event, Customer))


@tells("customer.marks_restored", topic=PEOPLE)
def tell_marks_restored(event, names) -> str:
    return _("%(person)s is spared, or not, as before")


@tells("email.bounced", topic=PEOPLE)
def tell_bounced(event, names) -> Told:
    return Told(_("An email address of %(person)s does not work any more"), more=event.after["address"])


@tells("people.tagged", topic=PEOPLE)
def tell_many_tagged(event, names) -> str:
    n = event.after["count"]
    sentence = ngettext(
        "The tag “%(tag)s” was given to %(n)d person", "The tag “%(tag)s” was given to %(n)d people", n
    )
    return sentence % {"tag": event.after["tag"], "n": n}


@tells("people.untagged", topic=PEOPLE)
def tell_many_untagged(event, names) -> str:
    n = event.after["count"]
    sentence = ngettext(
        "The tag “%(tag)s” was taken from %(n)d person", "The tag “%(tag)s” was taken from %(n)d people", n
    )
    return sentence % {"tag": event.after["tag"], "n": n}


@tells("customer.tagged", topic=PEOPLE, beside=True)
def tell_tagged(event, names) -> Told:
    return Told(_("%(person)s got a tag"), more=event.after["tag"])


@tells("customer.untagged", topic=PEOPLE, beside=True)
def tell_untagged(event, names) -> Told:
    return Told(_("A tag was taken from %(person)s"), more=event.before["tag"])


@tells("consent.given", topic=PEOPLE)
def tell_agreed(event, names) -> Told:
    return Told(_("%(person)s agreed: %(what)s") % {"person": "%(person)s", "what": _consent(event.after)})


@tells("consent.withdrawn", topic=PEOPLE)
def tell_withdrawn(event, names) -> Told:
    sentence = _("%(person)s no longer agrees: %(what)s")
    return Told(sentence % {"person": "%(person)s", "what": _consent(event.before)})


@tells("consent.restored", topic=PEOPLE)
def tell_agreed_again(event, names) -> Told:
    sentence = _("What %(person)s agreed to stands again: %(what)s")
    return Told(sentence % {"person": "%(person)s", "what": _consent(event.after)})


@tells("touch.logged", topic=TOUCHES)
def tell_touch(event, names) -> Told:
    said = contact_said(event.after["kind"], event.after["direction"])
    sentence = _("%(what)s: %(person)s") % {"what": said, "person": "%(person)s"}
    return Told(sentence, said=event.after["note"])


@tells("touch.revoked", topic=TOUCHES)
def tell_touch_revoked(event, names) -> Told:
    said = contact_said(event.before["kind"], event.before["direction"])
    return Told(_("A contact with %(person)s was taken back"), more=said)


@tells("note.added", topic=TOUCHES)
def tell_note(event, names) -> Told:
    return Told(_("A note about %(person)s"), said=event.after["text"])


@tells("people.noted", topic=TOUCHES)
def tell_many_noted(event, names) -> Told:
    n = event.after["count"]
    sentence = ngettext("A note about %(n)d person", "The same note about %(n)d people", n)
    return Told(sentence % {"n": n}, said=event.after["text"])


@tells("people.notes_revoked", topic=TOUCHES)
def tell_many_notes_revoked(event, names) -> Told:
    n = event.after["count"]
    sentence = ngettext("A note was taken back", "A note about %(n)d people was taken back", n)
    return Told(sentence % {"n": n}, said=event.after["text"])


@tells("note.added_with_others", topic=TOUCHES, beside=True)
def tell_note_among_others(event, names) -> Told:
    return Told(_("A note about %(person)s"), said=names.get(event.subject_id, ""))


@tells("note.revoked_with_others", topic=TOUCHES, beside=True)
def tell_note_revoked_among_others(event, names) -> Told:
    return Told(_("A note about %(person)s was taken back"), said=names.get(event.subject_id, ""))


@tells("touch.restored", topic=TOUCHES)
def tell_touch_restored(event, names) -> Told:
    said = contact_said(event.after["kind"], event.after["direction"])
    return Told(_("A contact with %(person)s counts again"), more=said)


@tells("note.restored", topic=TOUCHES)
def tell_note_restored(event, names) -> Told:
    return Told(_("A note about %(person)s is back"), said=event.after["text"])


@tells("note.revoked", topic=TOUCHES)
def tell_note_revoked(event, names) -> Told:
    return Told(_("A note about %(person)s was taken back"), said=event.before["text"])


@tells("ladder.climbed", topic=LADDER)
def tell_climbed(event, names) -> Told:
    return _moved(_("%(person)s climbed to %(rung)s"), event, evidence_said(_step(event)))


@tells("ladder.stepped_down", topic=LADDER)
def tell_stepped_down(event, names) -> Told:
    more = _("Taken back: %(what)s") % {"what": evidence_said(_step(event))}
    return _moved(_("%(person)s stepped down to %(rung)s"), event, more)


@tells("evidence.added", topic=LADDER, beside=True)
def tell_evidence(event, names) -> Told:
    return Told(_("Evidence for %(person)s"), more=evidence_named(_step(event)))


@tells("evidence.restored", topic=LADDER)
def tell_evidence_restored(event, names) -> Told:
    return Told(_("Evidence for %(person)s counts again"), more=evidence_named(_step(event)))


@tells("evidence.revoked", topic=LADDER)
def tell_evidence_revoked(event, names) -> Told:
    return Told(_("Evidence for %(person)s was taken back"), more=evidence_named(_step(event)))


WANTS = {
    "want.noted": gettext_lazy("%(person)s wants something"),
    "want.dropped": gettext_lazy("What %(person)s wanted is off the list"),
    "want.restored": gettext_lazy("%(person)s wants it again"),
    "want.met": gettext_lazy("%(person)s has what they wanted"),
    "want.reopened": gettext_lazy("%(person)s still wants it"),
}


@tells(*WANTS, topic=TOUCHES)
def tell_want(event, names) -> Told:
    return Told(str(WANTS[event.kind]), said=event.after["text"])


def _moved(sentence: str, event, more: str) -> Told:
    rung = dict(RUNG_CHOICES)[event.after["rung"]]
    return Told(sentence % {"person": "%(person)s", "rung": rung}, more=more)


def _until(sentence: str, event, name: str) -> Told:
    return Told(sentence, more=_("Until %(day)s") % {"day": day(date.fromisoformat(event.after[name]))})


def _step(event) -> LadderStep:
    facts = (event.after or {}).get("evidence") or {}
    return LadderStep(kind=facts.get("kind", Kind.ENTERED), reason=facts.get("reason", ""))


def _consent(facts: dict) -> str:
    return consent_said(Consent(channel=facts["channel"], purpose=facts["purpose"]))


def _birthday(written: str) -> str:
    """A day with its year as a day; without one as it was written."""
    if not written:
        return ""
    return day(date.fromisoformat(written)) if written[0] != "-" else written.strip("-")
