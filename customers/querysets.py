"""Which people and what belongs to them, and who may see it: the owner, nobody else.

A leader sees figures of a downline, never the customers behind them.
"""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When

from customers.contacts import phone_digits
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


class TouchQuerySet(OwnedQuerySet):
    def standing(self):
        return self.filter(revoked_at=None)


class LadderStepQuerySet(OwnedQuerySet):
    def standing(self):
        """Evidence that has not been revoked."""
        return self.filter(revoked_at=None)


class ConsentQuerySet(OwnedQuerySet):
    def standing(self):
        return self.filter(withdrawn_at=None)
