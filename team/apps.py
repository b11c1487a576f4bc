from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TeamConfig(AppConfig):
    name = "team"
    verbose_name = _("Team")

    def ready(self):
        from team import history, undo  # noqa: F401 (registers how verbs are told and taken back)
        from team.listeners import listen, on_migrated

        listen()
        post_migrate.connect(on_migrated, sender=self, dispatch_uid="team.agreements")
