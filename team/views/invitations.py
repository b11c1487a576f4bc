"""Invitations: the sponsor's page, and the page behind the link."""

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kit import clock
from kit.answers import refuse
from kit.errors import Refused
from kit.toasts import toast
from team import actions
from team.actions.invitations import find_invitation
from team.forms import AcceptForm, InviteForm
from team.letters import send_invitation
from team.links import absolute
from team.models import Invitation

GONE = 410


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request):
    """Show whom one has invited, and invite somebody."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = actions.invite(sponsor=request.user, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _sent(request, invitation, token)
    return _page(request, form, status=422 if form.errors else 200)


@login_required
@require_POST
def send_again(request, pk):
    """Give an invitation a new link."""
    invitation = get_object_or_404(Invitation.objects.editable_by(request.user), pk=pk)
    try:
        invitation, token = actions.send_invitation_again(invitation=invitation, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return redirect("settings-team")
    return _sent(request, invitation, token)


@login_required
@require_POST
def withdraw(request, pk):
    """Make a link void."""
    invitation = get_object_or_404(Invitation.objects.editable_by(request.user), pk=pk)
    try:
        event = actions.withdraw_invitation(invitation=invitation, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, _("The link does not work any more."), undo=event)
    return redirect("settings-team")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, token):
    """Show an invitation to whom it was sent; accept it when they say so."""
    try:
        invitation = find_invitation(token)
    except Refused as refusal:
        return _gone(request, refusal)
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and not request.user.is_authenticated and form.is_valid():
        try:
            newcomer = actions.accept_invitation(token=token, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            welcome = reverse("welcome")
            return perform_login(request, newcomer, email_verification="none", redirect_url=welcome)
    context = {"form": form, "invitation": invitation}
    return render(request, "team/accept.html", context, status=422 if form.is_bound else 200)


def _sent(request, invitation: Invitation, token: str) -> HttpResponse:
    """Answer at once: the link is shown this one time, because only its hash is kept."""
    link = absolute(request, reverse("invitation", args=[token]))
    arrived = send_invitation(invitation, link)
    return _page(request, InviteForm(), invited=invitation, link=link, arrived=arrived)


def _page(request, form: InviteForm, status: int = 200, **context) -> HttpResponse:
    context |= {
        "form": form,
        "now": clock.now(),
        "invitations": Invitation.objects.visible_to(request.user).select_related("distributor"),
    }
    return render(request, "team/invitations.html", context, status=status)


def _gone(request, refusal: Refused) -> HttpResponse:
    status = 404 if refusal.code == "unknown" else GONE
    return render(request, "team/invitation_gone.html", {"refusal": refusal}, status=status)
