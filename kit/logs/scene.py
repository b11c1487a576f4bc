"""Which request or task this thread works for: told by every line that is written meanwhile."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.utils.functional import LazyObject, empty

TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}", re.ASCII)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


@dataclass(frozen=True)
class Scene:
    """One request, one task, or neither. `request` is Django's; what it is asked is only what it knows."""

    request_id: str | None = None
    request: object | None = None
    task: str | None = None
    task_id: str | None = None
    began: float = field(default_factory=time.monotonic)

    @property
    def milliseconds(self) -> float:
        return round((time.monotonic() - self.began) * 1000, 1)

    @property
    def method(self) -> str:
        """The method, if it is one: a client may send any word."""
        return self.request.method if self.request.method in METHODS else "OTHER"

    def facts(self) -> dict:
        """What a line says about it; nothing is said about what is not known."""
        facts = {"request_id": self.request_id, "task": self.task, "task_id": self.task_id}
        if self.request is not None:
            facts |= {
                "method": self.method,
                "route": route_of(self.request),
                "user": user_of(self.request),
            }
        return {name: value for name, value in facts.items() if value}


NOWHERE = Scene()
_scene: ContextVar[Scene] = ContextVar("scene", default=NOWHERE)


def current() -> Scene:
    return _scene.get()


@contextmanager
def playing(scene: Scene) -> Iterator[Scene]:
    """Work for a request or a task until the end of the block."""
    before = _scene.set(scene)
    try:
        yield scene
    finally:
        _scene.reset(before)


@contextmanager
def carrying(request_id: str | None) -> Iterator[Scene]:
    """Do something on behalf of a request that may be over by now."""
    with playing(Scene(request_id)) as scene:
        yield scene


def is_sane(request_id: object) -> bool:
    """May an id from outside stand in our lines?"""
    return isinstance(request_id, str) and bool(TOKEN.fullmatch(request_id))


def route_of(request) -> str | None:
    """The pattern of the address: an address itself may carry a token or a name."""
    found = request.resolver_match
    return f"/{found.route}" if found else None


def user_of(request) -> str | None:
    """The uuid of who is signed in, if that was asked for already: no line costs a query."""
    user = request.__dict__.get("user")
    if user is None or (isinstance(user, LazyObject) and user._wrapped is empty):
        return None
    uuid = getattr(user, "uuid", None)
    return str(uuid) if uuid else None
