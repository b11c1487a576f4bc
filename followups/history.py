"""Says in words what happened to tasks and letters; registered when the app starts."""

from collections.abc import Iterator
from datetime import date, datetime
from types import SimpleNamespace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from followups.models import Message, Playbook, Promise, Rule, Suppression, Task
from followups.models.kinds import TaskKind
from followups.models.promise import PromiseState
from followups.step_words import STOPS
from followups.steps import GONE, NEW, Change, changes, plain, read_step
from kit.telling import Detail, Told, details_of, names_rows, tells
from kit.templatetags.kept import day, when

TASKS, LETTERS, PLAYBOOKS, PROMISES = "tasks", "letters", "playbooks", "promises"

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
    "message.bounced": gettext_lazy("Letter to %(person)s came back: %(what)s"),
    "message.complained": gettext_lazy("Letter to %(person)s reported as unwanted: %(what)s"),
    "message.expired": gettext_lazy("Letter to %(person)s came too late: %(what)s"),
    "message.waited": gettext_lazy("Letter to %(person)s held after a time without delivery: %(what)s"),
    "message.called_instead": gettext_lazy("Something to do in place of a letter to %(person)s: %(what)s"),
    "message.let_go": gettext_lazy("Letter to %(person)s that did not go let go: %(what)s"),
}
LETTER_PARTS = {
    "message.let_go_on": gettext_lazy("Letter to %(person)s that waited goes: %(what)s"),
    "message.dropped": gettext_lazy("Letter to %(person)s that waited was dropped: %(what)s"),
}
PLAYBOOK_DEEDS = {
    "playbook.made": gettext_lazy("Playbook of your own begun: %(what)s"),
    "playbook.changed": gettext_lazy("Playbook edited: %(what)s"),
    "playbook.draft_restored": gettext_lazy("An edit of a playbook taken back: %(what)s"),
    "playbook.thrown_away": gettext_lazy("Changes to a playbook thrown away: %(what)s"),
    "playbook.live": gettext_lazy("Playbook put live: %(what)s"),
    "playbook.brought_back": gettext_lazy("Former steps of a playbook live again: %(what)s"),
    "playbook.shared": gettext_lazy("Playbook shared with your team: %(what)s"),
    "playbook.unshared": gettext_lazy("Playbook shared no more: %(what)s"),
    "playbook.taken": gettext_lazy("Shared playbook taken: %(what)s"),
    "playbook.caught_up": gettext_lazy("What changed in the original taken over: %(what)s"),
    "playbook.given_back": gettext_lazy("Steps of the house taken for a playbook: %(what)s"),
    "playbook.tested": gettext_lazy("Test letter sent to yourself: %(what)s"),
}
PROMISE_DEEDS = {
    "promise.made": gettext_lazy("Promised to %(person)s: %(what)s"),
    "promise.changed": gettext_lazy("A promise to %(person)s was changed: %(what)s"),
    "promise.broken": gettext_lazy("A promise to %(person)s cannot be kept: %(what)s"),
    "promise.released": gettext_lazy("%(person)s no longer wants what was promised: %(what)s"),
    "promise.reopened": gettext_lazy("A promise to %(person)s is open again: %(what)s"),
    "promise.taken_back": gettext_lazy("A promise to %(person)s was never given: %(what)s"),
}
PROMISES_KEPT = {
    PromiseState.EARLY: gettext_lazy("A promise to %(person)s was kept early: %(what)s"),
    PromiseState.KEPT: gettext_lazy("A promise to %(person)s was kept: %(what)s"),
    PromiseState.LATE: gettext_lazy("A promise to %(person)s was kept late: %(what)s"),
}
WITH_STEPS = ("playbook.live", "playbook.brought_back")
REPLIES = {
    "reply": gettext_lazy("%(person)s answered a letter"),
    "automatic": gettext_lazy("An automatic answer from %(person)s"),
    "stop": gettext_lazy("%(person)s asked for no more letters"),
    "doubtful": gettext_lazy("%(person)s answered a letter, and perhaps wants no more"),
}
TIMES = ("snoozed_until", "due_at")


def task_named(title: str, kind: str) -> str:
    """What a task is called: by its title, else by its kind."""
    return title or str(dict(TaskKind.choices).get(kind, kind))


names_rows(Task, "title", "kind", say=task_named)
names_rows(Message, "rule__title", say=lambda title: _(title) if title else "")
names_rows(Promise, "text", say=str)
names_rows(Playbook, "title", say=lambda title: _(title) if title else "")


@tells(*TASK_DEEDS, topic=TASKS)
def tell_task(event, names) -> Told:
    return _told(TASK_DEEDS[event.kind], event, names)


@tells("task.planned_with_others", "task.cancelled_with_others", topic=TASKS, beside=True)
def tell_task_among_others(event, names) -> Told:
    return _told(TASK_DEEDS[event.kind.removesuffix("_with_others")], event, names)


