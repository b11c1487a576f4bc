"""The JSON door: every resource under /api/v1/, its schema and its pages."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from customers.api import PeopleViewSet
from kit.api.errors import not_found
from kit.api.views import ApiView


class Nowhere(ApiView):
    """Any other address: an error in the API's own shape, for whoever is signed in."""

    schema = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise not_found()


router = SimpleRouter(use_regex_path=False)
router.register("people", PeopleViewSet, "people")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("", include(router.urls)),
    path("<path:rest>", Nowhere.as_view(), name="api-nowhere"),
]
