from sales.models.card import KnowledgeCard
from sales.models.order import Order, OrderLine
from sales.models.product import Product

__all__ = ["KnowledgeCard", "Order", "OrderLine", "Product"]
