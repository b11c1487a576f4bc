"""A thread that breaks down says so in the log, discreetly; Python would print the words of the error."""

import logging

logger = logging.getLogger(__name__)


def log_breakdown(args) -> None:
    """Take the place of `threading.excepthook`."""
    if args.exc_type is SystemExit:
        return
    name = args.thread.name if args.thread else "?"
    logger.error(
        "The thread %s broke down", name, exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
    )
