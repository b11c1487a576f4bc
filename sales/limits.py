"""The bounds of what an order can be; anything beyond is a slip of the finger."""

from datetime import date, timedelta
from decimal import Decimal

MOST_PIECES = 9_999  # of one product in one order
MOST_LINES = 200  # of one order
MOST_MONEY = Decimal("999999999.99")  # one price or one order
EARLIEST_DAY = date(1970, 1, 1)
DELIVERY_WITHIN = timedelta(days=2 * 365)  # of the order
