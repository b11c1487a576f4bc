"""What the views of the API share: scope, keyset lists, conditions, keys, undo."""

from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from kit.api.conditions import check_match, etag_of, is_known_etag, names_a_state, require_no_weak
from kit.api.errors import not_found
from kit.api.keys import once
from kit.api.serializers import Filters
from kit.events import Actor, Door, Event
from kit.undo import can_undo


@dataclass(frozen=True)
class Caller(Actor):
    """Who acts by the API; remembers what was done, so that the answer can offer to undo it."""

    heard: list[Event] = field(default_factory=list, compare=False)

    def hear(self, event: Event) -> None:
        self.heard.append(event)

    def undoable(self, row) -> Event | None:
        """The event that takes the deed back: the one about the row, else the first there is."""
        events = [event for event in self.heard if can_undo(event)]
        about = [event for event in events if event.subject_id == str(row.pk)]
        return next(iter(about or events), None)


class ApiMixin:
    """Every write honours Idempotency-Key; `self.by` is the Actor that actions ask for."""

    http_method_names = ("get", "head", "post", "put", "patch", "delete")

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        require_no_weak(request)
        if not self.reads_parameters():
            Filters.read(request.query_params, besides=())
        if request.method not in SAFE_METHODS and request.user.is_authenticated:
            self._do_once(request.method.lower())

    def reads_parameters(self) -> bool:
        """Does the view itself look at the parameters of the address, and refuse what it does not know?"""
        return False

    def _do_once(self, method: str) -> None:
        deed = getattr(self, method, None)
        if deed is None:
            return
        # What If-Match was compared with must hold until the deed is done.
        deed = transaction.atomic(deed) if names_a_state(self.request) else deed
        setattr(self, method, lambda request, *a, **kw: once(request, lambda: deed(request, *a, **kw)))

    @cached_property
    def by(self) -> Caller:
        return Caller(self.request.user, Door.API)

    def read(self, serializer_class, **kwargs) -> dict:
        """Return what the body says, or raise ValidationError naming each field at fault."""
        context = {"request": self.request, "view": self}
        serializer = serializer_class(data=self.request.data, context=context, **kwargs)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def with_undo(self, response: Response, row) -> Response:
        """Say in `Kept-Undo` which event takes back what was done to the row."""
        event = self.by.undoable(row)
        if event is not None:
            response.headers["Kept-Undo"] = str(event.pk)
        return response


class ApiView(ApiMixin, APIView):
    """An address that is no list of rows."""


class OwnedViewSet(ApiMixin, GenericViewSet):
    """Rows of a model with `objects.visible_to(viewer)`: lists and single rows.

    A subclass names `model`, `serializer_class` (for answers), `order` (for keyset pages),
    `filters` (what may narrow the list) and, by overriding `rows` or `complete`, what answers
    need fetched along. Its writes call actions. `held_first` is the foreign key whose row these
    actions hold before the row itself.
    """

    model: type
    filters: type[Filters] = Filters
    order: tuple[str, ...] = ("-updated_at", "-id")
    held_first: str = ""
    lookup_value_converter = "str"

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.filters._declared_fields:
            extend_schema_view(list=extend_schema(parameters=[cls.filters]))(cls)

    def reads_parameters(self) -> bool:
        return self.request.method in SAFE_METHODS and self.action != "retrieve"

    def get_queryset(self):
        return self.rows(self.model.objects.visible_to(self.request.user))

    def rows(self, visible):
        """Add to the visible rows what answers need."""
        return visible

    def narrow(self, rows, **wanted):
        """Apply the filters that were given."""
        return rows

    def complete(self, rows: list) -> None:
        """Fetch what answers need beside the rows, for all of them at once."""

    @cached_property
    def wanted(self) -> dict:
        """The filters of the address. Raises ValidationError naming the parameter."""
        return self.filters.read(self.request.query_params)

    def list(self, request):
        page = self.paginate_queryset(self.narrow(self.get_queryset(), **self.wanted))
        self.complete(page)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def list_beside(self, rows, shape, order) -> Response:
        """Answer with a list of what belongs to the row of the address, in a shape of its own."""
        Filters.read(self.request.query_params)
        page = self.paginator.page(rows, self.request, order)
        data = shape(page, many=True, context=self.get_serializer_context()).data
        return self.get_paginated_response(data)

    def retrieve(self, request, pk):
        answer = self.answer(self.get_object(), fetched=True)
        if is_known_etag(request, answer["ETag"]):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": answer["ETag"]})
        return answer

    def get_object(self):
        """The row of the address, which must be visible and as If-Match says; then it is held as it is."""
        row = self._found(self.get_queryset())
        if self.request.method in SAFE_METHODS or not names_a_state(self.request):
            return row
        self._hold_first(row)
        row = self._found(self.get_queryset().select_for_update(of=("self",)))
        check_match(self.request, row)
        return row

    def _found(self, rows):
        try:
            row = rows.filter(pk=UUID(self.kwargs["pk"])).first()
        except ValueError:
            row = None
        if row is None:
            raise not_found()
        return row

    def _hold_first(self, row) -> None:
        """Hold what the action will hold before this row, so that two of us never wait for each other."""
        if not self.held_first:
            return
        beside = self.model._meta.get_field(self.held_first).related_model
        ids = {getattr(row, f"{self.held_first}_id"), row.pk if beside is self.model else None}
        rows = beside._base_manager.select_for_update().filter(pk__in=ids - {None})
        list(rows.order_by("pk").values_list("pk"))

    def seen_version(self, row) -> int | None:
        """The version that the client saw, for actions that compare; None if it does not say."""
        return row.version if names_a_state(self.request) else None

    def answer(self, row, status: int = 200, fetched: bool = False) -> Response:
        """Answer with a row as it is now, and its ETag; 201 also says where it is.

        `fetched` rows are shown as they are given.
        """
        if not fetched:
            row = self.get_queryset().get(pk=row.pk)
        self.complete([row])
        facts = self.get_serializer(row).data
        headers = {"ETag": etag_of(row, facts)}
        if status == 201:
            headers["Location"] = reverse(f"api:{self.basename}-detail", args=[row.pk])
        response = Response(facts, status=status, headers=headers)
        return self.with_undo(response, row)

    def gone(self, row) -> Response:
        """Answer after a row was put away."""
        return self.with_undo(Response(status=status.HTTP_204_NO_CONTENT), row)
