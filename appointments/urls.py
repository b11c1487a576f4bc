"""The web addresses of this app."""

from django.urls import path

from appointments.views import guest, settings

urlpatterns = [
    path("settings/appointments/", settings.settings, name="settings-appointments"),
    path("settings/appointments/limits/", settings.set_limits, name="settings-availability"),
    path("settings/appointments/kinds/usual/", settings.take_usual_kinds, name="meeting-kinds-usual"),
    path("settings/appointments/kinds/add/", settings.add_kind, name="meeting-kind-add"),
    path("settings/appointments/kinds/<uuid:pk>/", settings.change_kind, name="meeting-kind"),
    path("settings/appointments/kinds/<uuid:pk>/retire/", settings.retire_kind, name="meeting-kind-retire"),
    path("settings/appointments/kinds/<uuid:pk>/back/", settings.bring_back_kind, name="meeting-kind-back"),
    path("settings/appointments/protected/", settings.protect_time, name="protected-time-add"),
    path(
        "settings/appointments/protected/<int:pk>/free/",
        settings.free_protected_time,
        name="protected-time-free",
    ),
    path("settings/appointments/days/", settings.set_hours_on_day, name="hours-on-day-set"),
    path(
        "settings/appointments/days/<int:pk>/clear/", settings.clear_hours_on_day, name="hours-on-day-clear"
    ),
    path("a/<str:token>/", guest.appointment, name="appointment-guest"),
    path("a/<str:token>/confirm/", guest.confirm, name="appointment-guest-confirm"),
    path("a/<str:token>/cancel/", guest.cancel, name="appointment-guest-cancel"),
    path("a/<str:token>/move/", guest.move, name="appointment-guest-move"),
]
