"""What people of the demo world want, in their words, and the offers that answer some of it."""

from datetime import timedelta

from customers import actions as people
from customers.models import Customer
from kit import clock
from kit.bulk import insert_rows
from mlmcrm.demo.days import Life
from sales import actions as sales
from sales.models import Offer, OfferReach, Product

A_DAY = timedelta(days=1)
WANTS = (
    "Her hands crack when it gets cold, and she hates anything greasy.",
    "Gifts for four colleagues, before the holidays.",
    "Sleeps badly. A tea for the evening, perhaps?",
    "Something for woollen pullovers.",
    "A soap that lasts. No perfume!",
    "Lips are dry from the wind.",
    "Wants to try a shampoo without plastic.",
    "A little present for the neighbour.",
    "Morning tea for the office, a lot of it.",
    "Her dish brush is worn.",
    "A soft cream for the face, for after swimming.",
    "Cocoa for the children.",
)
FEWEST_PAST = 60  # orders of people before an offer of the past is told of


def keep_offers(lives: dict[str, Life]) -> None:
    """Let some people of each have said what they want; one offer is live, one a draft, one has ended."""
    for life, count in ((lives["amara"], 36), (lives["yaw"], 9), (lives["cleo"], 8)):
        wanting = _wanting(life, count)
        sales.teach_synonym(owner=life.owner, by=life.by, said="present", meant="gift")
        sales.teach_synonym(owner=life.owner, by=life.by, said="pullovers", meant="wool")
        if wanting:
            _written(life, "Hand balm, before it freezes", "BALM", "Two tins, and a card to write on.")
    _live(lives["yaw"], "An evening tea to try", "TEA-E", "A small bag, to see whether you like it.")
    _past(lives["amara"], "Laundry liquid, the large bottle", "WASH")


def _wanting(life: Life, count: int) -> list[Customer]:
    """Every third of those who know them best; most of these agreed to hear of offers."""
    rows = Customer.objects.visible_to(life.owner).filter(grieving_until=None, refused_on=None)
    rows = list(rows.exclude(name__in=life.unmet).order_by("-orders_count", "name_key")[: 3 * count : 3])
    for number, person in enumerate(rows):
        people.note_want(customer=person, by=life.by, text=WANTS[number % len(WANTS)])
        if number % 5 and person.emails.exists():
            people.give_consent(
                person=person, by=life.by, channel="email", purpose="marketing", source="in person"
            )
    return rows


def _written(life: Life, title: str, code: str, text: str, live: bool = False) -> Offer:
    today = life.owner.today()
    ware = Product.objects.visible_to(life.owner).filter(code=code)
    return sales.write_offer(
        owner=life.owner, by=life.by, products=ware, title=title, text=text, starts_on=today,
        ends_on=today + 21 * A_DAY, held_back=0 if live else 20,
    )  # fmt: skip


def _live(life: Life, title: str, code: str, text: str) -> None:
    sales.go_live(offer=_written(life, title, code, text, live=True), by=life.by)


def _past(life: Life, title: str, code: str) -> None:
    """An offer of two months ago, written as it stands now: who got it, and who did not, to compare."""
    today, began = life.owner.today(), clock.now() - 60 * A_DAY
    ware = Product.objects.visible_to(life.owner).filter(code=code).first()
    rows = list(Customer.objects.visible_to(life.owner).filter(orders_count__gt=1).order_by("name_key", "pk"))
    if ware is None or len(rows) < FEWEST_PAST:
        return
    offer = Offer(
        owner=life.owner, title=title, currency=life.owner.currency, starts_on=today - 60 * A_DAY,
        ends_on=today - 32 * A_DAY, held_back=30, state="ended", live_at=began, ended_at=began + 29 * A_DAY,
        created_at=began, updated_at=began + 29 * A_DAY, version=3,
    )  # fmt: skip
    offer.save(force_insert=True)
    offer.products.add(ware)
    insert_rows(
        OfferReach(
            offer=offer, customer=person, product=ware, sentence="The large bottle is always empty too soon.",
            held_back=number % 10 < 3, created_at=began, updated_at=began,
        )
        for number, person in enumerate(rows[:120])
    )  # fmt: skip
