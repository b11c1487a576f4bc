"""Carries the id of a request to the worker that it nudged, and says which task a line is about."""

import logging
from contextlib import ExitStack

from celery import signals

from kit.logs import scene

HEADER = "kept_request"

logger = logging.getLogger(__name__)


@signals.setup_logging.connect
def leave_logging_alone(**_kwargs) -> None:
    """That somebody listens keeps Celery from setting up its own: Django's settings hold here too."""


@signals.before_task_publish.connect
def send_along(headers=None, **_kwargs) -> None:
    request_id = scene.current().request_id
    if request_id and headers is not None:
        headers[HEADER] = request_id


@signals.task_prerun.connect
def begin(task_id, task, **_kwargs) -> None:
    request_id = task.request.get(HEADER) or (task.request.headers or {}).get(HEADER)
    known = request_id if scene.is_sane(request_id) else None
    stack = ExitStack()
    stack.enter_context(scene.playing(scene.Scene(known, task=task.name, task_id=task_id)))
    task.request.kept_scene = stack


@signals.task_postrun.connect
def end(task, state, **_kwargs) -> None:
    stack = getattr(task.request, "kept_scene", None)
    if stack is None:
        return
    with stack:
        now = scene.current()
        # A tick every two seconds tells nothing; what a request asked for is part of its story.
        level = logging.INFO if now.request_id else logging.DEBUG
        logger.log(level, "%s: %s", task.name, (state or "ended").lower(), extra={"ms": now.milliseconds})
