"""The web addresses of this app."""

from django.urls import path

from appointments.views import guest

urlpatterns = [
    path("a/<str:token>/", guest.appointment, name="appointment-guest"),
    path("a/<str:token>/confirm/", guest.confirm, name="appointment-guest-confirm"),
    path("a/<str:token>/cancel/", guest.cancel, name="appointment-guest-cancel"),
    path("a/<str:token>/move/", guest.move, name="appointment-guest-move"),
]
