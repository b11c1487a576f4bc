"""Which flags, and who may see them: those of the owner alone."""

from customers.querysets import OwnedQuerySet


class FlagQuerySet(OwnedQuerySet):
    def standing(self):
        """Neither cleared nor judged yet."""
        return self.filter(cleared_on=None, judged_on=None)
