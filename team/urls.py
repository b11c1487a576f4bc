"""The web addresses of this app."""

from django.urls import path

from team.views import devices, hours, invitations, settings, welcome

urlpatterns = [
    path("welcome/", welcome.welcome, name="welcome"),
    path("settings/", settings.profile, name="settings"),
    path("settings/security/", devices.security, name="settings-security"),
    path("settings/security/devices/", devices.make_token, name="settings-device-add"),
    path("settings/security/devices/out/", devices.sign_out_all, name="settings-devices-out"),
    path("settings/security/devices/<uuid:pk>/out/", devices.sign_out, name="settings-device-out"),
    path("settings/hours/", hours.hours, name="settings-hours"),
    path("settings/hours/week/", hours.set_hours, name="settings-hours-set"),
    path("settings/hours/usual/", hours.use_usual_hours, name="settings-hours-usual"),
    path("settings/hours/quiet/", hours.set_quiet_hours, name="settings-quiet-hours"),
    path("settings/hours/holidays/", hours.keep_holidays, name="settings-holidays"),
    path("settings/hours/off/", hours.take_days_off, name="settings-days-off"),
    path("settings/hours/off/<int:pk>/back/", hours.give_back_day_off, name="settings-day-off-back"),
    path("settings/team/", invitations.invitations, name="settings-team"),
    path("settings/team/<uuid:pk>/again/", invitations.send_again, name="invitation-again"),
    path("settings/team/<uuid:pk>/withdraw/", invitations.withdraw, name="invitation-withdraw"),
    path("invitation/<str:token>/", invitations.accept, name="invitation"),
]
