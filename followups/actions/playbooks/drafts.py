"""Editing a playbook: each edit is kept as a draft, and nothing happens by it until it goes live."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from followups.actions.playbooks.own import held_for_editing, held_own, refuse_unseen
from followups.drafting import draft_steps, live_steps, offer_for
from followups.errors import Closed, Unsound
from followups.models import Playbook
from followups.soundness import MOST_STEPS, Fault, faults_of_all
from followups.steps import EDITABLE, Step, found, placed, plain, with_values
from kit import clock
from kit.events import Actor, record
from team.models import Distributor

Editing = Callable[[list[Step]], list[Step]]


@transaction.atomic
def change_draft(
    *,
    playbook: Playbook,
    owner: Distributor,
    by: Actor,
    steps: Sequence[Mapping[str, Any]],
    seen: str | None = None,
) -> Playbook:
    """Put all steps in the place of those of the draft; what has a known key keeps what it does not name.

    Like every edit it returns the distributor's own playbook, with its `event`, and takes the mark
    of what was shown as `seen`. Raises Unsound for a step that cannot be, and Stale.
    """

    def edit(standing: list[Step]) -> list[Step]:
        return [_said(standing, values) for values in steps]

    return _edit(playbook, owner, by, seen, edit, "draft")


@transaction.atomic
def add_step(
    *,
    playbook: Playbook,
    owner: Distributor,
    by: Actor,
    values: Mapping[str, Any],
    place: int | None = None,
    attachment: str | None = None,
    seen: str | None = None,
) -> Playbook:
    """Add a step, at a place counted from 0 or at the end. Its key is the `step_key` of what is returned.

    `attachment` is the name of a kept document.
    """
    step = _with(attachment, _typed(Step(key=_new_key()), values))

    def edit(standing: list[Step]) -> list[Step]:
        return placed([*standing, step], step.key, len(standing) if place is None else place)

    return _edit(playbook, owner, by, seen, edit, "added", step.key)


@transaction.atomic
def change_step(
    *,
    playbook: Playbook,
    owner: Distributor,
    by: Actor,
    key: str,
    values: Mapping[str, Any],
    attachment: str | None = None,
    seen: str | None = None,
) -> Playbook:
    """Change values of a step; what is not named stays.

    `attachment` is the name of a kept document, empty to take the one of the step out.
    """

    def edit(standing: list[Step]) -> list[Step]:
        changed = _with(attachment, _typed(_known(standing, key), values))
        return [changed if step.key == key else step for step in standing]

    return _edit(playbook, owner, by, seen, edit, "changed", key)


@transaction.atomic
def move_step(
    *, playbook: Playbook, owner: Distributor, by: Actor, key: str, place: int, seen: str | None = None
) -> Playbook:
    """Move a step to another place, counted from 0."""

    def edit(standing: list[Step]) -> list[Step]:
        _known(standing, key)
        return placed(standing, key, place)

    return _edit(playbook, owner, by, seen, edit, "moved", key)


@transaction.atomic
def copy_step(
    *, playbook: Playbook, owner: Distributor, by: Actor, key: str, seen: str | None = None
) -> Playbook:
    """Put a copy of a step right behind it. Its key is the `step_key` of what is returned."""
    new = _new_key()

    def edit(standing: list[Step]) -> list[Step]:
        original = _known(standing, key)
        place = standing.index(original) + 1
        return [*standing[:place], replace(original, key=new), *standing[place:]]

    return _edit(playbook, owner, by, seen, edit, "copied", new)


@transaction.atomic
def remove_step(
    *, playbook: Playbook, owner: Distributor, by: Actor, key: str, seen: str | None = None
) -> Playbook:
    """Take a step out."""

    def edit(standing: list[Step]) -> list[Step]:
        _known(standing, key)
        return [step for step in standing if step.key != key]

    return _edit(playbook, owner, by, seen, edit, "removed", key)


@transaction.atomic
def throw_away(*, playbook: Playbook, owner: Distributor, by: Actor, seen: str | None = None) -> Playbook:
    """Throw the draft away: what is live stays. A second time changes nothing."""
    own = held_own(owner, playbook.key)
    if own is None or own.draft is None:
        return unchanged(own or playbook)
    refuse_unseen(own, seen)
    before = {"draft": own.draft, **_source(own)}
    if former := own.draft.get("former"):
        own.source_id, own.source_version = former["source"], former["source_version"]
    keep_draft(own, None)
    own.event = record("playbook.thrown_away", own, by=by, before=before, after={"mark": own.mark})
    return own


@transaction.atomic
def restore_draft(*, playbook: Playbook, by: Actor, before: dict, mark: str) -> Playbook:
    """Undo an edit: the draft is as it was `before`, as the event has it. Raises Closed if `mark` has passed."""
    playbook.refresh_from_db(from_queryset=Playbook.objects.select_for_update(of=("self",)))
    if playbook.mark != mark:
        raise Closed(_("The playbook was changed again since."))
    if "source" in before:
        playbook.source_id, playbook.source_version = before["source"], before["source_version"]
    write_draft(playbook, before["draft"])
    record("playbook.draft_restored", playbook, by=by, after={"mark": playbook.mark})
    return playbook


def keep_draft(playbook: Playbook, draft: dict | None) -> None:
    """Write a changed draft, under a mark of its own."""
    write_draft(playbook, draft and {**draft, "mark": secrets.token_hex(4)})


def write_draft(playbook: Playbook, draft: dict | None) -> None:
    """Write a draft as it is: one that is brought back is what it was, and so is its mark."""
    playbook.draft = draft
    playbook.updated_at = clock.now()
    playbook.save(update_fields=["draft", "source", "source_version", "updated_at"])


def _edit(playbook, owner, by, seen, edit: Editing, what: str, key: str = "") -> Playbook:
    own = held_for_editing(playbook, owner, by, seen)
    standing = draft_steps(own)
    edited = edit(list(standing))
    _refuse_unsound(standing, edited, owner)
    own.step_key = key
    if edited == standing:
        return unchanged(own)
    before = {"draft": own.draft}
    kept = {**(own.draft or {}), "steps": [plain(step) for step in edited]}
    keep_draft(own, None if edited == live_steps(own) and "former" not in kept else kept)
    step = found(edited, key) or found(standing, key)
    after = {"mark": own.mark, "what": what, "step": step.title if step else ""}
    own.event = record("playbook.changed", own, by=by, before=before, after=after)
    return own


def _refuse_unsound(standing: Sequence[Step], edited: Sequence[Step], owner: Distributor) -> None:
    """Refuse what was just typed and cannot be; what stood there before is asked at going live."""
    typed = [step for step in edited if step not in standing and not _is_copy(step, standing)]
    offer = offer_for(owner, standing, typed)
    faults = faults_of_all(edited, offer, typed)
    if len(edited) > MOST_STEPS:
        sentence = _("More than %(most)d steps are too many for one playbook.") % {"most": MOST_STEPS}
        faults.append(Fault("", "", "steps", sentence))
    if faults:
        raise Unsound(faults)


def _is_copy(step: Step, standing: Sequence[Step]) -> bool:
    return any(replace(step, key=other.key) == other for other in standing)


def _said(standing: Sequence[Step], values: Mapping[str, Any]) -> Step:
    """A step as a whole list names it: a known one with other values, else a new one."""
    known = found(standing, values.get("key") or "")
    return _typed(known or Step(key=_new_key()), values)


def _typed(step: Step, values: Mapping[str, Any]) -> Step:
    """A step with what somebody typed, tidied; neither its key nor its file can be typed."""
    values = {name: values[name] for name in EDITABLE if name in values}
    if "title" in values:
        values["title"] = " ".join(values["title"].split())
    for name in ("text", "script"):
        if name in values:
            values[name] = values[name].replace("\r\n", "\n").strip()
    if "subject" in values:
        values["subject"] = " ".join(values["subject"].split())
    return with_values(step, values)


def _with(attachment: str | None, step: Step) -> Step:
    return step if attachment is None else replace(step, attachment=attachment)


def _known(steps: Sequence[Step], key: str) -> Step:
    step = found(steps, key)
    if step is None:
        raise Closed(_("This step is not in the playbook any more."))
    return step


def _new_key() -> str:
    return f"own_{secrets.token_hex(6)}"


def _source(playbook: Playbook) -> dict:
    return {"source": playbook.source_id, "source_version": playbook.source_version}


def unchanged(playbook: Playbook) -> Playbook:
    """Return a playbook to which nothing was done."""
    playbook.event = playbook.replanned = playbook.replanning = None
    return playbook
