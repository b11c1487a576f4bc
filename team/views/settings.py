"""The settings of the person who is signed in."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kit.answers import refuse
from kit.errors import Refused
from kit.toasts import toast
from team import actions
from team.forms import ProfileForm
from team.models import Distributor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """Show and change who one is and how one works."""
    mine = Distributor.objects.editable_by(request.user).select_related("sponsor").get()
    form = ProfileForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        try:
            event = actions.change_settings(distributor=request.user, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, _("Your settings are kept."), undo=event)
            return redirect("settings")
    status = 422 if form.errors else 200
    return render(request, "team/profile.html", {"form": form}, status=status)
