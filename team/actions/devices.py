"""Signing devices in and out: a token of their own for each, which is worth nothing without the row."""

import hmac
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kit import clock
from kit.events import Actor, Change, record, record_many
from team.errors import TeamRefused
from team.models import Device, Distributor
from team.querysets import DeviceQuerySet
from team.tokens import hash_of, mark_of_password, new_token

VALID = timedelta(days=180)  # without use; each day of use begins the time anew
NOTED = timedelta(hours=1)  # how exactly "last used" is kept: reading must not write each time
SHOWN = 11  # characters of a token that stay readable, the mark among them
DEVICES_AT_MOST = 50
MARK = "kept_"  # by which a token is recognised where it should not be


@transaction.atomic
def sign_in_device(*, distributor: Distributor, by: Actor, name: str) -> tuple[Device, str]:
    """Give a device a token and return both; the token is not to be had again. Raises TeamRefused."""
    row = Distributor.objects.select_for_update(no_key=True, of=("self",)).get(pk=distributor.pk)
    _sign_out_older(row, by)
    if Device.objects.working_for(row).count() >= DEVICES_AT_MOST:
        raise TeamRefused(_("Too many devices are signed in. Sign some out first."), code="too_many_devices")
    token = MARK + new_token()
    now = clock.now()
    device = Device(
        distributor=distributor, name=name, prefix=token[:SHOWN], token_hash=hash_of(token),
        password_mark=mark_of_password(distributor), expires_at=now + VALID,
    )  # fmt: skip
    device.save(force_insert=True)
    record("device.signed_in", device, by=by, after={"name": name, "prefix": device.prefix})
    return device, token


@transaction.atomic
def sign_out_device(*, device: Device, by: Actor) -> Device:
    """Make a token worthless. Twice is once."""
    now = clock.now()
    if Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now, updated_at=now):
        record("device.signed_out", device, by=by, before={"name": device.name})
    device.refresh_from_db()
    return device


@transaction.atomic
def sign_out_devices(*, distributor: Distributor, by: Actor) -> int:
    """Make all tokens of somebody worthless and return how many worked until now."""
    return _end(_standing(distributor), by)


def _sign_out_older(distributor: Distributor, by: Actor) -> None:
    """Devices of an older password end in the history too; a password may change by a door that tells nobody."""
    _end(_standing(distributor).exclude(password_mark=mark_of_password(distributor)), by)


def _standing(distributor: Distributor) -> DeviceQuerySet:
    return Device.objects.select_for_update(of=("self",)).visible_to(distributor).filter(revoked_at=None)


def _end(standing: DeviceQuerySet, by: Actor) -> int:
    now, devices = clock.now(), list(standing.order_by("pk"))
    Device.objects.filter(pk__in=[device.pk for device in devices]).update(revoked_at=now, updated_at=now)
    record_many(
        [Change("device.signed_out", device, before={"name": device.name}) for device in devices], by=by
    )
    return len(devices)


def use_token(token: str) -> Device | None:
    """Return the device of a token that is worth something now, and note its use; one query mostly."""
    devices = Device.objects.working().select_related("distributor__company")
    device = next(iter(devices.filter(token_hash=hash_of(token)).order_by()), None)
    if device is None or not hmac.compare_digest(device.password_mark, mark_of_password(device.distributor)):
        return None
    _note_use(device)
    return device


def _note_use(device: Device) -> None:
    now = clock.now()
    if device.last_used_at is None or device.last_used_at < now - NOTED:
        unnoted = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED)
        Device.objects.filter(unnoted, pk=device.pk).update(last_used_at=now, expires_at=now + VALID)
