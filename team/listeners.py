"""What this app does when others announce something about signing in: it is written down, tokens end."""

from allauth.account import signals
from django.db.models.signals import post_save

from kit.events import Actor, Door, record
from team.actions import sign_out_devices
from team.models import Distributor


def listen() -> None:
    """Connect the announcements of allauth, and of Django about our own rows."""
    signals.email_changed.connect(note_email, dispatch_uid="team.note_email")
    signals.password_changed.connect(note_password, dispatch_uid="team.note_password")
    signals.password_set.connect(note_password, dispatch_uid="team.note_password_set")
    signals.password_reset.connect(note_password, dispatch_uid="team.note_password_reset")
    post_save.connect(end_devices, sender=Distributor, dispatch_uid="team.end_devices")


def note_email(request, user, from_email_address, to_email_address, **kwargs) -> None:
    before = from_email_address.email if from_email_address else None
    record(
        "account.email_changed",
        user,
        by=Actor(user, Door.WEB),
        before={"email": before},
        after={"email": to_email_address.email},
    )


def note_password(request, user, **kwargs) -> None:
    by = Actor(user, Door.WEB)
    record("account.password_changed", user, by=by)
    sign_out_devices(distributor=user, by=by)


def end_devices(instance: Distributor, **kwargs) -> None:
    """Whoever is switched off, by whatever door, has no devices; being switched on again revives none."""
    if not instance.is_active:
        sign_out_devices(distributor=instance, by=Actor(None, Door.TASK))
