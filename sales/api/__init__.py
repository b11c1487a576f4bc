"""The JSON door of orders and products: what the pages can do, by the same actions."""

from sales.api.cards import CardsViewSet
from sales.api.orders import OrdersViewSet
from sales.api.products import ProductsViewSet

__all__ = ["CardsViewSet", "OrdersViewSet", "ProductsViewSet"]
