from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SalesConfig(AppConfig):
    name = "sales"
    verbose_name = _("Sales")

    def ready(self):
        from sales import (  # noqa: F401 (registers how verbs are told and taken back)
            history,
            history_offers,
            history_standing,
            listeners,
            named,
            undo,
            undo_offers,
            undo_standing,
        )
        from sales.counted import count_orders
        from team import counting

        counting.register("orders", count_orders)
        from sales.actions import newest  # noqa: F401 (tells follow-ups of the newest orders)

        post_migrate.connect(listeners.on_migrated, sender=self, dispatch_uid="sales.letters")
