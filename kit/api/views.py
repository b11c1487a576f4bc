"""What the views of the API share: scope, keyset lists, conditions, keys."""

from uuid import UUID

from rest_framework import status
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from kit.api.conditions import check_match, etag_of, is_known, require_no_weak
from kit.api.errors import not_found
from kit.api.keys import once
from kit.events import Actor, Door


class ApiMixin:
    """Every write honours Idempotency-Key; `self.by` is the Actor that actions ask for."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        require_no_weak(request)
        if request.method not in SAFE_METHODS and request.user.is_authenticated:
            self._do_once(request.method.lower())

    def _do_once(self, method: str) -> None:
        deed = getattr(self, method, None)
        if deed is not None:
            setattr(self, method, lambda request, *a, **kw: once(request, lambda: deed(request, *a, **kw)))

    @property
    def by(self) -> Actor:
        return Actor(self.request.user, Door.API)

    def read(self, serializer_class, **kwargs) -> dict:
        """Return what the body says, or raise ValidationError naming each field at fault."""
        context = {"request": self.request, "view": self}
        serializer = serializer_class(data=self.request.data, context=context, **kwargs)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


class ApiView(ApiMixin, APIView):
    """An address that is no list of rows."""


class OwnedViewSet(ApiMixin, GenericViewSet):
    """Rows of a model with `objects.visible_to(viewer)`: lists and single rows.

    A subclass names `model`, `serializer_class` (for answers), `order` (for keyset pages) and,
    by overriding `rows`, what answers need fetched along. Its writes call actions.
    """

    model: type
    order: tuple[str, ...] = ("-updated_at", "-id")
    lookup_value_converter = "str"

    def get_queryset(self):
        return self.rows(self.model.objects.visible_to(self.request.user))

    def rows(self, visible):
        """Add to the visible rows what answers need."""
        return visible

    def narrow(self, rows):
        """Apply the filters of a list, from the query parameters."""
        return rows

    def list(self, request):
        page = self.paginate_queryset(self.narrow(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request, pk):
        row = self.get_object()
        if is_known(request, row):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": etag_of(row)})
        return self.answer(row, fetched=True)

    def get_object(self):
        """The row of the address, which must be visible and as If-Match says."""
        try:
            pk = UUID(self.kwargs["pk"])
        except ValueError:
            raise not_found() from None
        row = self.get_queryset().filter(pk=pk).first()
        if row is None:
            raise not_found()
        if self.request.method not in SAFE_METHODS:
            check_match(self.request, row)
        return row

    def answer(self, row, status: int = 200, fetched: bool = False) -> Response:
        """Answer with a row as it is now, and its ETag; 201 also says where it is."""
        if not fetched:
            row = self.get_queryset().get(pk=row.pk)
        headers = {"ETag": etag_of(row)}
        if status == 201:
            headers["Location"] = self.reverse_action("detail", args=[row.pk])
        return Response(self.get_serializer(row).data, status=status, headers=headers)
