"""Which appointments, and who may see them: those of the owner alone."""

from django.db import models

from customers.querysets import OwnedQuerySet

HOLDING = ("asked", "booked", "confirmed", "arrived")  # states that hold their time


class AppointmentQuerySet(OwnedQuerySet):
    def holding(self):
        """Those that take their time now; a request whose hold has ended is swept, not forgotten here."""
        return self.filter(state__in=HOLDING)

    def overlapping(self, start, end):
        """Those whose blocked range meets a range."""
        return self.filter(blocked_from__lt=end, blocked_until__gt=start)

    def to_come(self, now):
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")


class NotesQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        return self.filter(appointment__owner=viewer) if viewer.is_authenticated else self.none()


class CorrectionQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        if not viewer.is_authenticated:
            return self.none()
        return self.filter(line__notes__appointment__owner=viewer)


class OutsideTimeQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        return self.filter(calendar__owner=viewer) if viewer.is_authenticated else self.none()

    def overlapping(self, start, end):
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class GuestQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        return self.filter(appointment__owner=viewer) if viewer.is_authenticated else self.none()
