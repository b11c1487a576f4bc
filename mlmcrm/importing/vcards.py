"""Reads vCards 2.1, 3.0 and 4.0, as phones and address books write them.

Each card yields the cells that a line of a people file would have. `cards` cuts the file
apart and each whole card is read by vobject, after quoted-printable is resolved here.
"""

import quopri
import re
from collections.abc import Iterator
from pathlib import Path

import vobject
from django.utils.translation import gettext as _
from vobject.base import Component

from mlmcrm.importing.cards import QUOTED, Card, Property, cut
from mlmcrm.importing.lines import RAW_AT_MOST, Line, refused
from mlmcrm.importing.texts import Judged, Lines, judge

NO_YEAR = 1604  # what Apple writes for "without a year"

_CHARSET = re.compile(r";\s*CHARSET=\"?([^;:\"]*)\"?(?=[;:])", re.IGNORECASE)
_BARE_COMMA = re.compile(r"(?<!\\),")
_BIRTHDAYS = [
    re.compile(r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)(?:[T ].*)?"),
    re.compile(r"--(?P<month>\d\d)-?(?P<day>\d\d)(?:[T ].*)?"),
]
_SYSTEM = {"mycontacts", "starred"}  # groups that the address book makes itself


def looks_like_cards(path: Path) -> bool:
    """Say whether a file holds vCards, by its beginning or else its name."""
    if path.suffix.casefold() in (".vcf", ".vcard"):
        return True
    with path.open("rb") as file:
        head = file.read(4096).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head[:11].upper() == b"BEGIN:VCARD"


class Cards:
    """A file of vCards: iterate for its cards after line `after`; `judged` tells its encoding and digest."""

    delimiter = ""

    def __init__(self, path: Path):
        self.after = 0
        self.judged: Judged = judge(path)
        self._lines = Lines(path, self.judged.encoding)

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._lines.close()

    def __iter__(self) -> Iterator[Line]:
        for card in cut(self._lines):
            if card.number <= self.after:
                continue
            yield refused(card.number, card.problem, card.raw()) if card.problem else _read(card)

    def layout(self) -> dict:
        return {"columns": []}

    def bytes_read(self) -> int:
        return self._lines.bytes_read()


def _read(card: Card) -> Line:
    raw = card.raw()
    try:
        component = next(vobject.readComponents(_plain(card)))
    except Exception as error:  # vobject lets many kinds of error through on broken cards
        said = _("The card cannot be read: %(reason)s") % {"reason": str(error)[:200]}
        return refused(card.number, said, raw)
    if _value(component, "kind", "x-addressbookserver-kind").casefold() == "group":
        return refused(card.number, _("The card is a group, not a person."), raw)
    return Line(card.number, _cells(component), raw=raw[:RAW_AT_MOST], lenient=True)


def _plain(card: Card) -> str:
    """Return the card as 3.0 without encodings, which is what vobject reads best."""
    old = any(item.name == "VERSION" and item.text.endswith("2.1") for item in card.properties)
    lines = [_plain_line(item, old) for item in card.properties if item.name != "VERSION"]
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


def _plain_line(item: Property, old: bool) -> str:
    head, colon, value = item.text.partition(":")
    head += colon
    charset = _CHARSET.search(head)
    if item.quoted:
        value = _unquoted(value, charset[1] if charset else "utf-8")
    if old and item.name != "CATEGORIES":
        value = _BARE_COMMA.sub(r"\\,", value)  # in 2.1 a comma separates nothing
    head = _CHARSET.sub("", QUOTED.sub("", head))
    return head + value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _unquoted(value: str, charset: str) -> str:
    try:
        return quopri.decodestring(value.encode(charset)).decode(charset)
    except (LookupError, UnicodeError):
        return quopri.decodestring(value.encode("utf-8")).decode("cp1252", "replace")


def _cells(card: Component) -> dict[str, str]:
    cells = {
        "external_id": _uid(card),
        "name": _name(card),
        "greeting": _value(card, "nickname"),
        "email": "|".join(_preferred_first(card, "email")),
        "phone": "|".join(_number(text) for text in _preferred_first(card, "tel")),
        "birthday": _birthday(card),
        "language": _value(card, "lang"),
        "time_zone": _zone(card),
        "tags": "|".join(_groups(card)),
        "address": _address(card),
        "note": "\n".join(_values(card, "note")),
    }
    return {column: cell for column, cell in cells.items() if cell}


def _values(card: Component, *names: str) -> list[str]:
    """Return the texts of the properties of these names, without empty ones."""
    texts = [_text(line.value) for name in names for line in card.contents.get(name, [])]
    return [text for text in texts if text]


def _value(card: Component, *names: str) -> str:
    return next(iter(_values(card, *names)), "")


def _text(value) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, (list, tuple)):
        return " ".join(filter(None, map(_text, value)))
    return str(value).strip()


def _name(card: Component) -> str:
    return _value(card, "fn") or _structured_name(card) or _value(card, "nickname", "org")


def _structured_name(card: Component) -> str:
    """The parts of N in the order in which they are said; nothing is split, only joined."""
    for line in card.contents.get("n", []):
        name = line.value
        parts = (name.prefix, name.given, name.additional, name.family, name.suffix)
        return " ".join(filter(None, map(_text, parts)))
    return ""


def _preferred_first(card: Component, name: str) -> list[str]:
    lines = sorted(card.contents.get(name, []), key=_preference)
    return list(dict.fromkeys(filter(None, (_text(line.value) for line in lines))))


def _preference(line) -> int:
    """PREF=1 of 4.0, TYPE=pref of 3.0, PREF of 2.1; the rest in the order of the card."""
    numbered = "".join(line.params.get("PREF", []))
    if numbered.isdecimal():
        return min(int(numbered[:4]), 100)
    kinds = ",".join([*line.params.get("TYPE", []), *line.singletonparams]).upper()
    return 1 if "PREF" in kinds.split(",") else 101


def _number(text: str) -> str:
    """A phone without the address form `tel:` and its parameters; `|` separates cells."""
    return re.sub(r"^tel:|;.*$", "", text, flags=re.IGNORECASE).replace("|", " ")


def _birthday(card: Component) -> str:
    text = _value(card, "bday")
    match = next(filter(None, (pattern.fullmatch(text) for pattern in _BIRTHDAYS)), None)
    if not match:
        return text
    year = match.groupdict().get("year")
    known = year and int(year) not in (0, NO_YEAR)
    return f"{year if known else '-'}-{match['month']}-{match['day']}"


def _zone(card: Component) -> str:
    zone = _value(card, "tz")
    return zone if "/" in zone else ""  # an offset is no zone: it knows no summer


def _uid(card: Component) -> str:
    uid = _value(card, "uid").removeprefix("urn:uuid:")
    return uid if len(uid) <= 100 else ""


def _groups(card: Component) -> list[str]:
    words = [word.lstrip("* ") for text in _categories(card) for word in re.split("[,;]", text)]
    return [word for word in map(str.strip, words) if word and word.casefold() not in _SYSTEM]


def _categories(card: Component) -> Iterator[str]:
    for line in card.contents.get("categories", []):
        yield from line.value if isinstance(line.value, list) else [_text(line.value)]


def _address(card: Component) -> str:
    for line in card.contents.get("adr", []):
        place = line.value
        town = " ".join(filter(None, map(_text, (place.code, place.city))))
        parts = (place.box, place.extended, place.street, town, place.region, place.country)
        return "\n".join(filter(None, map(_text, parts)))
    return ""
