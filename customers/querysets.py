"""Which people and what belongs to them, and who may see it: the owner, nobody else.

A leader sees figures of a downline, never the customers behind them.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from customers.contacts import phone_digits


class OwnedQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        return self.filter(owner=viewer) if viewer.is_authenticated else self.none()

    def editable_by(self, viewer):
        return self.visible_to(viewer)


class CustomerQuerySet(OwnedQuerySet):
    def visible_to(self, viewer):
        return super().visible_to(viewer).filter(deleted_at=None)

    def matching(self, typed: str):
        """People whose name, e-mail or phone holds every word, or whose phone is what was typed."""
        every_word = Q()
        for word in typed.casefold().split():
            every_word &= Q(name_key__contains=word) | self._has_email(word) | self._has_phone(word)
        return self.filter(every_word | self._has_phone(typed))

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

    def _has_email(self, word):
        return Exists(self._details("emails").filter(customer=OuterRef("pk"), key__contains=word))

    def _has_phone(self, typed):
        digits = phone_digits(typed)
        if not digits:
            return Q(pk__in=[])
        return Exists(self._details("phones").filter(customer=OuterRef("pk"), number__contains=digits))

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
