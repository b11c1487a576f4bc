"""Who is acting, said once for each request."""

from django.utils.functional import SimpleLazyObject

from kit.events import Actor, Door


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
