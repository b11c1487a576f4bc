"""The house: settings, addresses, and the screens that bring several apps together."""

import zoneinfo

# The system's zone data is often old: it still moves Vancouver's clocks after 2026-11-01.
# With an empty search path the pinned tzdata package answers, on every machine alike.
zoneinfo.reset_tzpath(to=[])

from mlmcrm.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
