import threading

from django.apps import AppConfig

from kit.logs.threads import log_breakdown


class KitConfig(AppConfig):
    name = "kit"
    verbose_name = "Kit"

    def ready(self):
        threading.excepthook = log_breakdown
