"""Makes the notes of a meeting in large print, for a letter or to be handed over."""

from appointments.actions.notes_out import LARGE_PRINT
from followups.cards import large_print_of
from followups.documents import Document, makes_document
from followups.letters import language_of
from followups.models import Message


@makes_document(LARGE_PRINT)
def large_print(message: Message) -> Document:
    """The letter itself, as it was frozen."""
    letter, language = message.letter, language_of(message.customer, message.owner)
    pdf = large_print_of(text=f"{letter.subject}\n\n{letter.text}", language=language, dated=letter.dated)
    return Document("notes.pdf", "application/pdf", pdf)
