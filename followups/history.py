"""Says in words what happened to tasks and letters; registered when the app starts."""

from datetime import date, datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from followups.models import Message, Suppression, Task
from followups.models.kinds import TaskKind
from kit.telling import Told, details_of, names_rows, tells
from kit.templatetags.kept import day, when

TASKS, LETTERS = "tasks", "letters"

TASK_DEEDS = {
    "task.planned": gettext_lazy("On the list for %(person)s: %(what)s"),
    "task.done": gettext_lazy("Done for %(person)s: %(what)s"),
    "task.fulfilled": gettext_lazy("Done with a contact with %(person)s: %(what)s"),
    "task.put_off": gettext_lazy("Put off for %(person)s: %(what)s"),
    "task.taken_up": gettext_lazy("Due as before for %(person)s: %(what)s"),
    "task.moved": gettext_lazy("Moved to another day for %(person)s: %(what)s"),
    "task.cancelled": gettext_lazy("Taken off the list for %(person)s: %(what)s"),
    "task.restored": gettext_lazy("On the list again for %(person)s: %(what)s"),
    "task.reopened": gettext_lazy("Open again for %(person)s: %(what)s"),
    "task.expired": gettext_lazy("Not done in time for %(person)s: %(what)s"),
}
LETTER_DEEDS = {
    "message.planned": gettext_lazy("Letter to %(person)s planned: %(what)s"),
    "message.approved": gettext_lazy("Letter to %(person)s approved: %(what)s"),
    "message.held": gettext_lazy("Letter to %(person)s held: %(what)s"),
    "message.handed_over": gettext_lazy("Sent to %(person)s by your own hand: %(what)s"),
    "message.taken_back": gettext_lazy("Not sent to %(person)s after all: %(what)s"),
    "message.changed": gettext_lazy("Words of a letter to %(person)s changed: %(what)s"),
    "message.cancelled": gettext_lazy("Letter to %(person)s cancelled: %(what)s"),
    "message.restored": gettext_lazy("Letter to %(person)s planned again: %(what)s"),
    "message.moved": gettext_lazy("Letter to %(person)s moved to another day: %(what)s"),
    "message.sent": gettext_lazy("Letter to %(person)s sent: %(what)s"),
    "message.sent_again": gettext_lazy("Letter to %(person)s to be sent again: %(what)s"),
    "message.arrived": gettext_lazy("Letter to %(person)s known to have arrived: %(what)s"),
    "message.uncertain": gettext_lazy("Letter to %(person)s handed over without an answer: %(what)s"),
    "message.failed": gettext_lazy("Letter to %(person)s not sent: %(what)s"),
    "message.refused": gettext_lazy("Letter to %(person)s refused: %(what)s"),
    "message.expired": gettext_lazy("Letter to %(person)s came too late: %(what)s"),
}
TIMES = ("snoozed_until", "due_at")


def task_named(title: str, kind: str) -> str:
    """What a task is called: by its title, else by its kind."""
    return title or str(dict(TaskKind.choices).get(kind, kind))


names_rows(Task, "title", "kind", say=task_named)
names_rows(Message, "rule__title", say=lambda title: _(title) if title else "")


@tells(*TASK_DEEDS, topic=TASKS)
def tell_task(event, names) -> Told:
    return _told(TASK_DEEDS[event.kind], event, names)


@tells("task.planned_with_others", "task.cancelled_with_others", topic=TASKS, beside=True)
def tell_task_among_others(event, names) -> Told:
    return _told(TASK_DEEDS[event.kind.removesuffix("_with_others")], event, names)


@tells("people.planned", topic=TASKS)
def tell_many_planned(event, names) -> Told:
    n, after = event.after["count"], event.after
    what = capfirst(task_named(after["title"], after["kind"]))
    on = day(date.fromisoformat(after["local_date"]))
    sentence = ngettext("On the list for %(n)d person: %(what)s", "On the list for %(n)d people: %(what)s", n)
    return Told(sentence % {"n": n, "what": what}, more=_("Due %(when)s") % {"when": on})


@tells("people.plans_cancelled", topic=TASKS)
def tell_many_cancelled(event, names) -> Told:
    n = event.after["count"]
    sentence = ngettext("%(n)d task was taken off the list", "%(n)d tasks were taken off the list", n)
    return Told(sentence % {"n": n}, more=event.after["reason"])


@tells(*LETTER_DEEDS, topic=LETTERS)
def tell_letter(event, names) -> Told:
    told = _told(LETTER_DEEDS[event.kind], event, names)
    if event.kind != "message.changed":
        return told
    return Told(told.sentence, details_of(event, Message, {"subject": _("Subject"), "text": _("Text")}))


def _told(sentence, event, names) -> Told:
    what = capfirst(names.get(event.subject_id) or _("something"))
    return Told(str(sentence) % {"person": "%(person)s", "what": what}, more=_more(event))


def _more(event) -> str:
    """Why, or until when."""
    after = event.after or {}
    if after.get("reason"):
        return "" if event.kind == "task.expired" else after["reason"]
    moment = next((after[name] for name in TIMES if after.get(name)), "")
    if not moment or not event.kind.endswith((".put_off", ".moved", ".planned")):
        return ""
    say = day if event.kind.startswith("task.") else when
    return _("Due %(when)s") % {"when": say(datetime.fromisoformat(moment))}


@tells("address.suppressed", topic=LETTERS)
def tell_suppressed(event, names) -> Told:
    sentence = _("Nothing more is written to an address of %(person)s")
    why = Suppression.Why(event.after["why"]).label
    return Told(sentence, more=capfirst(str(why)))


@tells("address.reopened", topic=LETTERS)
def tell_reopened(event, names) -> Told:
    return Told(_("An address of %(person)s may be written to again"), more=event.after.get("source", ""))


@tells("customer.touches_chosen", topic=LETTERS)
def tell_touches(event, names) -> Told:
    sentence = ngettext(
        "At most %(n)d letter or contact a week for %(person)s",
        "At most %(n)d letters or contacts a week for %(person)s",
        event.after["touches_a_week"],
    )
    words = {"n": event.after["touches_a_week"], "person": "%(person)s"}
    return Told(sentence % words, more=event.after.get("reason", ""))
