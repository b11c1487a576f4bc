"""What happens to a request before anything else looks at it."""

from mlmcrm.views import health

PROBES = {"/healthz": health.alive, "/readyz": health.ready}


class ProbesFirstMiddleware:
    """Answer probes at once: they come from inside, by number, over http, without a cookie.

    So neither the host they name, nor https, nor a session is asked for.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return PROBES.get(request.path_info, self.get_response)(request)
