"""Says in words that the disk is full, instead of breaking: nothing was written, nothing is lost."""

from django.db import DatabaseError
from django.http import HttpResponse
from django.template.loader import render_to_string

POSTGRES_DISK_FULL = "53100"
WORDS = ("disk is full", "no space left", "disk i/o error")


def is_full(error: DatabaseError) -> bool:
    """Say whether a database refused to write for want of room."""
    code = getattr(error.__cause__, "pgcode", None)
    return code == POSTGRES_DISK_FULL or any(words in str(error).lower() for words in WORDS)


class FullDiskMiddleware:
    """Answer 507 with a sentence; the transaction is rolled back, the form stays in the browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, DatabaseError) and is_full(exception):
            return HttpResponse(render_to_string("507.html"), status=507)
        return None
