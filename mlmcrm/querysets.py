"""Which imports, and who may see them: whoever's people they bring."""

from django.db.models import Exists, OuterRef, Q

from customers.querysets import OwnedQuerySet

ASKED = ("queued", "waiting")  # for a worker, to be tried or to be written
BEGUN = ("checking", "running")
OPEN = ("queued", "checking", "checked")  # nothing is written yet
GONE = ("dropped",)


class ImportQuerySet(OwnedQuerySet):
    def listed(self):
        """Those of which somebody wants to know: neither put away nor merely tried by a command."""
        return self.exclude(state__in=GONE).exclude(door="command", dry_run=True)

    def due(self, now):
        """What a worker may take: begun ones first that nobody holds, of each owner one at a time."""
        held = self.model.objects.filter(lease_token__isnull=False, state__in=BEGUN)
        busy = Exists(held.filter(owner=OuterRef("owner")))
        free = Q(lease_until=None) | Q(lease_until__lt=now)
        begun = Q(state__in=BEGUN, lease_token__isnull=False)
        return self.filter(free & (begun | (Q(state__in=ASKED) & ~busy)))
