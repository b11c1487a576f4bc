from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "mlmcrm"
    verbose_name = "Kept"

    def ready(self):
        from mlmcrm import checks  # noqa: F401 (registers the checks)
