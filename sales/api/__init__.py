"""The JSON door of orders and products: what the pages can do, by the same actions."""

from sales.api.cards import CardsViewSet
from sales.api.enrolments import EnrolmentsViewSet
from sales.api.offers import OffersViewSet
from sales.api.orders import OrdersViewSet
from sales.api.products import ProductsViewSet
from sales.api.standing import StandingOrdersViewSet
from sales.api.synonyms import SynonymsViewSet
from sales.api.wants import WantsViewSet

__all__ = [
    "CardsViewSet",
    "EnrolmentsViewSet",
    "OffersViewSet",
    "OrdersViewSet",
    "ProductsViewSet",
    "StandingOrdersViewSet",
    "SynonymsViewSet",
    "WantsViewSet",
]
