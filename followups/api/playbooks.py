"""Playbooks as a resource."""

from contextlib import contextmanager

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response

from followups.actions import playbooks
from followups.actions.forecast import DAYS, forecast
from followups.actions.playbooks.live import difference
from followups.actions.playbooks.taking import news_of_source
from followups.api.playbook_shapes import (
    RUNGS,
    ChangeOut,
    DaysIn,
    DifferenceOut,
    DraftIn,
    DryRunOut,
    FaultOut,
    HeldOut,
    LineOut,
    NewsOut,
    PlanningOut,
    PlanningsOut,
    PlaybookFilters,
    PlaybookOut,
    PlaybookWithStepsOut,
    PreviewOut,
    ReadIn,
    SharedPlaybookOut,
    WhyItMayStayIn,
)
from followups.drafting import draft_steps, sample_context
from followups.errors import Closed, Unsound
from followups.letters import preview
from followups.models import Playbook
from followups.steps import found
from kit.api.errors import ApiError
from kit.api.serializers import Nothing
from kit.api.views import OwnedViewSet

SHOWN = 500  # of a dry run
ORDER = ("position", "id")


class PlaybooksViewSet(OwnedViewSet):
    """What happens on each rung and occasion, step by step: one's own playbooks, and the house's where there is none."""

    model = Playbook
    filters = PlaybookFilters

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ORDER

    def get_serializer_class(self):
        return PlaybookOut if self.action == "list" else PlaybookWithStepsOut

    def rows(self, visible):
        """Each with the number of its steps. The house's can be read when one has an own one, but not changed."""
        if self.request.method not in SAFE_METHODS or self.action == "list":
            visible = visible.of(self.request.user.pk)
        return visible.with_steps_count()

    def narrow(self, rows, **wanted):
        if "rung" in wanted:
            rows = rows.filter(rung=RUNGS[wanted["rung"]])
        if "updated_since" in wanted:
            rows = rows.filter(updated_at__gte=wanted["updated_since"])
        return rows

    @extend_schema(request=DraftIn, responses=PlaybookWithStepsOut)
    def partial_update(self, request, pk):
        """Put all steps in the place of those of the draft. Nothing happens by it until it goes live."""
        playbook, said = self.get_object(), self.read(DraftIn)
        with _named_by_place():
            own = playbooks.change_draft(**self._of(playbook), steps=said["steps"])
        return self.answer(own)

    @extend_schema(request=Nothing, responses=PlaybookWithStepsOut)
    @action(detail=True, methods=["post"], url_path="throw-away")
    def throw_away(self, request, pk):
        """Throw the draft away; what is live stays."""
        playbook, _nothing = self.get_object(), self.read(Nothing)
        return self.answer(playbooks.throw_away(**self._of(playbook)))

    @extend_schema(request=WhyItMayStayIn, responses=PlaybookWithStepsOut)
    @action(detail=True, methods=["post"], url_path="go-live")
    def go_live(self, request, pk):
        """Put the draft live, and plan anew what waits by it. Without a draft nothing happens."""
        playbook, said = self.get_object(), self.read(WhyItMayStayIn)
        with _named_by_place(status=409):
            own = playbooks.go_live(**self._of(playbook), reason=said.get("reason", ""))
        return self.answer(own)

    @extend_schema(responses=DifferenceOut)
    @action(detail=True, methods=["get"])
    def difference(self, request, pk):
        """Say what going live would change."""
        told = difference(self.get_object())
        changes = ChangeOut(told.changes, many=True, context={"waiting": told.waiting}).data
        return Response({"changes": changes, "faults": FaultOut(told.faults, many=True).data})

    @extend_schema(request=DaysIn, responses=DryRunOut)
    @action(detail=True, methods=["post"], url_path="dry-run")
    def dry_run(self, request, pk):
        """Say who would get what in the next days by the draft, or by what is live. Nothing is sent or kept."""
        playbook, said = self.get_object(), self.read(DaysIn)
        steps, days = draft_steps(playbook), said.get("days", DAYS)
        run = forecast(request.user, steps, playbook_key=playbook.key, days=days)
        counted = {"people": run.people, "lines_count": len(run.lines), "held_count": len(run.held)}
        lines, held = LineOut(run.lines[:SHOWN], many=True).data, HeldOut(run.held[:SHOWN], many=True).data
        return Response({**counted, "counts": run.counts, "lines": lines, "held": held})

    @extend_schema(responses=PlanningsOut)
    @action(detail=True, methods=["get"])
    def planning(self, request, pk):
        """Say how far what waits has been planned anew since it went live; of few people that is done at once."""
        row = self.get_object().replannings.order_by("-created_at", "-pk").first()
        return Response({"planning": PlanningOut(row).data if row else None})

    @extend_schema(request=ReadIn, responses=PreviewOut)
    @action(detail=True, methods=["post"])
    def preview(self, request, pk):
        """Write the letter of a step as a person would read it. Nothing is sent or kept."""
        playbook, said = self.get_object(), self.read(ReadIn)
        step, person = _step(playbook, said["step"]), said["person"]
        shown = preview(step, person, request.user, sample_context(person))
        words = {"subject": shown.words.subject, "text": shown.words.text}
        return Response({**words, "language": shown.language})

    @extend_schema(request=ReadIn, responses={204: None})
    @action(detail=True, methods=["post"])
    def test(self, request, pk):
        """Send the letter of a step, as a person would read it, to oneself. A few a minute."""
        playbook, said = self.get_object(), self.read(ReadIn)
        step, person = _step(playbook, said["step"]), said["person"]
        context = sample_context(person)
        playbooks.send_test(
            playbook=playbook, owner=request.user, by=self.by, step=step, person=person, context=context
        )
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=WhyItMayStayIn, responses=PlaybookWithStepsOut)
    @action(detail=True, methods=["post"])
    def share(self, request, pk):
        """Let one's line take what is live of one's own playbook."""
        playbook, said = self.get_object(), self.read(WhyItMayStayIn)
        asked = {"owner": request.user, "by": self.by, "reason": said.get("reason", "")}
        return self.answer(playbooks.share(playbook=playbook, **asked))

    @extend_schema(request=Nothing, responses=PlaybookWithStepsOut)
    @action(detail=True, methods=["post"])
    def unshare(self, request, pk):
        """Share it no more; who took it keeps what they have."""
        playbook, _nothing = self.get_object(), self.read(Nothing)
        return self.answer(playbooks.unshare(playbook=playbook, owner=request.user, by=self.by))

    @extend_schema(responses=SharedPlaybookOut(many=True))
    @action(detail=False, methods=["get"])
    def shared(self, request):
        """What leaders above share."""
        rows = Playbook.objects.shared_with(request.user).with_steps_count().select_related("owner")
        return self.list_beside(rows, SharedPlaybookOut, ORDER)

    @extend_schema(request=Nothing, responses=PlaybookWithStepsOut)
    @action(detail=True, methods=["post"])
    def take(self, request, pk):
        """Take a shared playbook as a draft of one's own; the answer is one's own."""
        source = self._found(Playbook.objects.shared_with(request.user).with_steps_count())
        self.read(Nothing)
        return self.answer(playbooks.take(source=source, owner=request.user, by=self.by))

    @extend_schema(responses=NewsOut)
    @action(detail=True, methods=["get"])
    def news(self, request, pk):
        """Say what the original changed since it was taken."""
        news = news_of_source(self.get_object())
        changes = ChangeOut(news.changes if news else [], many=True, context={"waiting": {}}).data
        return Response({"version": news.version if news else None, "changes": changes})

    @extend_schema(request=Nothing, responses=PlaybookWithStepsOut)
    @action(detail=True, methods=["post"], url_path="catch-up")
    def catch_up(self, request, pk):
        """Take over, as a draft, what the original changed; what was adapted stays."""
        playbook, _nothing = self.get_object(), self.read(Nothing)
        return self.answer(playbooks.catch_up(playbook=playbook, owner=request.user, by=self.by))

    @extend_schema(request=Nothing, responses=PlaybookWithStepsOut)
    @action(detail=True, methods=["post"], url_path="give-back")
    def give_back(self, request, pk):
        """Begin a draft with the steps of the house."""
        playbook, _nothing = self.get_object(), self.read(Nothing)
        return self.answer(playbooks.give_back(playbook=playbook, owner=request.user, by=self.by))

    def _of(self, playbook: Playbook) -> dict:
        return {"playbook": playbook, "owner": self.request.user, "by": self.by}


def _step(playbook: Playbook, key: str):
    step = found(draft_steps(playbook), key)
    if step is None:
        raise Closed(_("This step is not in the playbook any more."), field="step")
    return step


@contextmanager
def _named_by_place(status: int = 400):
    """Let the faults of steps name the place of each in the list: `steps.0.text`."""
    try:
        yield
    except Unsound as refusal:
        fields = {}
        for fault in refusal.faults:
            name = fault.field if fault.place is None else f"steps.{fault.place}.{fault.field}"
            fields.setdefault(name, []).append(fault.sentence)
        raise ApiError(status, refusal.code, refusal.message, fields=fields) from refusal
