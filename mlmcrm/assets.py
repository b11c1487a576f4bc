"""Collects the static files under names that carry their hash, when one of them has changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

UNUSED = ["redoc", "rest_framework"]  # come with packages; no page of ours loads them


def collect() -> bool:
    """Collect if needed; return whether it was."""
    if settings.DEBUG:
        return False
    root = Path(settings.STATIC_ROOT)
    mark = root / ".collected"
    found = fingerprint()
    if mark.exists() and mark.read_text() == found:
        return False
    call_command("collectstatic", interactive=False, clear=root.exists(), verbosity=0, ignore_patterns=UNUSED)
    mark.write_text(found)
    return True


def fingerprint() -> str:
    """One text for the names, sizes and times of all source files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda item: item[0]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
