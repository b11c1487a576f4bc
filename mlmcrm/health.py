"""Whether the machinery lives: the foot of every page, /readyz and doctor say the same by this."""

import shutil
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kit import clock
from kit.bounded import Shared, TookTooLong
from kit.models import Pulse

PATIENCE = 2.0  # seconds that an answer of /readyz may take
LATE = 90  # seconds; a task ends after 60, so what was silent for longer is not merely busy
LEAST_FREE = 64 * 1024 * 1024  # bytes; below that SQLite may fail in the middle of a day
PULSES = {"worker": "worker", "schedule": "beat"}  # what readers know them by: their rows


@dataclass(frozen=True)
class Reason:
    """Why the product is not ready: nothing in it names a person, a machine or a secret."""

    check: str
    detail: str


@dataclass(frozen=True)
class Health:
    """What was found: no reasons means ready. Ages in seconds, None for what never ticked."""

    reasons: tuple[Reason, ...] = ()
    ages: dict[str, float | None] = field(default_factory=dict)

    def __add__(self, other: "Health") -> "Health":
        return Health(self.reasons + other.reasons, self.ages | other.ages)


def examine() -> Health:
    """Look at everything, in bounded time, whatever hangs. Costs two queries."""
    until = time.monotonic() + PATIENCE
    return _wait_for(_database, until, NO_ANSWER) + _wait_for(_disk, until, NO_DISK)


def is_late(ticked_at: datetime | None) -> bool:
    """Has a part of the machinery been silent for too long?"""
    return ticked_at is None or age_of(ticked_at) > LATE


def age_of(ticked_at: datetime) -> float:
    """Seconds since a tick."""
    return max(0.0, (clock.now() - ticked_at).total_seconds())


def look_at_database() -> Health:
    """What the database tells, over the connection of this thread."""
    try:
        missing = len(missing_migrations())
        if missing:
            return Health((Reason("migrations", f"Not applied: {missing}. Run manage.py migrate."),))
        return _look_at_pulses()
    except Error:
        return NO_ANSWER


def missing_migrations() -> set[tuple[str, str]]:
    """Which migrations of this code the database has not seen."""
    recorder = MigrationRecorder(connection)
    try:
        applied = set(recorder.migration_qs.values_list("app", "name"))
    except Error:
        if recorder.has_table():
            raise
        applied = set()
    return set(known_migrations()) - applied


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Every migration of this code, as (app, name); read once in the life of a process."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def look_at_disk() -> Health:
    """Is there room where the database lies? Only the embedded one is on a disk of ours."""
    if settings.EMBEDDED and shutil.disk_usage(settings.DATA_DIR).free < LEAST_FREE:
        megabytes = LEAST_FREE // 1024**2
        return Health((Reason("disk", f"Less than {megabytes} MB are free where the database lies."),))
    return Health()


NO_ANSWER = Health((Reason("database", "The database does not answer."),))
NO_DISK = Health((Reason("disk", "The disk of the data folder does not answer."),))


def ticked_at() -> dict[str, datetime | None]:
    """When each part last ticked."""
    ticked = dict(Pulse.objects.filter(name__in=PULSES.values()).values_list("name", "ticked_at"))
    return {part: ticked.get(name) for part, name in PULSES.items()}


def _look_at_pulses() -> Health:
    found = Health()
    for part, at in ticked_at().items():
        reasons = (Reason(part, silence(part, at)),) if is_late(at) else ()
        found += Health(reasons, {part: round(age_of(at), 1) if at else None})
    return found


def silence(part: str, at: datetime | None) -> str:
    return (
        f"The {part} last ticked {age_of(at):.0f} seconds ago." if at else f"The {part} has not ticked yet."
    )


def _wait_for(look: Shared, until: float, otherwise: Health) -> Health:
    try:
        return look.result(max(0.0, until - time.monotonic()))
    except (TookTooLong, OSError):
        return otherwise


def over_own_connection(look, seconds: float = PATIENCE):
    """Look over a connection for this look alone, in a thread of its own: the one of pages must not hang."""
    connection.settings_dict = impatient(connection.settings_dict, seconds)
    try:
        return look()
    finally:
        connection.close()


def impatient(database: dict, seconds: float) -> dict:
    """The settings of a database, for somebody who gives up after so many seconds."""
    options = dict(database.get("OPTIONS", {}))
    if database["ENGINE"] == "kit.sqlite":
        return {**database, "OPTIONS": {**options, "timeout": 1}}
    options |= {
        "options": f"{options.get('options', '')} -c statement_timeout={int(seconds * 750)}ms",
        "connect_timeout": 2,  # seconds, the least that libpq knows
        "tcp_user_timeout": 2000,
        "keepalives_idle": 1,
        "keepalives_interval": 1,
        "keepalives_count": 2,
    }
    return {**database, "OPTIONS": options}


_database = Shared(partial(over_own_connection, look_at_database))
_disk = Shared(look_at_disk)
