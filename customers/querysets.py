"""Which people and what belongs to them, and who may see it: the owner, nobody else.

A leader sees figures of a downline, never the customers behind them.
"""

from django.db import models
from django.db.models import Prefetch, Q


class OwnedQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        return self.filter(owner=viewer) if viewer.is_authenticated else self.none()

    def editable_by(self, viewer):
        return self.visible_to(viewer)


class CustomerQuerySet(OwnedQuerySet):
    def visible_to(self, viewer):
        return super().visible_to(viewer).filter(deleted_at=None)

    def matching(self, words: str):
        """People whose name, address, e-mail or phone holds every word, in any order."""
        found = self
        for word in words.casefold().split():
            digits = "".join(character for character in word if character.isdigit())
            hit = Q(name_key__contains=word) | Q(pk__in=self._with_email(word))
            if len(digits) >= 3:
                hit |= Q(pk__in=self._with_phone(digits))
            found = found.filter(hit)
        return found

    def slipping(self, today):
        return self.filter(slips_on__lte=today, cools_on__gt=today)

    def cooling(self, today):
        return self.filter(cools_on__lte=today)

    def with_contacts(self):
        return self.prefetch_related("emails", "phones")

    def with_tags(self):
        return self.prefetch_related(Prefetch("tags"))

    def _with_email(self, word):
        emails = self.model._meta.get_field("emails").related_model
        return emails.objects.filter(key__contains=word).values("customer")

    def _with_phone(self, digits):
        phones = self.model._meta.get_field("phones").related_model
        return phones.objects.filter(number__contains=digits).values("customer")


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