@tells("reply.received", topic=LETTERS)
def tell_reply(event, names) -> Told:
    return Told(str(REPLIES[event.after["meaning"]]), said=event.after["text"])


@tells("reply.noted", topic=LETTERS)
def tell_reply_noted(event, names) -> Told:
    return Told(_("You noted that %(person)s answered a letter"), said=event.after["text"])


@tells("reply.forgotten", topic=LETTERS)
def tell_reply_forgotten(event, names) -> str:
    return _("%(person)s did not answer a letter after all")


@tells("reply.settled", topic=LETTERS)
def tell_reply_settled(event, names) -> str:
    if event.after["meaning"] == "stop":
        return _("You read that %(person)s wants no more letters")
    return _("You read that %(person)s only answered")


@tells("reply.doubted", topic=LETTERS)
def tell_reply_doubted(event, names) -> str:
    return _("What %(person)s answered is open again")


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


@tells("message.let_go_on", "message.dropped", topic=LETTERS, beside=True)
def tell_letter_among_others(event, names) -> Told:
    return _told(LETTER_PARTS[event.kind], event, names)


@tells("letters.sent_after_all", topic=LETTERS)
def tell_many_sent(event, names) -> Told:
    n = event.after["count"]
    sentence = ngettext("%(n)d letter that waited goes", "%(n)d letters that waited go", n)
    return Told(sentence % {"n": n})


@tells("letters.dropped", topic=LETTERS)
def tell_many_dropped(event, names) -> Told:
    n = event.after["count"]
    sentence = ngettext("%(n)d letter that waited was dropped", "%(n)d letters that waited were dropped", n)
    return Told(sentence % {"n": n})


@tells(*LETTER_DEEDS, topic=LETTERS)
def tell_letter(event, names) -> Told:
    told = _told(LETTER_DEEDS[event.kind], event, names)
    if event.kind != "message.changed":
        return told
    return Told(told.sentence, details_of(event, Message, {"subject": _("Subject"), "text": _("Text")}))


@tells(*PLAYBOOK_DEEDS, topic=PLAYBOOKS)
def tell_playbook(event, names) -> Told:
    what = names.get(event.subject_id) or _("something")
    after = event.after or {}
    details = tuple(_steps_told(event)) if event.kind in WITH_STEPS else ()
    step = _(after["step"]) if after.get("step") else ""
    return Told(str(PLAYBOOK_DEEDS[event.kind]) % {"what": what}, details, step, said=after.get("reason", ""))


@tells(*PROMISE_DEEDS, topic=PROMISES)
def tell_promise(event, names) -> Told:
    told = _told(PROMISE_DEEDS[event.kind], event, names)
    if event.kind == "promise.changed":
        terms = {name: value for name, value in event.after.items() if name != "version"}
        return Told(told.sentence, details_of(SimpleNamespace(before=event.before, after=terms), Promise))
    due = (event.after or {}).get("due_on")
    return Told(told.sentence, more=_("By %(day)s") % {"day": day(date.fromisoformat(due))}) if due else told


@tells("promise.follows_order", topic=PROMISES, beside=True)
def tell_promise_of_order(event, names) -> Told:
    """The order says the rest."""
    after = event.after
    if after.get("revoked_at"):
        return _told(PROMISE_DEEDS["promise.taken_back"], event, names)
    state = after.get("state")
    if state in PROMISES_KEPT:
        return _told(PROMISES_KEPT[PromiseState(state)], event, names)
    if state == PromiseState.RELEASED:
        return _told(PROMISE_DEEDS["promise.released"], event, names)
    if event.before is None:
        return _told(PROMISE_DEEDS["promise.made"], event, names)
    return _told(PROMISE_DEEDS["promise.changed"], event, names)


@tells("promise.kept", topic=PROMISES)
def tell_promise_kept(event, names) -> Told:
    return _told(PROMISES_KEPT[PromiseState(event.after["state"])], event, names)


def _steps_told(event) -> Iterator[Detail]:
    """What became of each step; words of letters are told by their field."""
    before, after = ([read_step(kept) for kept in facts["steps"]] for facts in (event.before, event.after))
    for change in changes(before, after):
        title = _(change.title)
        if change.what in (NEW, GONE):
            yield Detail(title, *(("", _("new")) if change.what == NEW else (_("was there"), "")))
        else:
            yield from _values_told(title, change)


def _values_told(title: str, change: Change) -> Iterator[Detail]:
    facts = SimpleNamespace(before=plain(change.before), after=plain(change.after))
    for detail in details_of(facts, Rule, words={"stops": _stops_told}):
        yield Detail(f"{title}: {detail.label}", detail.before, detail.after)


def _stops_told(stops) -> str:
    return ", ".join(str(STOPS.get(stop, stop)) for stop in stops or ())


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


@tells("letters.reopened", topic=LETTERS)
def tell_letters_reopened(event, names) -> Told:
    return Told(_("%(person)s asked for letters again"), more=event.after["source"])
