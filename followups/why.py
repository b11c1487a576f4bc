"""Decides what to say of why a letter went, or did not: question by question, as the last look asks them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from followups.ways import BY_ITSELF

QUESTIONS = (
    ("on_list", _("They are on your list")),
    ("in_use", _("The step is in use")),
    ("not_over", _("Nothing has ended the step")),
    ("reached", _("They agreed, and there is an address that works")),
    ("in_time", _("It is not too late for it")),
    ("their_turn", _("It is their turn: one touch a day, and so many a week")),
    ("awake", _("It is no quiet hour where they live")),
    ("written", _("The letter can be written, and says only what it may")),
    ("taken", _("Their mail server takes it")),
)
HINGED_ON = {
    "on_list": ("person_gone",),
    "in_use": ("rule_paused", "playbook_changed", "rung_changed"),
    "not_over": ("replied", "ordered", "refused", "unanswered", "in_touch", "newer_order", "cause_gone", "surveyed", "no_surveys", "joined", "too_few_customers"),
    "reached": ("no_address", "bounced", "no_consent", "suppressed", "stopped_by_them", "no_phone", "no_postal_address"),
    "in_time": ("too_late", "not_looked_at"),
    "their_turn": (
        "one_a_day", "enough_this_week", "grieving", "resting", "no_touches", "complaint", "merged", "goes_for", "busy",
    ),
    "awake": ("quiet", "unknown_zone"),
    "written": ("not_pure", "not_rendered", "too_large"),
    "taken": (
        "address_refused", "given_up", "try_again", "account", "no_room", "unclear", "stopped", "came_back",
    ),
}  # fmt: skip
QUESTION_OF = {code: key for key, codes in HINGED_ON.items() for code in codes}
WENT, OPEN = ("sent",), ("draft", "planned", "claimed")
IN_FEW_WORDS = {
    "draft": _("It waits for your look."),
    "planned": _("It goes by itself, if nothing speaks against it then."),
    "claimed": _("It is about to go."),
    "sent": _("They agreed, and nothing spoke against it."),
}
BY_HAND = _("You send it yourself.")
MENDABLE = frozenset({"address_refused", "bounced", "no_address"})
SHUT = frozenset({"no_consent", "suppressed", "stopped_by_them", "not_pure", "complained"})


@dataclass(frozen=True)
class Answer:
    """A question with its answer: yes, no, or empty where it was not asked (yet)."""

    question: str
    answer: str = ""


def answers(state: str, code: str, *, by_hand: bool = False) -> list[Answer]:
    """Return what was asked before a letter went, and how it was answered.

    Nothing for what was decided by somebody, and not by a question: cancelled, or sent by hand.
    """
    if by_hand:
        return []
    hinge = "" if state in WENT else QUESTION_OF.get(code, "")
    if not hinge and state not in (*WENT, *OPEN):
        return []
    said, asked = [], state in WENT or bool(hinge)
    for key, question in QUESTIONS:
        answer = "no" if key == hinge else "yes" if asked else ""
        asked = asked and key != hinge
        said.append(Answer(str(question), answer))
    return said


def in_few_words(state: str, cause: str, channel: str = "email") -> str:
    """Return why a letter that carries no reason is as it is: what it came from, and what it rests on."""
    said = BY_HAND if state == "draft" and channel not in BY_ITSELF else IN_FEW_WORDS.get(state, "")
    return " ".join(filter(None, [cause and f"{cause}.", str(said)])) if said else ""


def ways_out(code: str, channel: str) -> tuple[str, ...]:
    """Return what can be done with a letter that did not go: mend, again, call, let_go."""
    if channel != "email" or code in SHUT:
        return ("call", "let_go")
    return ("mend" if code in MENDABLE else "again", "call", "let_go")
