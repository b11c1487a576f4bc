"""Which request this is, and who is acting: said once for each."""

import logging

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from kit.events import Actor, Door
from kit.ids import uuid7
from kit.logs import scene

logger = logging.getLogger(__name__)


class RequestIdMiddleware:
    """Give the request its id, tell it in the answer, and write one line about it at the end.

    An id that comes along is believed only from a proxy of ours.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with scene.playing(scene.Scene(_request_id(request), request)) as now:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = now.request_id
            if not request.path_info.startswith(settings.STATIC_URL):
                facts = {"status": response.status_code, "ms": now.milliseconds}
                route = scene.route_of(request) or "(no such address)"
                logger.info("%s %s: %s", now.method, route, response.status_code, extra=facts)
        return response


def _request_id(request) -> str:
    given = request.headers.get("X-Request-ID") if settings.TRUSTED_PROXIES else None
    return given if scene.is_sane(given) else str(uuid7())


class ActorMiddleware:
    """Set `request.by`, the Actor that web views hand to actions."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.by = SimpleLazyObject(lambda: _actor(request))
        return self.get_response(request)


def _actor(request) -> Actor:
    user = request.user
    return Actor(user if user.is_authenticated else None, Door.WEB)
