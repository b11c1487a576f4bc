"""Decides whether a thank-you only thanks: no offer, no request for referrals.

The phrases are whole words, per language; what is not listed passes. A name of a product that
holds such a word is no offer.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

OFFER = {
    "en": (
        r"special offer", r"limited offer", r"(?:our|an|this|the|latest|exclusive) offers?",
        r"on offer", r"offer you", r"discount(?:s|ed)?", r"vouchers?", r"coupons?", r"promo(?:tion)?(?: code)?s?",
        r"\d+ ?(?:%|percent) off", r"(?:on|for) sale", r"free shipping", r"bargains?", r"deals", r"special deal",
        r"buy (?:one|now|more|again)", r"(?<!your )(?<!the )(?<!an )order (?:now|more|again|today)", r"your next order",
        r"stock up", r"while stocks last", r"upgrade", r"save \d+", r"half price",
        r"(?:join|become) (?:my|our|a) (?:team|distributor|partner|member)",
    ),
    "de": (
        r"angebote?n?s?", r"sonderangebot\w*", r"rabatt\w*", r"gutschein\w*", r"aktion(?:en|spreis\w*)?",
        r"\d+ ?(?:%|prozent) (?:rabatt|günstiger|weniger)", r"jetzt (?:bestellen|kaufen|zugreifen)",
        r"nächste[nr]? bestellung", r"versandkostenfrei", r"schnäppchen",
    ),
    "fr": (
        r"offres?", r"remises?", r"réductions?", r"promotions?", r"bons? (?:d'achat|de réduction)",
        r"soldes", r"commandez (?:maintenant|vite)", r"prochaine commande",
    ),
    "es": (
        r"ofertas?", r"descuentos?", r"cupon(?:es)?", r"cupón", r"promoci(?:ón|ones)", r"rebajas?",
        r"compra (?:ya|ahora)", r"próximo pedido",
    ),
}  # fmt: skip
REFERRAL = {
    "en": (
        r"referr(?:al|als|ing)", r"refer (?:me|us|a|your|friends)", r"recommend (?:me|us|it|this)", r"tell (?:your|a|some) friends?",
        r"(?:know|knows) (?:anyone|somebody|someone|anybody) (?:who|else)", r"introduce me",
        r"pass (?:on )?my (?:name|number)", r"share (?:my|this) (?:link|code|page)",
        r"leave (?:me |us )?a review", r"spread the word", r"bring a friend",
    ),
    "de": (
        r"empfehl\w*", r"weiterempfehl\w*", r"weitersag\w*", r"freund\w* (?:erzählen|werben|mitbringen)",
        r"kenn(?:st|en) (?:du|sie) jemand\w*",
    ),
    "fr": (r"parrain\w*", r"recommand(?:er|ez|e)[ -](?:moi|nous)", r"parlez[ -]en", r"connaissez[ -]vous quelqu'un"),
    "es": (r"recomi[eé]nd\w*", r"recomendar\w*", r"refer(?:ir|idos?)", r"conoces? a alguien"),
}  # fmt: skip


def impurities(text: str, names: Iterable[str] = ()) -> list[str]:
    """Return the words of a thank-you that offer or ask for something, as they are written.

    `names` are those of products and people, which may hold any word.
    """
    rest = _without(text, names)
    found = {hit.group(0): None for hit in _phrases().finditer(rest)}
    return list(found)


def _without(text: str, names: Iterable[str]) -> str:
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(re.escape(name), "·", text, flags=re.IGNORECASE)
    return text.replace("’", "'")


@lru_cache
def _phrases() -> re.Pattern:
    phrases = [phrase for words in (*OFFER.values(), *REFERRAL.values()) for phrase in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)
