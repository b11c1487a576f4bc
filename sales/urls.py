"""The web addresses of this app."""

from django.urls import path

from sales.views import cards, closing, entry, order, orders, products

urlpatterns = [
    path("orders/", orders.orders, name="orders"),
    path("orders/add/", entry.add, name="order-add"),
    path("orders/preview/", entry.preview, name="order-preview"),
    path("orders/<uuid:pk>/", order.order, name="order"),
    path("orders/<uuid:pk>/change/", order.change, name="order-change"),
    path("orders/<uuid:pk>/deliver/", closing.deliver, name="order-deliver"),
    path("orders/<uuid:pk>/void/", closing.void, name="order-void"),
    path("orders/<uuid:pk>/return/", closing.bring_back, name="order-return"),
    path("orders/<uuid:pk>/reinstate/", closing.reinstate, name="order-reinstate"),
    path("orders/<uuid:pk>/repeat/", entry.repeat, name="order-repeat"),
    path("people/<uuid:pk>/order-again/", entry.again, name="order-again"),
    path("products/", products.products, name="products"),
    path("products/add/", products.add, name="product-add"),
    path("products/cards/", cards.cards, name="cards"),
    path("products/cards/add/", cards.add, name="card-add"),
    path("products/cards/<uuid:pk>/", cards.change, name="card"),
    path("products/cards/<uuid:pk>/retire/", cards.retire, name="card-retire"),
    path("products/cards/<uuid:pk>/back/", cards.bring_back, name="card-back"),
    path("products/<uuid:pk>/cards/", cards.product, name="product-cards"),
    path("products/<uuid:pk>/", products.change, name="product"),
    path("products/<uuid:pk>/retire/", products.retire, name="product-retire"),
    path("products/<uuid:pk>/offer/", products.offer, name="product-offer"),
]
