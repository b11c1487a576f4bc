"""Every kind of event that is recorded anywhere has words, and Undo or a reason why not."""

import ast
import re

import pytest

from followups.models.message import State
from kit.events import Door
from kit.models import Event
from kit.telling import tell, told_kinds
from kit.undo import undoable_kinds
from mlmcrm.history import TOPICS
from tests.architecture.tree import check, dotted, sources

KIND = re.compile(r"[a-z_]+\.[a-z_]+")
# What hands a kind on to where events are made, beside `record` and `Change` themselves.
RECORDERS = {
    "record", "record_alike", "record_each", "Change", "Event", "record_event", "save", "do_once", "decide_rung", "_parts", "_change", "change_row",
    "_close", "_note", "note_meeting", "_begin", "_put_live", "_switch", "_write", "_send",
    "write_promise",
    "write_step",
}  # fmt: skip
# Kinds that are put together from parts, each with all that it can be.
PUT_TOGETHER = {
    "f\"message.{after['state']}\"": {"message.sent", "message.uncertain", "message.failed"},
    "f'appointment.{how}'": {"appointment.asked", "appointment.booked", "appointment.offered"},
    "f'appointment.seat_{how}'": {
        "appointment.seat_asked", "appointment.seat_offered", "appointment.seat_taken",
    },
    "f'message.{verdict.state}'": {"message.refused", "message.cancelled", "message.expired"},
    "f'{obj._meta.model_name}.changed'": {"company.changed", "distributor.changed"},
    "f'{row._meta.model_name}.planned'": {"message.planned", "task.planned"},
    "f'{row._meta.model_name}.moved'": {"message.moved", "task.moved"},
    "f'{row._meta.model_name}.{verb}'": {
        "message.cancelled", "message.restored", "task.cancelled", "task.restored",
    },
}  # fmt: skip

HOUSE = "nobody pressed it: it follows from something else, and goes or comes back with that"
LETTER = "a letter that has gone is not unsent"
REVERSE = "the reverse is a verb of its own, on the same page"
THEIRS = "the person themself chose it, and chooses otherwise on their own page"
SIGN_IN = "who signs in, and how, is not put back by one press"
WHY_NOT = {
    "undo.done": "it is the undoing",
    "evidence.added": HOUSE,
    "standing.ran": HOUSE,
    "standing.missed": HOUSE,
    "evidence.revoked": HOUSE,
    "promise.follows_order": HOUSE,
    "evidence.restored": HOUSE,
    "email.bounced": HOUSE,
    "address.suppressed": THEIRS,
    "address.reopened": THEIRS,
    "company.founded": SIGN_IN,
    "company.changed": "support changed it, and support changes it back",
    "company.usual_interval_learned": HOUSE,
    "distributor.changed": "support changed it, and support changes it back",
    "distributor.enrolled": SIGN_IN,
    "distributor.signs_in": SIGN_IN,
    "distributor.left": HOUSE,
    "distributor.told": HOUSE,
    "distributor.returned": HOUSE,
    "agreement.published": "what somebody may have agreed to stays; other words are a new version",
    "invitation.accepted": SIGN_IN,
    "invitation.sent_again": "the former link cannot come back; the invitation can be withdrawn",
    "account.password_changed": SIGN_IN,
    "account.email_changed": SIGN_IN,
    "device.signed_in": "the device is signed out in the settings",
    "device.signed_out": "a token that was made worthless stays so: sign the device in again",
    "appointment.let_go": HOUSE,
    "enrolment.asked": THEIRS,
    "enrolment.reopened": "it is the undoing",
    "feed.opened": "whoever made the address can make a new one, which nobody knows",
    "feed.renewed": "the former address stays worthless",
    "appointment.offered": HOUSE,
    "appointment.seat_asked": THEIRS,
    "appointment.seat_offered": HOUSE,
    "appointment.seat_taken": THEIRS,
    "appointment.seat_let_go": HOUSE,
    "waiting.added": THEIRS,
    "waiting.offered": HOUSE,
    "waiting.taken": HOUSE,
    "appointment.guest_left": THEIRS,
    "appointment.put_back": "it is the undoing",
    "appointment.seat_put_back": "it is the undoing",
    "waiting.unconfirmed": "it is the undoing",
    "meeting.lines_given_back": "it is the undoing",
    "meeting.reopened": "it is the undoing",
    "meeting.unbegun": "it is the undoing",
    "message.taken_back": "it is the undoing",
    "notes.unsent": "it is the undoing",
    "notes.correction_suggested": "they wrote it; whether it holds is decided on the page of the notes",
    "notes.correction_reopened": "it is the undoing",
    "complaint.put_back": "it is the undoing",
    "complaint.sponsor_answered": "what was answered is read already; another answer can be written",
    "complaint.passed_on": THEIRS,
    "complaint.not_passed_on": THEIRS,
    "survey.changed": THEIRS,
    "survey.refused": THEIRS,
    "survey.welcome": THEIRS,
    "survey.taken_back": "it is the undoing",
    "suggestion.parted": "it is the undoing",
    "suggestion.reopened": "it is the undoing",
    "promise.reopened": "it is the undoing",
    "promise.taken_back": "it is the undoing",
    "task.fulfilled": "the contact that did it is taken back",
    "task.reopened": REVERSE,
    "task.restored": HOUSE,
    "task.taken_up": REVERSE,
    "task.moved": HOUSE,
    "task.expired": HOUSE,
    "task.cancelled_with_others": "it undid a plan; plan it again",
    "people.plans_cancelled": "it undid a plan; plan it again",
    "people.notes_revoked": "it undid a note; each note comes back by itself",
    "message.planned": HOUSE,
    "message.restored": REVERSE,
    "message.moved": HOUSE,
    "message.sent": LETTER,
    "message.uncertain": LETTER,
    "message.failed": LETTER,
    "message.refused": HOUSE,
    "message.bounced": HOUSE,
    "message.complained": HOUSE,
    "reply.received": "they wrote it; what it meant can be said on the page of the letter",
    "reply.forgotten": "it is the undoing",
    "reply.doubted": "it is the undoing",
    "message.expired": HOUSE,
    "message.waited": HOUSE,
    "playbook.made": "it is a copy of the house's, and nothing changes by it",
    "playbook.draft_restored": REVERSE,
    "playbook.brought_back": REVERSE,
    "playbook.tested": LETTER,
    "order.extended": "an import did it: undo the import",
    "import.uploaded": REVERSE,
    "import.changed": REVERSE,
    "import.checked": HOUSE,
    "import.started": "what was written is taken back by undoing the import as a whole",
    "import.resumed": REVERSE,
    "import.stopped": REVERSE,
    "import.finished": "what was written is taken back by undoing the import as a whole",
    "import.failed": HOUSE,
    "import.discarded": "the file is gone; choose it again",
}


