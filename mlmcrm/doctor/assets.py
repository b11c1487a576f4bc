"""Style sheets, scripts and pictures: a page that names one that is not there breaks."""

import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from mlmcrm.assets import UNUSED
from mlmcrm.doctor.findings import Finding, bad, check, ok, warn
from mlmcrm.doctor.pulses import may_work


@check("static files", seconds=10)
def static_files() -> Finding:
    if settings.DEBUG:
        return ok("Served as they are, while DEBUG is on.")
    collected = _collected(Path(settings.STATIC_ROOT) / "staticfiles.json")
    missing = sum(name not in collected for finder in get_finders() for name, _ in finder.list(UNUSED))
    if not missing:
        return ok(f"{len(collected)} are collected.")
    what, mend = f"{missing} are not collected.", "Run manage.py collectstatic, or bin/run, which does it."
    return bad(what, mend) if may_work() else warn(what, mend)


def _collected(manifest: Path) -> dict:
    try:
        return json.loads(manifest.read_text())["paths"]
    except (OSError, ValueError, KeyError):
        return {}
