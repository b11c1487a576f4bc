"""Where apps to the right say which documents their letters carry: made as the letter goes, always the same.

A letter asks for documents by the names in its context: `{"documents": ["large_print"]}`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from followups.models import Message

ASKED = "documents"  # in the context of a letter: the names of what it carries
PLAIN = "plain"  # in the context of a letter: it goes as text alone, without a page


@dataclass(frozen=True)
class Document:
    """A file in a letter. `kind` is its media type, with parameters where it needs them."""

    name: str
    kind: str
    content: bytes


Maker = Callable[[Message], Document]
_makers: dict[str, Maker] = {}


def makes_document(name: str) -> Callable[[Maker], Maker]:
    """Register who makes the documents of a name. Of the same frozen letter it must return the same bytes."""

    def register(maker: Maker) -> Maker:
        _makers[name] = maker
        return maker

    return register


def documents_of(message: Message) -> Iterable[Document]:
    """Make the documents that a letter asks for, its words being frozen. Raises KeyError for an unknown one."""
    return [_makers[name](message) for name in message.context.get(ASKED, ())]
