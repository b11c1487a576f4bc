from django.apps import AppConfig
from django.conf import settings
from django.core.management import call_command
from django.db.models.signals import post_migrate


class HouseConfig(AppConfig):
    name = "mlmcrm"
    verbose_name = "Kept"

    def ready(self):
        from mlmcrm import checks, told  # noqa: F401 (registers the checks, and how imports are told)

        post_migrate.connect(make_cache_table, sender=self)


def make_cache_table(using, **kwargs):
    """PostgreSQL without Redis keeps the cache in a table, which no migration of an app makes."""
    if "db.DatabaseCache" in settings.CACHES["default"]["BACKEND"]:
        call_command("createcachetable", database=using, verbosity=0)
