"""Gives a company 2,000 products and a person ten wants, and times what answers them: python -m benchmarks.matching EMAIL.

Prints, as JSON, milliseconds; what was written is taken back.
"""

import json
import sys
import time
from itertools import product
from statistics import median

import django

PRODUCTS, ROUNDS = 2_000, 30
KINDS = "balm cream soap tea oil lotion scrub mask candle spray brush towel cloth powder serum bar mist salt gel wax pen tin"
PLANTS = "rose oat lime mint sage nettle clover birch cedar honey almond apricot basil carrot cherry cocoa fennel fig"
FOR = "hands feet hair face lips body skin kitchen laundry bath"
WANTS = (
    "A balm for dry hands, nothing greasy", "Something for her feet after work, a scrub perhaps", "Mint tea for the skin, she says",
    "Gifts for colleagues", "A soap that does not smell", "Hair oil. Her hair breaks easily", "Lips crack in the cold. No honey",
    "A candle for the bath", "Cloths for the kitchen, with lime", "She asked for the apricot oil again",
)  # fmt: skip


def main(words: list[str]) -> None:
    django.setup()
    from django.db import transaction

    from team.models import Distributor

    owner = Distributor.objects.get(email=words[0])
    with transaction.atomic():
        wants = _fill(owner)
        print(json.dumps(_timed(owner, wants)))
        transaction.set_rollback(True)


def _fill(owner) -> list:
    from customers.models import Customer, Want
    from sales.models import Product

    names = [
        f"{plant} {kind} for {use}"
        for plant, kind, use in product(PLANTS.split(), KINDS.split(), FOR.split())
    ][::-1]
    Product.objects.bulk_create(
        Product(company_id=owner.company_id, code=f"M{n}", name=name, name_key=name, price=9, currency="EUR")
        for n, name in enumerate(names[:PRODUCTS])
    )
    person = Customer.objects.filter(owner=owner, orders_count__gt=0).first()
    return Want.objects.bulk_create(Want(owner=owner, customer=person, text=text) for text in WANTS)


def _timed(owner, wants) -> dict:
    from sales.models import Product
    from sales.wanted import Shelf, Ware
    from sales.wants_met import answered_by

    products = Product.objects.visible_to(owner).for_sale()

    def rows():
        return [Ware(id, name) for id, name in products.values_list("pk", "name")]

    wares = rows()

    def match():
        shelf = Shelf(wares, ("en",))
        return [shelf.fits(want.text) for want in wants]

    def asked():
        return answered_by(owner, wants, [])

    first = _seconds(match)
    found = {"first": first, "match": [], "rows": [], "asked": []}
    for _ in range(ROUNDS):
        for name, work in (("match", match), ("rows", rows), ("asked", asked)):
            found[name].append(_seconds(work))
    medians = {name: median(found[name]) for name in ("match", "rows", "asked")}
    return {**medians, "first": first, "products": len(wares), "answered": sum(map(bool, match()))}


def _seconds(work) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main(sys.argv[1:])
