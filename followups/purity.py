"""Decides whether a thank-you only thanks, and whether any letter pushes for a larger order.

A thank-you holds no offer and no request for referrals; no letter at all asks to order more so
that a threshold is reached. The phrases are whole words, per language; what is not listed passes.
A name of a product that holds such a word is no offer.
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

MISSING = r"(?:points?|pv|bv|qv|punkte?|puntos?|euros?|dollars?|€|\$)"
LEVEL = r"(?:level|tier|threshold|rank|bonus|quota|volume|minimum)"
THRESHOLD = {
    "en": (
        r"(?:bigger|larger) orders?", r"(?:increase|raise|round up|top up) (?:your|the|my) order",
        rf"(?:only |just )?\d+ (?:more )?{MISSING} (?:short|missing|away|to go|more|left)", rf"\d+ more {MISSING}",
        rf"(?:reach|hit|make|meet) (?:the |your |my |our )?(?:next |monthly |minimum )?(?:{LEVEL})",
        r"(?:order|buy|spend|add) (?:\S+ ){0,4}(?:more )?to (?:qualify|stay active|reach|hit)",
        r"help me (?:to )?(?:reach|hit|make|qualify)", r"(?:place|put) (?:an |the |your |some )?orders? under",
    ),
    "de": (
        r"größere bestellung(?:en)?", r"bestellung (?:erhöhen|aufstocken|aufrunden)",
        rf"(?:noch|nur) \d+ {MISSING} (?:bis|mehr|fehlen)", rf"fehl(?:en|t) (?:\S+ ){{0,3}}\d+ {MISSING}",
        r"(?:nächste\w*|mindest\w*) (?:stufe|rang|bonus|level|umsatz) (?:zu )?(?:erreich\w*|schaff\w*)",
        r"mindest(?:umsatz|bestellwert) (?:zu )?erreich\w*", r"um aktiv zu bleiben", r"um (?:dich|sich|mich) zu qualifizieren",
        r"hilf mir,? (?:\S+ ){0,4}zu erreichen",
    ),
    "fr": (
        r"commandes? plus (?:grandes?|grosses?|importantes?)", r"augmente[rz]? (?:ta|votre|la) commande",
        rf"encore \d+ {MISSING} (?:pour|avant)", rf"(?:il )?(?:te|vous|me|nous) manque(?:nt)? (?:\S+ ){{0,2}}\d+ {MISSING}",
        r"atteindre (?:le |la |ton |ta |votre |mon )?(?:prochain |prochaine )?(?:seuil|palier|minimum|quota|volume|rang|bonus)",
        r"pour rester acti(?:f|ve)",
    ),
    "es": (
        r"pedidos? (?:más grandes?|mayor(?:es)?)", r"aument(?:a|ar|e) (?:tu|su|el) pedido",
        rf"(?:te|le|me|nos|solo|sólo) faltan? (?:\S+ ){{0,2}}\d+ {MISSING}",
        r"alcanzar (?:el |la |tu |su |mi )?(?:próximo |siguiente )?(?:mínimo|nivel|umbral|rango|cuota|volumen|bono)",
        r"para (?:mantenerte|mantenerse|seguir) activ[oa]",
    ),
}  # fmt: skip


def impurities(text: str, names: Iterable[str] = ()) -> list[str]:
    """Return the words of a thank-you that offer or ask for something, as they are written.

    `names` are those of products and people, which may hold any word.
    """
    return _found(_expression(*OFFER.values(), *REFERRAL.values()), text, names)


def thresholds(text: str, names: Iterable[str] = ()) -> list[str]:
    """Return the words of a letter that ask for a larger order to reach something, as they are written."""
    return _found(_expression(*THRESHOLD.values()), text, names)


def _found(phrases: re.Pattern, text: str, names: Iterable[str]) -> list[str]:
    return list({hit.group(0): None for hit in phrases.finditer(_without(text, names))})


def _without(text: str, names: Iterable[str]) -> str:
    folded = text.casefold()
    found = dict.fromkeys(name for name in names if name and name.casefold() in folded)
    for name in sorted(found, key=len, reverse=True):
        text = re.sub(re.escape(name), "·", text, flags=re.IGNORECASE)
    return text.replace("’", "'")


@lru_cache
def _expression(*languages: tuple[str, ...]) -> re.Pattern:
    phrases = [phrase for words in languages for phrase in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)
