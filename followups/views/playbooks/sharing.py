"""Web door of sharing: a leader's playbook, what a team takes of it, and what its original changed."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from followups.actions import playbooks as verbs
from followups.actions.playbooks.taking import News, news_of_source
from followups.drafting import claims_of, live_steps
from followups.forms import ReasonForm
from followups.models import Playbook
from followups.steps import changes
from followups.views.playbooks.differing import told
from followups.views.playbooks.shown import page_of, playbook_of, shown_steps, titled
from kit.answers import refuse
from kit.errors import Refused
from kit.isolating import isolated
from kit.models import Event
from kit.toasts import toast
from team.models import Distributor

OVERRIDDEN = ("playbook.shared", "playbook.live")  # they keep why promises may stay


@dataclass(frozen=True)
class Sharing:
    """How a playbook stands to others: whether it can be shared, who took it, where it came from."""

    can_share: bool
    takers: int
    source: Playbook | None
    news: News | None

    @property
    def of_house(self) -> bool:
        return self.source is not None and self.source.owner_id is None


def sharing_of(viewer, playbook: Playbook) -> Sharing:
    """Return what a page says of a playbook and others."""
    own = playbook.owner_id is not None
    return Sharing(
        can_share=own and Distributor.objects.below(viewer).exists(),
        takers=playbook.taken.count() if playbook.shared_at else 0,
        source=playbook.source,
        news=news_of_source(playbook),
    )


def offered_to(viewer) -> list[Playbook]:
    """Return what leaders above share and the viewer has not taken in the version that is live."""
    taken = Playbook.objects.visible_to(viewer).filter(owner=viewer, source__isnull=False)
    held = {(row.source_id, row.source_version) for row in taken.only("source_id", "source_version")}
    rows = Playbook.objects.shared_with(viewer).select_related("owner").order_by("position", "key")
    return [row for row in rows if (row.pk, row.version) not in held]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request, key):
    """Share what is live with the line below; promises of income or health ask for a reason."""
    page = page_of(request, key)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            shared = verbs.share(playbook=page.playbook, owner=request.user, by=request.by, reason=reason)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            said = _("Your team can take “%(title)s” now.") % {"title": page.title}
            toast(request, said, undo=shared.event, level="good")
            return redirect("playbook", key=key)
    claims = [] if page.is_house else claims_of(page.live)
    form.show("", asks=bool(claims))
    context = {
        "page": page,
        "form": form,
        "claims": _told_claims(request.user, page.playbook, claims),
        "steps": shown_steps(page.live, claims=claims),
    }
    return render(request, "followups/playbooks/share.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def unshare(request, key):
    """Share it no more."""
    try:
        kept = verbs.unshare(playbook=playbook_of(request, key), owner=request.user, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, _("It is not shared any more. Who took it keeps it."), undo=kept.event)
    return redirect("playbook", key=key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request, pk):
    """Look at a playbook that a leader shares; a press takes it as a draft."""
    rows = Playbook.objects.shared_with(request.user).select_related("owner")
    source = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        return _taken(request, source)
    mine = Playbook.objects.visible_to(request.user).of(request.user.pk).filter(key=source.key).first()
    steps = live_steps(source)
    context = {
        "source": source,
        "title": titled(source.title),
        "steps": shown_steps(steps),
        "differing": told(changes(live_steps(mine), steps)) if mine else [],
        "mine": mine,
    }
    return render(request, "followups/playbooks/shared.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def news(request, key):
    """Show what the original changed since it was taken; a press takes that over into a draft."""
    page = page_of(request, key)
    found = news_of_source(page.playbook)
    if request.method == "POST":
        return _caught_up(request, page.playbook)
    if found is None:
        return redirect("playbook", key=key)
    steps = shown_steps([change.after for change in found.changes if change.after])
    context = {"page": page, "news": found, "differing": told(found.changes), "steps": steps}
    return render(request, "followups/playbooks/news.html", context)


def _told_claims(viewer, playbook: Playbook, claims) -> list[tuple[str, str, str]]:
    """The steps with their words, and why these were let stay before where they were."""
    allowed = _allowed_before(viewer, playbook) if claims else {}
    return [(titled(step.title), claim.words, allowed.get(claim.words.lower(), "")) for step, claim in claims]


def _allowed_before(viewer, playbook: Playbook) -> dict[str, str]:
    rows = Event.objects.visible_to(viewer).filter(subject_id=str(playbook.pk), kind__in=OVERRIDDEN)
    return {
        claim["words"].lower(): after["reason"]
        for after in rows.order_by("at", "id").values_list("after", flat=True)
        for claim in (after or {}).get("claims", ())
        if after.get("reason")
    }


def _taken(request, source: Playbook):
    try:
        taken = verbs.take(source=source, owner=request.user, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return redirect("playbook", key=source.key)
    said = _("Taken from %(name)s as your draft. Adapt it, then go live.") % {
        "name": isolated(source.owner.name)
    }
    toast(request, said, undo=taken.event, level="good")
    return redirect("playbook", key=taken.key)


def _caught_up(request, playbook: Playbook):
    try:
        caught = verbs.catch_up(playbook=playbook, owner=request.user, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        said = _("What the original changed is in your draft now. Look at it, then go live.")
        toast(request, said, undo=caught.event, level="good")
    return redirect("playbook", key=playbook.key)
