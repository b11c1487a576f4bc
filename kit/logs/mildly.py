"""Lowers what others call an error and is the caller's fault."""

import logging


class AsWarning(logging.Filter):
    """Let every record of a logger pass as a warning."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        return True