def recorded() -> dict[str, str]:
    """Each kind of event that the product records, with a place where it does."""
    found = {}
    for name, tree in sources():
        if name.startswith("mlmcrm/demo"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in RECORDERS:
                found.update(dict.fromkeys(_kinds(node), f"{name}:{node.lineno}"))
            elif isinstance(node, ast.Assign) and dotted(node.targets[0]) == "kind":
                found.update(dict.fromkeys(_in(node.value), f"{name}:{node.lineno}"))
    return found


def _kinds(call: ast.Call) -> set[str]:
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "kind")]
    return {kind for value in given for kind in _in(value)}


def _in(value: ast.AST) -> set[str]:
    """The kinds that an expression can be."""
    if isinstance(value, ast.JoinedStr):
        return PUT_TOGETHER.get(ast.unparse(value), set())
    if isinstance(value, ast.IfExp):
        return _in(value.body) | _in(value.orelse)
    written = value.value if isinstance(value, ast.Constant) else ""
    return {written} if isinstance(written, str) and KIND.fullmatch(written) else set()


def test_the_sweep_finds_what_is_recorded():
    found = set(recorded())
    assert {"customer.added", "task.planned", "ladder.climbed", "order.voided", "undo.done"} <= found
    assert {kind for kinds in PUT_TOGETHER.values() for kind in kinds} <= found
    assert {f"message.{state}" for state in (State.SENT, State.REFUSED, State.EXPIRED)} <= found


def test_every_kind_has_words():
    check(
        [
            f"{place}: nobody says what {kind} is; word it in the history.py of its app"
            for kind, place in recorded().items()
            if kind not in told_kinds() | {"undo.done"}
        ],
        "a line of the history that only says that something was changed helps nobody.",
    )


def test_every_kind_is_undone_or_says_why_not():
    check(
        [
            f"{place}: {kind} has neither an undo nor a reason; register it in the undo.py of its app"
            for kind, place in recorded().items()
            if kind not in undoable_kinds() | set(WHY_NOT)
        ],
        "what a person can press, a person can take back.",
    )


def test_the_reasons_are_for_kinds_that_are_not_undone():
    assert undoable_kinds() & set(WHY_NOT) == set()
    assert set(WHY_NOT) - set(recorded()) == set()
    known = {kind for kind in undoable_kinds() if not kind.startswith("test.")}
    assert known - set(recorded()) == set()


def test_every_topic_has_kinds_and_every_kind_a_topic():
    topics = {topic for topic, _label in TOPICS}
    assert {topic for topic in topics if not told_kinds(topic)} == set()
    assert set().union(*(told_kinds(topic) for topic in topics)) == told_kinds()


@pytest.mark.parametrize("kind", ["never.heard_of", "order.eaten"])
def test_an_unknown_kind_is_told_neutrally(kind):
    told = tell(Event(kind=kind, door=Door.WEB), {})
    assert told.sentence == "Something was changed."
