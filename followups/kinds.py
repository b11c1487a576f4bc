"""What can be owed to a person, by a letter or by hand."""

from enum import StrEnum


class Kind(StrEnum):
    CHECK_IN = "check_in"
    TIPS = "tips"
    REORDER = "reorder"
    THANK = "thank"
    ANSWER = "answer"
    REACH_OUT = "reach_out"
    BIRTHDAY = "birthday"
    WELCOME = "welcome"
    WIN_BACK = "win_back"
    OUTCOME = "outcome"
    FIX_ADDRESS = "fix_address"
    OTHER = "other"
    NOTES = "notes"  # of a meeting
    REMINDER = "reminder"  # of an appointment
    COMPLAINT = "complaint"  # the answer to one
    APOLOGY = "apology"  # for a promise that was not kept in time
    SURVEY = "survey"
    SUGGESTION = "suggestion"
    ENROLMENT = "enrolment"  # one that was begun and not gone on with
    STANDING = "standing"  # before a run of a standing order
    OFFER = "offer"
