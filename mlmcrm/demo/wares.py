"""What the demo company sells: invented goods for skin, cup and laundry."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Ware:
    """A product of the catalogue. `lasts` is how many days one piece lasts a household."""

    code: str
    name: str
    price: Decimal
    pv: Decimal
    lasts: int | None
    share: int  # how often it is bought, against the others


def _ware(code: str, name: str, price: str, pv: str, lasts: int | None, share: int) -> Ware:
    return Ware(code, name, Decimal(price), Decimal(pv), lasts, share)


WARES = (
    _ware("BALM", "Hand balm, calendula", "14.90", "9", 45, 10),
    _ware("CREAM", "Face cream, oat and rose", "32.50", "21", 56, 8),
    _ware("SERUM", "Night serum, sea buckthorn", "46.00", "30", 60, 4),
    _ware("SOAP", "Olive soap, three bars", "12.40", "7", 40, 8),
    _ware("SHAMPOO", "Shampoo bar, nettle", "11.80", "7", 42, 6),
    _ware("LIP", "Lip balm, beeswax", "6.20", "3.5", 90, 4),
    _ware("SUN", "Sun lotion, mineral", "24.80", "15", 50, 2),
    _ware("TEA-M", "Morning tea, ginger and lemon", "9.60", "5.5", 28, 9),
    _ware("TEA-E", "Evening tea, lime blossom", "9.60", "5.5", 28, 7),
    _ware("COCOA", "Cocoa, stone-ground", "13.20", "8", 35, 3),
    _ware("WASH", "Laundry liquid, lavender", "18.50", "11", 40, 7),
    _ware("WASH-S", "Laundry liquid for wool and silk", "16.90", "10", 70, 3),
    _ware("SPRAY", "Kitchen spray, orange peel", "8.90", "5", 60, 4),
    _ware("BRUSH", "Dish brush, beech wood", "7.50", "4", 120, 2),
    _ware("GIFT", "Gift box, four small things", "39.00", "24", None, 1),
)

OWN_WARE = _ware("CANDLE", "Candle, made by hand", "15.00", "0", 30, 0)
