"""The web addresses of this app."""

from django.urls import path

from appointments.views import appointment, booking, calendar, guest, keeping, notes, notes_guest, public, settings, waiting

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/kept/", keeping.kept, name="appointments-kept"),
    path("calendar/<str:day>/emergency/", keeping.emergency, name="calendar-emergency"),
    path("appointments/new/", booking.add, name="appointment-add"),
    path("appointments/<uuid:pk>/", appointment.appointment, name="appointment"),
    path("appointments/<uuid:pk>/confirm/", appointment.confirm, name="appointment-confirm"),
    path("appointments/<uuid:pk>/move/", appointment.move, name="appointment-move"),
    path("appointments/<uuid:pk>/cancel/", appointment.cancel, name="appointment-cancel"),
    path("appointments/<uuid:pk>/arrive/", appointment.arrive, name="appointment-arrive"),
    path("appointments/<uuid:pk>/finish/", appointment.finish, name="appointment-finish"),
    path("appointments/<uuid:pk>/miss/", appointment.miss, name="appointment-miss"),
    path("appointments/<uuid:pk>/late/", appointment.late, name="appointment-late"),
    path("appointments/<uuid:pk>/notes/", notes.notes, name="appointment-notes"),
    path("appointments/<uuid:pk>/notes/send/", notes.send, name="appointment-notes-send"),
    path("appointments/<uuid:pk>/notes/<int:guest>/print/", notes.large_print, name="appointment-notes-print"),
    path("appointments/<uuid:pk>/notes/<uuid:correction>/take/", notes.take, name="correction-take"),
    path("appointments/<uuid:pk>/notes/<uuid:correction>/leave/", notes.leave, name="correction-leave"),
    path("n/<str:token>/", notes_guest.notes, name="notes-guest"),
    path("n/<str:token>/<uuid:line>/correct/", notes_guest.correct, name="notes-guest-correct"),
    path("n/<str:token>/<uuid:line>/strike/", notes_guest.strike, name="notes-guest-strike"),
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
    path("b/<slug:handle>/", public.page, name="booking-page"),
    path("b/<slug:handle>/wait/", public.wait, name="booking-page-wait"),
    path("b/<slug:handle>/asked/", public.asked, name="booking-page-asked"),
    path("w/<str:token>/", waiting.waiting, name="waiting-guest"),
    path("w/<str:token>/leave/", waiting.leave, name="waiting-leave"),
    path("waiting/<uuid:pk>/stop/", waiting.stop, name="waiting-stop"),
    path("a/<str:token>/", guest.appointment, name="appointment-guest"),
    path("a/<str:token>/confirm/", guest.confirm, name="appointment-guest-confirm"),
    path("a/<str:token>/cancel/", guest.cancel, name="appointment-guest-cancel"),
    path("a/<str:token>/move/", guest.move, name="appointment-guest-move"),
    path("a/<str:token>/late/", guest.late, name="appointment-guest-late"),
    path("a/<str:token>/again/", guest.again, name="appointment-guest-again"),
]
