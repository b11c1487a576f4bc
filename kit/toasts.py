"""Short answers after a deed: "Order entered. Undo". On the next page, or beside an htmx answer."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.template.loader import render_to_string

from kit.models import Event
from kit.undo import can_undo

LEVELS = {"info": messages.INFO, "good": messages.SUCCESS, "risk": messages.ERROR}
_UNDO = "undo:"
_LEAVES_THE_PAGE = ("HX-Redirect", "HX-Refresh", "HX-Location")


@dataclass(frozen=True)
class Toast:
    """One short answer; `undo` is the id of the event that can be taken back."""

    text: str
    risk: bool = False
    undo: str = ""


def toast(request, text: str, undo: Event | None = None, level: str = "info") -> None:
    """Say a sentence after a deed, with Undo if the event given can be taken back."""
    tag = f"{_UNDO}{undo.pk}" if undo is not None and can_undo(undo) else ""
    messages.add_message(request, LEVELS[level], text, extra_tags=tag)


def take_toasts(request) -> list[Toast]:
    """Return what this answer has to say; the next answer does not repeat it."""
    return [
        Toast(
            text=str(message.message),
            risk=message.level >= messages.WARNING,
            undo=(message.extra_tags or "").removeprefix(_UNDO)
            if (message.extra_tags or "").startswith(_UNDO)
            else "",
        )
        for message in messages.get_messages(request)
    ]


def with_toasts(request, answer: HttpResponse | str) -> HttpResponse:
    """Append what is to be said to an htmx answer, out of band."""
    response = answer if isinstance(answer, HttpResponse) else HttpResponse(answer)
    toasts = take_toasts(request)
    if toasts:
        response.write(render_to_string("kit/_toasts_beside.html", {"toasts": toasts}, request))
    return response


class ToastMiddleware:
    """Let every htmx answer carry its toasts, so that no view has to think of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "htmx", False) and _is_swapped_in(response):
            return with_toasts(request, response)
        return response


def _is_swapped_in(response) -> bool:
    return (
        not response.streaming
        and response.status_code in (200, 201, 409, 422)
        and response.get("Content-Type", "").startswith("text/html")
        and not any(header in response for header in _LEAVES_THE_PAGE)
    )
