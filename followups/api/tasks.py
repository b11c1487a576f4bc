"""Tasks as a resource."""

from django.db.models import Case, SmallIntegerField, When
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action

from customers.api.many import OutcomeOut, answer_for_many
from followups import actions
from followups.api.shapes import DoneIn, LaterIn, TaskFilters, TaskIn, TaskManyIn, TaskOut, WhyIn
from followups.models import Task
from followups.models.kinds import TaskKind
from followups.models.task import TaskState
from kit import clock
from kit.api.errors import renaming
from kit.api.serializers import Nothing
from kit.api.views import OwnedViewSet


class TasksViewSet(OwnedViewSet):
    """What is owed to people, the earliest first; the open ones before all that is closed."""

    model = Task
    serializer_class = TaskOut
    filters = TaskFilters
    held_first = "customer"

    @property
    def order(self):
        if "updated_since" in self.wanted:
            return ("updated_at", "id")
        return ("due_at", "id") if {"state", "due"} & set(self.wanted) else ("is_closed", "due_at", "id")

    def rows(self, visible):
        closed = Case(When(state=TaskState.OPEN, then=0), default=1, output_field=SmallIntegerField())
        rows = visible.filter(customer__deleted_at=None).annotate(is_closed=closed)
        return rows.select_related("customer")

    def narrow(self, rows, **wanted):
        if "state" in wanted:
            rows = rows.filter(state=wanted["state"])
        if "due" in wanted:
            now = clock.now()
            rows = rows.due(now) if wanted["due"] == "now" else rows.due_later(now)
        if "person" in wanted:
            rows = rows.filter(customer=wanted["person"])
        if "updated_since" in wanted:
            rows = rows.filter(updated_at__gte=wanted["updated_since"])
        return rows

    @extend_schema(request=TaskIn, responses={201: TaskOut, 200: TaskOut})
    def create(self, request):
        """Put something to do on the list; what stands there already is answered as it is, by 200."""
        said = self.read(TaskIn)
        with renaming(local_date="day"):
            task = actions.plan_task(
                person=said["person"],
                by=self.by,
                kind=said.get("kind", TaskKind.OTHER),
                local_date=said.get("day", request.user.today()),
                title=said.get("title", ""),
            )
        return self.answer(task, status.HTTP_201_CREATED if task.event else status.HTTP_200_OK)

    @extend_schema(request=TaskManyIn, responses=OutcomeOut)
    @action(detail=False, methods=["post"])
    def many(self, request):
        """Put the same thing to do for people on the list. For whom it stands there already, it is not planned again."""
        said = self.read(TaskManyIn)
        asked = {
            "people": said["people"],
            "kind": said.get("kind", TaskKind.OTHER),
            "local_date": said.get("day", request.user.today()),
            "title": said.get("title", ""),
        }
        with renaming(local_date="day"):
            return answer_for_many(actions.plan_tasks(owner=request.user, by=self.by, **asked))

    @extend_schema(request=DoneIn, responses=TaskOut)
    @action(detail=True, methods=["post"])
    def done(self, request, pk):
        """Close a task."""
        task, said = self.get_object(), self.read(DoneIn)
        return self.answer(actions.finish_task(task=task, by=self.by, **said))

    @extend_schema(request=LaterIn, responses=TaskOut)
    @action(detail=True, methods=["post"])
    def later(self, request, pk):
        """Put a task off."""
        task, said = self.get_object(), self.read(LaterIn)
        return self.answer(actions.put_off_task(task=task, by=self.by, **said))

    @extend_schema(request=WhyIn, responses=TaskOut)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        """Take a task off the list."""
        task, said = self.get_object(), self.read(WhyIn)
        reason = said.get("reason") or _("You took it off the list.")
        return self.answer(actions.cancel_task(task=task, by=self.by, reason=reason))

    @extend_schema(request=Nothing, responses=TaskOut)
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk):
        """Put a closed task back on the list."""
        task, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.reopen_task(task=task, by=self.by))
