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


class CardRefused(SalesError):
    """A card without words, or about a product that one does not sell."""

    default_code = "card_refused"


class CardChanged(errors.Stale, SalesError):
    """Another tab or device saved this card first; nothing was written."""


class StandingRefused(SalesError):
    """A standing order that cannot be, or a verb that does not fit how it stands."""

    default_code = "standing_refused"


class StandingChanged(errors.Stale, SalesError):
    """Another tab, device or the person themself changed it first; nothing was written."""


class ProductRefused(SalesError):
    """A product that cannot be, or a code that another product has."""

    default_code = "product_refused"


class EnrolmentRefused(SalesError):
    """An enrolment that cannot be: a member already, another text agreed to, a place in somebody else's line."""

    default_code = "enrolment_refused"


class EnrolmentChanged(errors.Stale, SalesError):
    """Another tab or device saved this enrolment first; nothing was written."""


class OfferRefused(SalesError):
    """An offer that cannot be: ends before it begins, holds nothing, or promises what nobody may."""

    default_code = "offer_refused"


class OfferChanged(errors.Stale, SalesError):
    """Another tab or device saved this offer first; nothing was written."""


class SynonymRefused(SalesError):
    """A synonym without words."""

    default_code = "synonym_refused"
