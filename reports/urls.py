"""The web addresses of this app."""

from django.urls import path

from reports import views

urlpatterns = [
    path("retention/", views.retention, name="retention"),
]
