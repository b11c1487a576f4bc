"""The JSON door of people: what the pages can do, by the same actions."""

from customers.api.people import PeopleViewSet
from customers.api.touches import TouchesViewSet
from customers.api.wants import WantsViewSet

__all__ = ["PeopleViewSet", "TouchesViewSet", "WantsViewSet"]
