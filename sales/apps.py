from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SalesConfig(AppConfig):
    name = "sales"
    verbose_name = _("Sales")

    def ready(self):
        from sales import history, named, undo  # noqa: F401 (registers how verbs are told and taken back)
        from sales.actions import newest  # noqa: F401 (tells follow-ups of the newest orders)
