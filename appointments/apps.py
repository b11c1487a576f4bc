from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = _("Appointments")

    def ready(self):
        from appointments import (  # noqa: F401 (registers how verbs are told and taken back, and documents)
            history,
            invitations,
            listeners,
            printed,
            undo,
        )
        from appointments.counted import count_appointments
        from team import counting

        counting.register("appointments", count_appointments)
        post_migrate.connect(listeners.on_migrated, sender=self, dispatch_uid="appointments.letters")
