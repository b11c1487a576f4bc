"""Which follow-ups, and who may see them: those of the owner alone."""

from django.db.models import Q

from customers.querysets import OwnedQuerySet


class RuleQuerySet(OwnedQuerySet):
    def visible_to(self, viewer):
        """A viewer's own rules and the house's defaults."""
        return self.filter(Q(owner=viewer) | Q(owner=None))

    def editable_by(self, viewer):
        return self.filter(owner=viewer)


class MessageQuerySet(OwnedQuerySet):
    def due(self, now):
        return self.filter(state="planned", due_at__lte=now)

    def waiting(self):
        """Not yet begun and not final: what can still be cancelled."""
        return self.filter(
            Q(state__in=("draft", "planned")) | Q(state="claimed", begun_at=None)
        )


class TaskQuerySet(OwnedQuerySet):
    def open(self):
        return self.filter(state="open")

    def due(self, now):
        """Open, due, and not put off till later."""
        return self.open().filter(
            Q(snoozed_until=None) | Q(snoozed_until__lte=now), due_at__lte=now
        )
