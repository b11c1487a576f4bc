"""How one signs in: password, e-mail, sessions, and the devices with a token of their own."""

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kit.answers import refuse
from kit.errors import Refused
from kit.toasts import toast
from team import actions
from team.forms import DeviceForm
from team.models import Device

FRESH = "fresh_token"  # of the session: a name and its token, until the next page shows it


@login_required
@require_safe
@never_cache
def security(request):
    """Lead to password, e-mail and sessions, list the devices, and show a fresh token this once."""
    name, token = request.session.pop(FRESH, ("", "")) if request.method == "GET" else ("", "")
    return _page(request, DeviceForm(), made=name, token=token)


@login_required
@require_POST
@reauthentication_required
def make_token(request):
    """Give a program a token; it is shown one time, because only its hash is kept."""
    form = DeviceForm(request.POST)
    if form.is_valid():
        try:
            device, token = actions.sign_in_device(
                distributor=request.user, by=request.by, name=form.cleaned_data["name"]
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            request.session[FRESH] = device.name, token
            return redirect("settings-security")
    return _page(request, form, status=422)


@login_required
@require_POST
def sign_out(request, pk):
    """End the token of one device. Nothing revives it, so there is nothing to undo."""
    device = get_object_or_404(Device.objects.editable_by(request.user), pk=pk)
    actions.sign_out_device(device=device, by=request.by)
    toast(request, _("%(name)s is signed out.") % {"name": device.name})
    return redirect("settings-security")


@login_required
@require_POST
def sign_out_all(request):
    """End the tokens of all devices."""
    count = actions.sign_out_devices(distributor=request.user, by=request.by)
    said = ngettext("%(count)d device is signed out.", "%(count)d devices are signed out.", count)
    toast(request, said % {"count": count})
    return redirect("settings-security")


def _page(request, form: DeviceForm, status: int = 200, **context):
    context |= {"form": form, "devices": Device.objects.visible_to(request.user).working_for(request.user)}
    return render(request, "team/security.html", context, status=status)
