"""Keeps the file that was handed in for the letter of a step.

A kept file is never written again and never taken away with a step: drafts, live steps, what an
undo brings back and playbooks that others took all name the same one.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files import File

from followups.enclosing import stored_name
from followups.models import Rule


@contextmanager
def kept_document(file: File | None) -> Iterator[str | None]:
    """Keep a file that was handed in, and give its name to the verb inside; if that refuses, it goes again."""
    if file is None:
        yield None
        return
    storage = Rule._meta.get_field("attachment").storage
    name = storage.save(stored_name(file.name, secrets.token_hex(16)), file)
    try:
        yield name
    except BaseException:
        storage.delete(name)
        raise
