"""What this app does when others announce something: signing in is written down, and tokens end with it."""

from allauth.account import signals
from django.db import connections

from kit.events import Actor, Door, record
from team.actions import ensure_agreements, sign_out_devices
from team.models import Agreement


def listen() -> None:
    """Connect the announcements of allauth."""
    signals.email_changed.connect(note_email, dispatch_uid="team.note_email")
    signals.password_changed.connect(note_password, dispatch_uid="team.note_password")
    signals.password_set.connect(note_password, dispatch_uid="team.note_password_set")
    signals.password_reset.connect(note_password, dispatch_uid="team.note_password_reset")


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


def on_migrated(sender, using, **kwargs) -> None:
    """Each company has an agreement to join by."""
    if Agreement._meta.db_table in connections[using].introspection.table_names():
        ensure_agreements()
