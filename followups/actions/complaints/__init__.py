"""What can be done about a complaint, from the first word to the person's own yes."""

from followups.actions.complaints.asking import ask_those_due, ask_whether_well
from followups.actions.complaints.closing import (
    bring_back_complaint,
    close_complaint,
    put_back_complaint,
    reopen_complaint,
    say_not_yet,
    take_back_complaint,
    take_back_word,
)
from followups.actions.complaints.healing import (
    answer_complaint,
    change_complaint,
    give_extra,
    promise_arrival,
    put_back_arrival,
    put_right,
)
from followups.actions.complaints.opening import add_words, open_complaint
from followups.actions.complaints.reminding import show_again
from followups.actions.complaints.sponsoring import (
    answer_as_sponsor,
    ask_sponsor,
    speak_with_sponsor,
    stay_with_owner,
)

__all__ = [
    "add_words",
    "answer_as_sponsor",
    "answer_complaint",
    "ask_sponsor",
    "ask_those_due",
    "ask_whether_well",
    "bring_back_complaint",
    "change_complaint",
    "close_complaint",
    "give_extra",
    "open_complaint",
    "promise_arrival",
    "put_back_arrival",
    "put_back_complaint",
    "put_right",
    "reopen_complaint",
    "say_not_yet",
    "show_again",
    "speak_with_sponsor",
    "stay_with_owner",
    "take_back_complaint",
    "take_back_word",
]
