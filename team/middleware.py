"""Pages speak the language and show the clock of the person who is signed in."""

from django.utils import timezone, translation


class OwnWaysMiddleware:
    """Activate the time zone and the language of the user while a request lasts.

    The JSON door learns later who calls and activates them itself; what it leaves ends here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            with timezone.override(None), translation.override(translation.get_language()):
                return self.get_response(request)
        user = request.user
        with timezone.override(user.zoneinfo), translation.override(user.language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            return response
