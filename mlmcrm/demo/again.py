"""Standing orders of the demo world: some get the same every month."""

from collections.abc import Mapping
from datetime import timedelta

from customers.models import Customer
from mlmcrm.demo.days import Life
from sales import actions as sales

AGREED = "On the phone: the same every month. They get a word before, and may say no each time."
HOW_MANY = {"amara": 3, "yaw": 2, "cleo": 2}


def begin_standing_orders(lives: Mapping[str, Life]) -> None:
    """Begin some for those who buy most, days apart; the last of each distributor's rests."""
    for handle, many in HOW_MANY.items():
        life = lives[handle]
        regulars = Customer.objects.visible_to(life.owner).filter(orders_count__gt=1).select_related("owner")
        made = [
            _begin(life, person, n)
            for n, person in enumerate(regulars.order_by("-orders_count", "name_key")[:many])
        ]
        if len(made) > 1:
            sales.pause_standing(standing=made[-1], by=life.by)


def _begin(life: Life, person: Customer, n: int):
    first = life.owner.today() + timedelta(days=4 + 5 * n)
    return sales.begin_standing(
        person=person, by=life.by, lines=[(life.history.products["BALM"], 1 + n % 2)], every=1, unit="month",
        starts_on=first, agreed_words=AGREED,
    )  # fmt: skip
