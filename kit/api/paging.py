"""Keyset pages as JSON: `{"results": […], "next": "CURSOR" or null}`."""

from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from kit.api.errors import ApiError
from kit.paging import page_of

USUAL, MOST = 50, 200


class KeysetPagination(BasePagination):
    """Pages in the order that the view names in `order`; `?limit=` and `?cursor=`."""

    def paginate_queryset(self, queryset, request, view=None):
        return self.page(queryset, request, view.order)

    def page(self, queryset, request, order) -> list:
        """Return the rows of the page that the address asks for."""
        size = limit_of(request.query_params.get("limit"))
        cursor = request.query_params.get("cursor", "")
        page = page_of(queryset, order=order, cursor=cursor, size=size)
        self.next = page.next or None
        return page.rows

    def get_paginated_response(self, data):
        return Response({"results": data, "next": self.next})

    def get_paginated_response_schema(self, schema):
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": schema,
                "next": {
                    "type": ["string", "null"],
                    "description": "The cursor of the next page, null on the last.",
                },
            },
        }

    def get_schema_operation_parameters(self, view):
        return [
            _parameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
                "How many rows a page has at most.",
            ),
            _parameter("cursor", {"type": "string"}, "The `next` of the page before, with the same order."),
        ]


def _parameter(name: str, schema: dict, said: str) -> dict:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": said}


def limit_of(typed: str | None) -> int:
    """Return how many rows a page has at most. Raises ApiError."""
    if typed is None:
        return USUAL
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:9]) <= MOST):
        said = _("A number from 1 to %(most)s, please.") % {"most": MOST}
        raise ApiError(400, "invalid", f"limit: {said}", fields={"limit": [said]})
    return int(typed)
