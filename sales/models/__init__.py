from sales.models.card import KnowledgeCard
from sales.models.enrolment import Enrolment
from sales.models.offer import Offer, OfferReach, Synonym
from sales.models.order import Order, OrderLine
from sales.models.product import Product
from sales.models.standing import StandingLine, StandingOrder, StandingRun

__all__ = [
    "Enrolment",
    "KnowledgeCard",
    "Offer",
    "OfferReach",
    "Order",
    "OrderLine",
    "Product",
    "StandingLine",
    "StandingOrder",
    "StandingRun",
    "Synonym",
]
