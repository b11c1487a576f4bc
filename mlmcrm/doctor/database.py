"""The database: does it answer, does it fit this code, is it whole."""

import time

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.recorder import MigrationRecorder

from kit import clock
from kit.environment import SettingsError
from mlmcrm import health
from mlmcrm.checks import holds_demo, refuse_public_demo
from mlmcrm.doctor.findings import Finding, bad, check, ok, warn

SKEW, GREAT_SKEW = 5, 300  # seconds
SAFE = ("database", "migrations")


@check("database")
def answers() -> Finding:
    began = time.monotonic()
    try:
        connection.ensure_connection()
        version = ".".join(map(str, connection.get_database_version()))
    except Error as problem:
        mend = (
            "Start it, and check DATABASE_URL." if not settings.EMBEDDED else "Check the file and its owner."
        )
        reason = str(problem).strip().splitlines()[0]
        return bad(f"It does not answer ({reason}).", mend)
    took = (time.monotonic() - began) * 1000
    return ok(f"{connection.display_name} {version} answers in {took:.0f} ms.")


@check("migrations", after=("database",))
def migrations() -> Finding:
    missing = health.missing_migrations()
    if missing:
        names = ", ".join(sorted(f"{app}.{name}" for app, name in missing)[:3])
        return bad(
            f"Not applied: {len(missing)} ({names} …).", "Run manage.py migrate, or bin/run, which does it."
        )
    unknown = {
        key
        for key in MigrationRecorder(connection).applied_migrations()
        if key not in health.known_migrations()
    }
    if unknown:
        return warn(
            f"The database knows {len(unknown)} migrations that this code does not.",
            "Run the version that wrote it, or a newer one.",
        )
    return ok("All are applied.")


@check("write-ahead log", after=SAFE)
def write_ahead_log() -> Finding | None:
    if not settings.EMBEDDED:
        return None
    mode = ask("PRAGMA journal_mode")
    if mode != "wal":
        return bad(
            f"SQLite is in {mode} mode: readers and writers block each other.",
            "Put it on a local disk and start again.",
        )
    return ok("On.")


@check("integrity", seconds=30, after=SAFE)
def integrity() -> Finding | None:
    if not settings.EMBEDDED:
        return None
    found = ask("PRAGMA quick_check(1)")
    if found != "ok":
        return bad(
            "The file of the database is damaged.",
            "Stop Kept, keep a copy of the file, and go back to the last backup.",
        )
    return ok("The file is whole.")


@check("clock", after=("database",))
def clocks() -> Finding:
    ahead = clock.ahead_of_database()
    said = f"This machine is {abs(ahead):.0f} seconds {'ahead of' if ahead > 0 else 'behind'} the database."
    mend = "Let both keep their time by NTP; letters go by the database's."
    if abs(ahead) > GREAT_SKEW:
        return bad(said, mend)
    return warn(said, mend) if abs(ahead) > SKEW else ok("This machine and the database agree.")


@check("text of the database", after=("database",))
def encoding() -> Finding | None:
    if settings.EMBEDDED:
        return None
    found = ask("SHOW server_encoding")
    if found != "UTF8":
        return bad(
            f"It is kept as {found}: not every name can be written.",
            "Make the database anew with ENCODING 'UTF8'.",
        )
    return ok("UTF-8.")


@check("demo world", after=SAFE)
def demo_world() -> Finding:
    try:
        refuse_public_demo()
    except SettingsError as problem:
        return bad(str(problem), "Use a database of your own.")
    return ok("It is served on this machine only." if holds_demo() else "This is none.")


def ask(question: str):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]
