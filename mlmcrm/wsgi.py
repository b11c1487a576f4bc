"""The web application for gunicorn and waitress."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from kit.environment import SettingsError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mlmcrm.settings")

try:
    application = get_wsgi_application()
    from kit import background
    from mlmcrm.checks import refuse_public_demo

    refuse_public_demo()
    background.get_ready()
except SettingsError as problem:
    print(problem, file=sys.stderr)
    # gunicorn reads 3 as "cannot start" and stops instead of starting new workers for ever
    raise SystemExit(3) from None
