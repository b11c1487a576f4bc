"""Time zones, languages and signs: the same on every machine."""

import re
import sys
import zoneinfo
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from mlmcrm.doctor.findings import Finding, bad, check, ok, warn

PINNED = re.compile(r"^tzdata==([\w.]+)", re.MULTILINE)


@check("time zones")
def time_zones() -> Finding:
    installed = version("tzdata")
    wanted = PINNED.search((settings.BASE_DIR / "requirements.txt").read_text())
    if zoneinfo.TZPATH:
        return bad("The zone data of this system is used instead of ours.", "Leave PYTHONTZPATH out.")
    if wanted and wanted[1] != installed:
        return bad(
            f"tzdata {installed} is installed, {wanted[1]} is meant.", "Install requirements.txt again."
        )
    return ok(f"tzdata {installed}.")


@check("languages")
def languages() -> Finding:
    lacking = [code for code, _name in settings.LANGUAGES if code != "en" and not _has_words(code)]
    if lacking:
        return warn(f"There are no words for {', '.join(lacking)}.", "Run manage.py compilemessages.")
    return ok(", ".join(code for code, _name in settings.LANGUAGES) + ".")


@check("names of files")
def names_of_files() -> Finding:
    found = sys.getfilesystemencoding()
    if found != "utf-8":
        return warn(f"They are written as {found}: some names cannot be.", "Start it with LANG=C.UTF-8.")
    return ok("UTF-8.")


def _has_words(code: str) -> bool:
    place = Path(code.replace("-", "_")) / "LC_MESSAGES" / "django.mo"
    return any((Path(folder) / place).exists() for folder in settings.LOCALE_PATHS)
