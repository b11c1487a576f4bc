"""The addresses of the product, and the page of components beside them."""

from django.urls import path

from mlmcrm.urls import urlpatterns as product
from tests.kit import components

urlpatterns = [
    path("components/", components.show, name="components"),
    path("components/done/", components.done),
    *product,
]
