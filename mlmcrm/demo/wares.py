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
    _ware("BALM", "Calendula hand balm", "14.90", "9", 45, 10),
    _ware("CREAM", "Oat face cream", "32.50", "21", 56, 8),
    _ware("SERUM", "Sea buckthorn serum", "46.00", "30", 60, 4),
    _ware("SOAP", "Olive soap", "12.40", "7", 40, 8),
    _ware("SHAMPOO", "Nettle shampoo bar", "11.80", "7", 42, 6),
    _ware("LIP", "Beeswax lip balm", "6.20", "3.5", 90, 4),
    _ware("SUN", "Mineral sun lotion", "24.80", "15", 50, 2),
    _ware("TEA-M", "Ginger morning tea", "9.60", "5.5", 28, 9),
    _ware("TEA-E", "Lime blossom evening tea", "9.60", "5.5", 28, 7),
    _ware("COCOA", "Stone-ground cocoa", "13.20", "8", 35, 3),
    _ware("WASH", "Lavender laundry liquid", "18.50", "11", 40, 7),
    _ware("WASH-S", "Laundry liquid for wool", "16.90", "10", 70, 3),
    _ware("SPRAY", "Orange peel kitchen spray", "8.90", "5", 60, 4),
    _ware("BRUSH", "Beech wood dish brush", "7.50", "4", 120, 2),
    _ware("GIFT", "Gift box of four small things", "39.00", "24", None, 1),
)

OWN_WARE = _ware("CANDLE", "Candle made by hand", "15.00", "0", 30, 0)
