"""What can be done about a complaint, from the first word to the person's own yes."""

from followups.actions.complaints.opening import add_words, open_complaint

__all__ = ["add_words", "open_complaint"]
