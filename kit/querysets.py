from django.db import models


class EventQuerySet(models.QuerySet):
    """Events are only ever added; the exception is the erasure of a person."""

    def visible_to(self, viewer):
        return self.filter(owner=viewer)

    def about(self, person_id):
        return self.filter(person_id=person_id)

    def uncounted(self):
        """Those that no figure rests on yet."""
        return self.filter(counted=False)

    def mark_counted(self) -> int:
        """Note that the figures which rest on them were counted; what they tell stays as it is."""
        return super().update(counted=True)

    def update(self, **kwargs):
        raise TypeError("Events are append-only.")

    def delete(self):
        raise TypeError("Events are append-only.")


class RequestOutcomeQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        return self.filter(user=viewer)
