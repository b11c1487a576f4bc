"""What is worth knowing about the invented goods: where they come from, how they are used, what people ask."""

from kit.events import Change, facts_of
from sales.actions.cards import CARD_FACTS, search_key
from sales.models import KnowledgeCard, Product
from team.models import Company

HISTORY, USE, QUESTION, FACT = "history", "use", "question", "fact"
CARDS = (
    ("BALM", HISTORY, "Where the calendula comes from",
     "From two farms near the coast. The flowers are picked by hand in July and lie in oil for six weeks."),
    ("BALM", USE, "How much is enough", "As much as a pea for both hands. In winter some keep a tin beside the sink."),
    ("BALM", QUESTION, "Does it leave hands greasy?", "For about a minute. Less is more: warm it between the palms first."),
    ("CREAM", USE, "When to use it", "In the morning or in the evening, on a face that is still a little damp."),
    ("CREAM", QUESTION, "Is there perfume in it?", "No. What smells a little is the oat itself."),
    ("SERUM", USE, "How many drops", "Three. The bottle then lasts about two months."),
    ("SERUM", QUESTION, "Why is it orange?", "The oil of sea buckthorn is. Let it sink in before you put on something white."),
    ("SOAP", HISTORY, "How long it dries", "Nine months on wooden shelves, so it stays hard to the end."),
    ("SOAP", FACT, "How to keep it", "Let it dry between two uses. A dish with slats makes it last longer."),
    ("SHAMPOO", USE, "The first two weeks", "Hair needs some washes to get used to a bar. Rinse long, and use little."),
    ("SUN", USE, "How much is enough", "Two fingers of it for face and neck, and again after swimming."),
    ("TEA-M", USE, "How to brew it", "Five minutes, covered. With a slice of lemon it is fresher."),
    ("TEA-E", HISTORY, "Who picks the blossoms", "A village of thirty houses, on one weekend in June."),
    ("TEA-E", QUESTION, "Is there caffeine in it?", "None."),
    ("COCOA", USE, "How to make a cup", "Two spoons, a little hot milk first, stir, then fill up."),
    ("WASH", FACT, "How many loads", "Forty at 40 ml. Soft water needs less."),
    ("WASH-S", QUESTION, "Is it right for silk?", "For what can be washed by hand, yes. Cold, and without soaking."),
    ("SPRAY", FACT, "What it is not for", "Marble and other stone that bears no acid."),
    ("BRUSH", FACT, "When the bristles are worn", "The head comes off, and a new one fits on the same handle."),
    ("GIFT", FACT, "What is in the box", "A lip balm, a small soap, a small tea and a card to write on. Three weeks before a feast it is best ordered."),
    ("", QUESTION, "How long does delivery take?", "Four working days at most. It is told when the parcel has left."),
    ("", QUESTION, "Can something be sent back?", "Within thirty days, also when it is open. The money comes back the way it went."),
)  # fmt: skip


def write_cards(company: Company, products: dict[str, Product]) -> list[Change]:
    """Write the company's cards and return what to tell of them."""
    rows = [
        KnowledgeCard(
            company=company, product=products.get(code), kind=kind, title=title, text=text,
            search_key=search_key(title, text), created_at=company.created_at, updated_at=company.created_at,
        )
        for code, kind, title, text in CARDS
    ]  # fmt: skip
    KnowledgeCard.objects.bulk_create(rows)
    return [
        Change("card.added", row, after=facts_of(row, CARD_FACTS) | {"document": ""}, at=company.created_at)
        for row in rows
    ]
