from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = _("Customers")

    def ready(self):
        from customers import history, undo  # noqa: F401 (registers how verbs are told and taken back)
        from customers.counted import count_people
        from team import counting

        counting.register("people", count_people)
