"""Where a door leads after a deed."""

from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from kit.errors import Refused


def back(request, otherwise, **kwargs):
    """Go on to the page the form names in `next`, if it is one of ours."""
    to = request.POST.get("next", "")
    if to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}):
        return HttpResponseRedirect(to)
    return redirect(otherwise, **kwargs)


def refuse(form, refusal: Refused, **renamed: str) -> None:
    """Show a refusal at its field; `renamed` tells which field of the form stands for another name."""
    field = renamed.get(refusal.field, refusal.field)
    form.add_error(field if field in form.fields else None, refusal.message)
