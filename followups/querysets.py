"""Which follow-ups, and who may see them: those of the owner alone."""

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from customers.querysets import OwnedQuerySet
from team.tree import upline_paths

TO_COME = ("draft", "planned", "claimed")  # states of messages that are neither final nor unclear


class PlaybookQuerySet(OwnedQuerySet):
    def visible_to(self, viewer):
        """A viewer's own playbooks and the house's."""
        return self.filter(Q(owner=viewer) | Q(owner=None)) if viewer.is_authenticated else self.none()

    def editable_by(self, viewer):
        return self.filter(owner=viewer) if viewer.is_authenticated else self.none()

    def shared_with(self, viewer):
        """What leaders above a viewer share with their line."""
        if not viewer.is_authenticated or viewer.path is None:
            return self.none()
        above = {"owner__company": viewer.company_id, "owner__path__in": upline_paths(viewer.path)}
        return self.filter(shared_at__isnull=False, owner__is_active=True, **above)

    def of(self, owner_id):
        """The playbooks that hold for a distributor: an own one takes the place of the house's."""
        own = self.model.objects.filter(owner=owner_id, key=OuterRef("key"))
        return self.filter(Q(owner=owner_id) | Q(owner=None)).exclude(Q(owner=None) & Exists(own))

    def with_steps_count(self):
        """Add the number of steps that are live, as `steps_count`."""
        rules = self.model._meta.get_field("steps").related_model.objects
        live = rules.filter(playbook=OuterRef("pk"), retired_at=None).order_by()
        count = live.values("playbook").annotate(n=Count("pk")).values("n")
        return self.annotate(steps_count=Coalesce(Subquery(count, output_field=IntegerField()), 0))


class RuleQuerySet(OwnedQuerySet):
    def visible_to(self, viewer):
        """A viewer's own rules and the house's defaults."""
        return self.filter(Q(owner=viewer) | Q(owner=None))

    def editable_by(self, viewer):
        return self.filter(owner=viewer)

    def of(self, owner_id):
        """The rules in use for a distributor: an own playbook, or rule, takes the place of the house's."""
        playbooks = self.model._meta.get_field("playbook").related_model.objects
        own_playbook = playbooks.filter(owner=owner_id, key=OuterRef("playbook__key"))
        own_rule = self.model.objects.filter(owner=owner_id, key=OuterRef("key"))
        taken = Q(owner=None) & (Exists(own_playbook) | Exists(own_rule))
        mine = Q(owner=owner_id) | Q(owner=None)
        return self.filter(mine, is_active=True, retired_at=None).exclude(taken)


class MessageQuerySet(OwnedQuerySet):
    def visible_to(self, viewer):
        """One's own; what still waits for somebody taken off the list is not shown any more."""
        waits = Q(state__in=TO_COME, customer__deleted_at__isnull=False)
        rows = super().visible_to(viewer)
        # The owner of the people is named too, so that the database looks at this owner's alone.
        return rows.filter(customer__owner=viewer).exclude(waits) if viewer.is_authenticated else rows

    def due(self, now):
        return self.filter(state="planned", due_at__lte=now)

    def waiting(self):
        """Not yet begun and not final: what can still be cancelled."""
        return self.filter(Q(state__in=("draft", "planned")) | Q(state="claimed", begun_at=None))

    def waited(self):
        """Held after a time without delivery, until somebody says what is to become of it."""
        return self.filter(state="draft", reason_code="waited")

    def unsettled(self):
        """What was not sent, and nobody has said yet what is to become of it."""
        return self.filter(state__in=("refused", "failed", "expired"), settled_at=None)

    def awaiting(self):
        """Neither final nor unclear: what is still to come."""
        return self.filter(state__in=TO_COME)

    def of_order(self, order_id):
        return self.filter(occurrence__startswith=f"order:{order_id}")

    def counted_to_show(self):
        """The same, with those that are settled, and those that wait for a word, by themselves."""
        shown = Case(
            When(settled_at__isnull=False, then=Value("settled")),
            When(state="draft", reason_code="waited", then=Value("waited")),
            default="state",
        )
        return dict(self.order_by().annotate(shown=shown).values_list("shown").annotate(Count("pk")))

    def counted_by_state(self):
        """The number of messages in each state that occurs."""
        counted = self.order_by().values_list("state").annotate(Count("pk"))
        return dict(counted)


class TaskQuerySet(OwnedQuerySet):
    def open(self):
        return self.filter(state="open")

    def of_order(self, order_id):
        return self.filter(occurrence__startswith=f"order:{order_id}")

    def due(self, now):
        """Open, due, and not put off till later."""
        return self.open().filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now), due_at__lte=now)

    def due_later(self, now):
        """Open, and still to come or put off."""
        return self.open().filter(Q(snoozed_until__gt=now) | Q(due_at__gt=now))


class PromiseQuerySet(OwnedQuerySet):
    def standing(self):
        """What was not taken back: it was given."""
        return self.filter(revoked_at=None)

    def open(self):
        return self.standing().filter(state="open")

    def due(self, today):
        """Open, and to be done today or before."""
        return self.open().filter(due_on__lte=today)

    def judged(self):
        """What came to an end that says how promises are kept; released ones say nothing."""
        return self.standing().filter(state__in=("early", "kept", "late", "broken"))


class ReplyQuerySet(OwnedQuerySet):
    def doubtful(self):
        """Those of which their distributor must say what they meant, the oldest first."""
        open_ones = self.filter(meaning="doubtful", settled_at=None, customer__deleted_at=None)
        return open_ones.select_related("customer", "message__rule").order_by("at", "id")


class ComplaintQuerySet(OwnedQuerySet):
    def standing(self):
        """What was not written down by mistake."""
        return self.filter(revoked_at=None)

    def open(self):
        return self.standing().filter(closed_at=None)


class SurveyQuerySet(OwnedQuerySet):
    def standing(self):
        return self.filter(revoked_at=None)

    def asked(self):
        """Without those that were never asked, and keep a wish for none."""
        return self.standing().exclude(answered_at=None, message=None, closes_at__lte=F("asked_at"))

    def answered(self):
        return self.standing().filter(answered_at__isnull=False)


class SuggestionQuerySet(OwnedQuerySet):
    def open(self):
        return self.filter(state="open", revoked_at=None)
