"""The settings of the product, with a counter of queries around everything."""

from mlmcrm.settings import *  # noqa: F403
from mlmcrm.settings import MIDDLEWARE as PRODUCT

MIDDLEWARE = ["benchmarks.counting.CountingMiddleware", *PRODUCT]
MAIL_RATE = MAIL_RATE_EACH = 0  # what is measured is the engine
