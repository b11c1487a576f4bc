"""The letters and tasks by which people are told of an offer."""

from collections.abc import Iterable
from datetime import time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from followups.actions import Owed, owe_to_many, take_back_owed_of_many
from followups.defaults import ALWAYS
from followups.letters import language_of
from followups.models import Rule
from kit import clock
from kit.events import Actor
from kit.writing import write_money, write_out_day
from sales.models import Offer, Product
from sales.offer_defaults import HOUSE_RULES, OFFER_LETTER
from sales.offers_reach import Answered
from sales.wares import listed_names
from team.wall_time import instant_at

TO_THINK_AGAIN = timedelta(minutes=15)  # in which the whole offer can be taken back
A_DAY = timedelta(days=1)
OPENS, MIDNIGHT = time(10), time()
LONGEST_TITLE = 120


def ensure_letters() -> None:
    """Add the rules of these letters that are missing; what somebody changed stays as it is."""
    known = set(Rule.objects.filter(owner=None).values_list("key", flat=True))
    fresh = [Rule(active_from=ALWAYS, **terms) for terms in HOUSE_RULES if terms["key"] not in known]
    Rule.objects.bulk_create(fresh, ignore_conflicts=True)


def occurrence_of(offer: Offer) -> str:
    """Return what names the letters and tasks of an offer, as it went live."""
    return f"offer:{offer.pk}:{offer.live_at:%Y%m%d%H%M%S}"


def tell_people(offer: Offer, told: Iterable[Answered], by: Actor) -> None:
    """Plan what tells people of an offer, each on the day with room for it."""
    products = list(offer.products.all())
    owed = [(one.person, _owed(offer, one, products)) for one in told]
    owe_to_many(owner=offer.owner, by=by, owed=owed)


def forget_letters(offer: Offer, by: Actor, reason: str) -> int:
    """Take back what waits, and return how many were to be told by it; what has begun stays."""
    people = offer.reached.filter(held_back=False).values_list("customer", flat=True)
    return len(take_back_owed_of_many(people=people, by=by, occurrence=occurrence_of(offer), reason=reason))


def values_for_letter(offer: Offer, products: list[Product], language: str) -> dict[str, str]:
    """Return what the fields of the letter stand for, in a language."""
    with override(language):
        price = "" if offer.price is None else write_money(offer.price, offer.currency, language)
        return {
            "title": offer.title,
            "words": offer.text,
            "goods": listed_names([product.name for product in products]),
            "price": price,
            "until": write_out_day(offer.ends_on, today=offer.owner.today(), language=language),
        }


def _owed(offer: Offer, one: Answered, products: list[Product]) -> Owed:
    person, owner = one.person, offer.owner
    zone, now = person.zoneinfo, clock.now()
    with override(owner.language):
        title = _("Tell of “%(offer)s”") % {"offer": offer.title}
        script = _("They said: “%(sentence)s” Ask whether that still holds before you tell of it.")
        script = script % {"sentence": one.sentence}
    return Owed(
        rule=OFFER_LETTER,
        occurrence=occurrence_of(offer),
        due_at=max(instant_at(one.day, OPENS, zone), now + TO_THINK_AGAIN),
        expires_at=instant_at(offer.ends_on + A_DAY, MIDNIGHT, zone),
        context={
            **values_for_letter(offer, products, language_of(person, owner)),
            "said": one.sentence,
            "offer": str(offer.pk),
        },
        title=title[:LONGEST_TITLE],
        script=script,
    )
