"""The two forms of a line: JSON for a collector of logs, plain for eyes."""

import json
import logging
from datetime import UTC, datetime

from kit.logs import scene
from kit.logs.discretion import message_of, traceback_of

EXTRA = ("status", "ms")


class JsonFormatter(logging.Formatter):
    """One JSON object a line; what is not known is left out."""

    def format(self, record):
        line = {
            "time": moment_of(record),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            **scene.current().facts(),
            **extra_of(record),
        }
        if trace := trace_of(record):
            line["traceback"] = trace
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainFormatter(logging.Formatter):
    """The moment, how bad, who, what, and for which request."""

    def format(self, record):
        facts = scene.current().facts()
        words = [moment_of(record), record.levelname, f"{record.name}:", message_of(record)]
        words += [f"[{facts[name]}]" for name in ("request_id", "task") if name in facts]
        trace = trace_of(record)
        return " ".join(words) + (f"\n{trace}" if trace else "")


def moment_of(record: logging.LogRecord) -> str:
    """RFC 3339, in UTC."""
    return (
        datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def extra_of(record: logging.LogRecord) -> dict:
    return {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}


def trace_of(record: logging.LogRecord) -> str:
    """Where the error came from; a suspicious request is not one of ours."""
    problem = record.exc_info[1] if record.exc_info else None
    if problem is None or record.name.startswith("django.security"):
        return ""
    return traceback_of(problem)
