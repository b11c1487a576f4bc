"""Which people and what belongs to them, and who may see it: the owner, nobody else.

A leader sees figures of a downline, never the customers behind them.
"""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, SmallIntegerField, When, Window
from django.db.models.functions import RowNumber

from customers import readiness
from customers.contacts import phone_digits
from customers.conversion import opening
from customers.ladder import PROSPECT_KINDS, Rung
from kit.folding import pattern_at_start, pattern_at_word, pattern_of, words_of


class OwnedQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        return self.filter(owner=viewer) if viewer.is_authenticated else self.none()

    def editable_by(self, viewer):
        return self.visible_to(viewer)


class CustomerQuerySet(OwnedQuerySet):
    def visible_to(self, viewer):
        return super().visible_to(viewer).filter(deleted_at=None)

    def restorable_by(self, viewer):
        """Whoever could be brought back: the viewer's own, deleted or not."""
        return super().visible_to(viewer)

    def matching(self, typed: str, owner=None):
        """People whose name, e-mail or phone holds every word, or whose phone is what was typed.

        Accents are as good as none. Name the owner where all are of one: then only what is
        the owner's own is looked through.
        """
        every_word = Q()
        for word in words_of(typed):
            named = Q(name_key__regex=pattern_of(word))
            every_word &= named | self._has_email(word, owner) | self._has_phone(word, owner)
        return self.filter(every_word | self._has_phone(typed, owner))

    def best_named_first(self, typed: str):
        """Whose name begins with what was typed, then who has a word that does, then the others."""
        word = next(iter(words_of(typed)), "")
        place = Case(
            When(name_key__regex=pattern_at_start(word), then=0),
            When(name_key__regex=pattern_at_word(word), then=1),
            default=2,
        )
        return self.order_by(place, "name_key", "pk")

    def reached_at(self, owner, email_keys, phones):
        """People of an owner with one of these e-mail addresses (as keys) or phones (E.164)."""
        emails = self._details("emails").filter(owner=owner, key__in=email_keys)
        numbers = self._details("phones").filter(owner=owner, number__in=phones)
        return self.filter(Q(pk__in=emails.values("customer")) | Q(pk__in=numbers.values("customer")))

    def slipping(self, today):
        return self.filter(slips_on__lte=today, cools_on__gt=today)

    def cooling(self, today):
        return self.filter(cools_on__lte=today)

    def not_spared(self, today):
        """Who is neither in grief nor left in peace."""
        return self.exclude(_is_spared(today))

    def ready_to_climb(self, viewer):
        """The viewer's people for whom `customers.readiness` finds a reason."""
        return self.filter(self._is_ready(viewer))

    def with_ready(self, viewer):
        """Add `ready`: 1 for those who are ready to climb, 0 for the others."""
        ready = Case(When(self._is_ready(viewer), then=1), default=0, output_field=SmallIntegerField())
        return self.annotate(ready=ready)

    def first_on_each_rung(self, size: int, order):
        """The first people on each rung in an order, by one statement."""
        place = Window(RowNumber(), partition_by="rung", order_by=order)
        return self.annotate(place=place).filter(place__lte=size).order_by("rung", "place")

    def counted_by_rung(self, viewer):
        """How many stand on each rung, how many of them are ready, how many stayed all the window."""
        stayed = Q(rung=Rung.SUSPECT) | Q(rung_since=None) | Q(rung_since__lte=opening(viewer.today()))
        return self.order_by().values("rung").annotate(
            everyone=Count("pk"),
            ready=Count("pk", filter=self._is_ready(viewer)),
            stayed=Count("pk", filter=stayed),
        )  # fmt: skip

    def _is_ready(self, viewer) -> Q:
        """What `customers.readiness` decides from facts, asked of the database."""
        today, zone = viewer.today(), viewer.zoneinfo

        def ago(days: int) -> date:
            return today - timedelta(days)

        def midnight(days: int) -> datetime:
            return datetime.combine(ago(days), time.min, zone)

        wrote = Q(pk__in=self._details("touches").wrote_since(viewer, midnight(readiness.WROTE)))
        asked = self._details("steps").standing().filter(
            customer=OuterRef("pk"), kind__in=PROSPECT_KINDS, on__gte=ago(readiness.INTEREST)
        )  # fmt: skip
        introduced = Q(warmth="warm", introduced_by__isnull=False, rung_since__gte=ago(readiness.INTRODUCED))
        about_now = Q(
            expected_order_on__range=(ago(readiness.LATE), ago(-readiness.SOON)), slips_on__gt=today
        )
        glad = Q(
            orders_count__gte=readiness.REGULAR,
            rung_since__lte=ago(readiness.SETTLED),
            last_order_at__gte=midnight(readiness.GLAD),
        )
        return ~_is_spared(today) & (
            Q(rung=Rung.SUSPECT) & (wrote | introduced)
            | Q(rung=Rung.PROSPECT) & Exists(asked)
            | Q(rung=Rung.CUSTOMER) & about_now
            | Q(rung=Rung.CLIENT) & (Exists(asked.filter(on__gt=OuterRef("rung_since"))) | glad)
            | Q(rung=Rung.MEMBER) & (wrote | glad)
        )

    def with_contacts(self):
        return self.prefetch_related("emails", "phones")

    def with_tags(self):
        return self.prefetch_related("tags")

    def _has_email(self, word, owner):
        return self._has("emails", owner, key__contains=word)

    def _has_phone(self, typed, owner):
        digits = phone_digits(typed)
        return self._has("phones", owner, number__contains=digits) if digits else Q(pk__in=[])

    def _has(self, name, owner, **condition):
        found = self._details(name).filter(**condition)
        if owner is None:
            return Exists(found.filter(customer=OuterRef("pk")))
        return Q(pk__in=found.filter(owner=owner).values("customer"))

    def _details(self, name):
        return self.model._meta.get_field(name).related_model.objects.all()


def _is_spared(today: date) -> Q:
    return Q(grieving_until__gte=today) | Q(resting_until__gte=today)


class TouchQuerySet(OwnedQuerySet):
    def standing(self):
        return self.filter(revoked_at=None)

    def wrote_since(self, viewer, moment: datetime):
        """Ids of the viewer's people who got in touch themselves since a moment."""
        came_in = self.standing().filter(owner=viewer, direction="in", at__gte=moment)
        return came_in.order_by().values("customer")


class LadderStepQuerySet(OwnedQuerySet):
    def standing(self):
        """Evidence that has not been revoked."""
        return self.filter(revoked_at=None)

    def of_movers(self, viewer):
        """Standing evidence of the viewer's people who moved since the window of conversion opened."""
        since = opening(viewer.today())
        people = self.model._meta.get_field("customer").related_model.objects.visible_to(viewer)
        movers = people.filter(rung__gt=Rung.SUSPECT, rung_since__gt=since)
        return self.standing().filter(customer__in=movers).order_by()


class ConsentQuerySet(OwnedQuerySet):
    def standing(self):
        return self.filter(withdrawn_at=None)

    def at(self, moment):
        """Those that stood at a moment."""
        return self.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment), given_at__lte=moment)


class WantQuerySet(OwnedQuerySet):
    def standing(self):
        """What was not taken back."""
        return self.filter(revoked_at=None)

    def unmet(self):
        return self.standing().filter(met_at=None)


class ReferralQuerySet(OwnedQuerySet):
    def standing(self):
        """What was not taken back."""
        return self.filter(revoked_at=None)
