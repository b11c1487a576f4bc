"""What can be done about surveys: asking, answering, and what answers give rise to."""

from followups.actions.surveys.answering import answer_survey, choose_surveys, refuse_surveys, welcome_surveys
from followups.actions.surveys.asking import ask_by_hand
from followups.actions.surveys.in_person import take_back_survey, write_down
from followups.actions.surveys.suggestions import (
    answer_suggestions,
    decline_suggestion,
    join_suggestion,
    join_suggestions,
    reopen_suggestion,
)

__all__ = [
    "answer_suggestions",
    "answer_survey",
    "ask_by_hand",
    "choose_surveys",
    "decline_suggestion",
    "join_suggestion",
    "join_suggestions",
    "refuse_surveys",
    "reopen_suggestion",
    "take_back_survey",
    "welcome_surveys",
    "write_down",
]
