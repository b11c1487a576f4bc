from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    name = "followups"
    verbose_name = _("Follow-ups")

    def ready(self):
        from anymail import signals

        from customers.announcements import climbed, consent_changed, contact_taken_back, contacted, spared
        from followups import (  # noqa: F401 (registers how verbs are told and taken back)
            history,
            history_complaints,
            history_surveys,
            listeners,
            undo,
            undo_complaints,
            undo_surveys,
        )
        from followups.counted import count_followups, newly_overdue
        from team import counting

        counting.register("followups", count_followups)
        counting.register_ageing("followups", newly_overdue)
        climbed.connect(listeners.on_climbed, dispatch_uid="followups.climb")
        contacted.connect(listeners.on_contact, dispatch_uid="followups.contact")
        contact_taken_back.connect(listeners.on_contact_taken_back, dispatch_uid="followups.no_contact")
        consent_changed.connect(listeners.on_consent, dispatch_uid="followups.consent")
        spared.connect(listeners.on_spared, dispatch_uid="followups.spared")
        signals.tracking.connect(listeners.on_news, dispatch_uid="followups.news")
        signals.inbound.connect(listeners.on_mail, dispatch_uid="followups.mail")
        post_migrate.connect(listeners.on_migrated, sender=self, dispatch_uid="followups.rules")
