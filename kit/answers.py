"""Where a door leads after a deed."""

from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from kit.errors import Refused


def back(request, otherwise, **kwargs):
    """Go on to the page the form names in `next`, if it is one of ours."""
    to = next_page(request)
    return HttpResponseRedirect(to) if to else redirect(otherwise, **kwargs)


def next_page(request) -> str:
    """The page that `next` names, if it is one of ours; else empty."""
    to = request.POST.get("next") or request.GET.get("next", "")
    ours = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()})
    return to if ours else ""


def refuse(form, refusal: Refused, **renamed: str) -> None:
    """Show a refusal at its field; `renamed` tells which field of the form stands for another name."""
    field = renamed.get(refusal.field, refusal.field)
    form.add_error(field if field in form.fields else None, refusal.message)
