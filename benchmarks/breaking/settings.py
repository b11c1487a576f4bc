"""The settings of the product; an app beside it shortens how long is waited."""

from mlmcrm.settings import *  # noqa: F403
from mlmcrm.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "benchmarks.breaking"]
EMAIL_TIMEOUT = 2
MAIL_RATE = MAIL_RATE_EACH = 0  # thousands go in seconds
