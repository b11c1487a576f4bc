"""What may be read without signing in: the schema of the API, and a page that shows it and tries it out."""

from functools import cache

from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView


class SchemaView(APIView):
    """The OpenAPI document, as JSON or as YAML."""

    schema = None
    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer)

    def get(self, request):
        return Response(document())


@cache
def document() -> dict:
    """The schema; it takes a second to make and is the same for everybody."""
    return SchemaGenerator().get_schema(request=None, public=True)


@require_safe
def docs(request):
    """Swagger UI over the schema."""
    return render(request, "mlmcrm/api_docs.html")
