"""What the verbs of this app say no with; forms show the sentence, programs read the code."""

from kit import errors


class SalesError(errors.Refused):
    """The root of this app's errors."""


class OrderRefused(SalesError):
    """An order that cannot be: nobody to sell to, nothing sold, an impossible number or day."""

    default_code = "order_refused"


class OrderChanged(errors.Stale, SalesError):
    """Another tab or device saved this order first; nothing was written."""


class OrderClosed(SalesError):
    """The order is void or was returned, so it stays as it is."""

    default_code = "order_closed"


class ProductRefused(SalesError):
    """A product that cannot be, or a code that another product has."""

    default_code = "product_refused"
