"""Writes the demo company: its goods, its tree of distributors, and the four who can sign in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from kit.events import Actor, Change, Door, facts_of, record_many
from mlmcrm.demo.cards import write_cards
from mlmcrm.demo.growth import Place, grow
from mlmcrm.demo.line import let_leave
from mlmcrm.demo.names import Names
from mlmcrm.demo.wares import WARES
from sales.actions.products import PRODUCT_FACTS
from sales.models import Product
from team.models import Company, Distributor
from team.models.distributor import Status

HOUSE = Actor(None, Door.COMMAND)
PASSWORD = "kept-demo"
AT_LEAST = 8  # distributors below Amara, so that Yaw stands in somebody else's line
OLD_HAND = timedelta(days=440)  # Yaw's people have fourteen months of history


@dataclass(frozen=True)
class Account:
    """What somebody who can sign in has beside a place in the tree."""

    name: str
    greeting: str
    zone: str
    country: str
    signature: str
    postal_address: str
    quiet_hours_on: bool = True


ACCOUNTS = {
    "amara": Account(
        "Amara Nwosu", "Amara", "Europe/Berlin", "DE", "Warmly, Amara", "Lindenweg 1\n10115 Berlin"
    ),
    "yaw": Account(
        "Yaw Mensah", "Yaw", "Europe/London", "GB", "Yours, Yaw", "1 Lark Lane\nLondon", quiet_hours_on=False
    ),
    "cleo": Account(
        "Cléo Marchand", "Cléo", "Europe/Paris", "FR", "À bientôt, Cléo", "1 rue du Tilleul\n75011 Paris"
    ),
}


@dataclass(frozen=True)
class Team:
    """The company and who matters in it."""

    company: Company
    products: dict[str, Product]
    amara: Distributor
    yaw: Distributor
    cleo: Distributor


def found(now: datetime, size: int, rng: Random) -> Team:
    """Write company, goods, tree and accounts; `size` is the number of people below Amara."""
    company = Company.objects.create(
        name="Linden & Lark", currency="EUR", country="DE", zone="Europe/Berlin",
        is_demo=True, next_root=1, usual_interval_days=40, created_at=now - timedelta(days=2200),
    )  # fmt: skip
    changes = [Change("company.founded", company, after={"name": company.name}, at=company.created_at)]
    places, known = _tree(now.date(), size, rng)
    password = make_password(PASSWORD)
    rows = _distributors(company, places, known, password)
    changes += [_enrolled(place, row, rows) for place, row in rows.items()]
    products = _products(company)
    changes += [
        Change("product.added", product, after=facts_of(product, PRODUCT_FACTS), at=company.created_at)
        for product in products.values()
    ]
    changes += write_cards(company, products)
    record_many(sorted(changes, key=lambda change: change.at), by=HOUSE)
    accounts = {handle: rows[place] for handle, place in known.items()}
    Distributor.objects.create(
        email="admin@demo.example", name="Admin", password=password, is_staff=True, is_superuser=True
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True)
        for user in Distributor.objects.filter(email__endswith="@demo.example")
    )
    return Team(company, products, **accounts)


def _tree(today: date, size: int, rng: Random) -> tuple[list[Place], dict[str, Place]]:
    """Return all places from the top down, and those of the accounts by handle."""
    names = Names(rng)
    top = Place("Edith Lark", today - timedelta(days=2100), number="100000", path="0")
    amara = top.sponsors(Place("", today - timedelta(days=1500), number="100001"))
    cleo = top.sponsors(Place("", today - timedelta(days=1100), number="100002"))
    recruits = [
        cleo.sponsors(Place(names.next().full, today - timedelta(days=ago), "FR", f"10000{number}"))
        for number, ago in ((3, 300), (4, 120))
    ]
    team = grow(amara, size, names=names, rng=rng, today=today)
    yaw = _in_the_middle(amara, team, today)
    yaw.status = "active"
    let_leave(team, today, rng)
    return [top, amara, cleo, *recruits, *team], {"amara": amara, "yaw": yaw, "cleo": cleo}


def _in_the_middle(leader: Place, team: list[Place], today: date) -> Place:
    """Somebody with a sponsor below the leader, long enough there, and with the largest frontline."""
    old_hands = [place for place in team if today - place.joined_on > OLD_HAND]
    below = [place for place in old_hands if place.sponsor is not leader]
    level = [place for place in below if place.depth == leader.depth + 2] or below or team
    return max(level, key=lambda place: len(place.team))


def _distributors(
    company: Company, places: list[Place], known: dict[str, Place], password: str
) -> dict[Place, Distributor]:
    """Write the tree level by level: a sponsor must have an id before the recruits do."""
    handle_of = {place: handle for handle, place in known.items()}
    rows: dict[Place, Distributor] = {}
    for depth in range(max(place.depth for place in places) + 1):
        level = [place for place in places if place.depth == depth]
        made = [_row(company, place, rows, handle_of.get(place), password) for place in level]
        Distributor.objects.bulk_create(made, batch_size=300)
        rows.update(zip(level, made, strict=True))
    return rows


def _row(company: Company, place: Place, rows: dict, handle: str | None, password: str) -> Distributor:
    sponsor = rows.get(place.sponsor)
    row = Distributor(
        company=company, sponsor=sponsor, enroller=sponsor, path=place.path, depth=place.depth,
        next_child=place.next_child, name=place.name, number=place.number, country=place.country,
        joined_on=place.joined_on, status=Status(place.status), left_on=place.left_on, zone=company.zone,
        is_active=place.left_on is None, password="!", date_joined=_noon(place.joined_on),
    )  # fmt: skip
    if handle:
        for name, value in vars(ACCOUNTS[handle]).items():
            setattr(row, name, value)
        row.email, row.handle, row.password = f"{handle}@demo.example", handle, password
        place.name = row.name
    row.name_key = row.name.casefold()[:200]
    return row


def _enrolled(place: Place, row: Distributor, rows: dict) -> Change:
    after = {"name": row.name, "sponsor": rows.get(place.sponsor), "joined_on": row.joined_on}
    return Change("distributor.enrolled", row, after=after, at=row.date_joined)


def _products(company: Company) -> dict[str, Product]:
    rows = [
        Product(
            company=company,
            code=ware.code,
            name=ware.name,
            name_key=ware.name.casefold(),
            price=ware.price,
            currency=company.currency,
            pv=ware.pv,
            lasts_days=ware.lasts,
            created_at=company.created_at,
            updated_at=company.created_at,
        )
        for ware in WARES
    ]
    return {product.code: product for product in Product.objects.bulk_create(rows)}


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
