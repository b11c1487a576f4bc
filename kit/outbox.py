"""Keeps letters as files while no mail server is set."""

import os
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from kit.ids import uuid7


class OutboxBackend(BaseEmailBackend):
    """Writes each letter to `outbox/<time-ordered id>.eml`, whole or not at all."""

    def __init__(self, *args, file_path=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages) -> int:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for letter in email_messages:
            self.keep(letter.message().as_bytes(linesep="\r\n"))
        return len(email_messages)

    def keep(self, content: bytes, name: str = "") -> Path:
        """Write one letter and return its file; one of the same name is replaced."""
        target = self.folder / f"{name or uuid7()}.eml"
        draft = target.with_suffix(".part")
        with draft.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(target)
        return target
