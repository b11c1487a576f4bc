"""Prints a letter as a card to be posted: A6 across, the words on the front, the address behind; or in large print.

The two thin lines of the margin are those of the pages.
"""

from datetime import datetime
from functools import lru_cache
from importlib.resources import files

from django.utils.translation import get_language_info

PAPER = (105, 148)  # A6 in millimetres
EDGE, MARGIN_AT, WORDS_AT = 9, 14, 19  # millimetres from the left
LARGEST, SMALLEST = 15, 6  # points
LINE = 1.45  # of the height of the letters
LARGE_PRINT, SHEET_EDGE = 22, 18  # points, millimetres
INK, RULE = (27, 36, 32), (232, 168, 160)
SERIF, SANS, ARABIC = "serif", "sans", "arabic"
FONTS = {
    SERIF: ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf"),
    SANS: ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"),
    ARABIC: ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
}
POINT = 0.3528  # millimetres


class TooLong(Exception):
    """More words than a card holds."""


def card_of(*, text: str, name: str, address: str, language: str) -> bytes:
    """Return a PDF of two pages: the words, as large as they fit, and the address for the other side.

    Raises TooLong for words that do not fit at all.
    """
    across = _is_from_right(language)
    card = _paper(first=ARABIC if across else SERIF)
    _write_words(card, text.strip(), across)
    _write_address(card, name, address, across)
    return bytes(card.output())


def large_print_of(*, text: str, language: str, dated: datetime) -> bytes:
    """Return a PDF of the words in large print; of the same words and moment always the same bytes."""
    across = _is_from_right(language)
    sheet = _paper(first=ARABIC if across else SANS, size="a4", orientation="portrait")
    sheet.set_creation_date(dated)
    sheet.set_auto_page_break(True, margin=SHEET_EDGE)
    sheet.set_margins(SHEET_EDGE, SHEET_EDGE, SHEET_EDGE)
    sheet.add_page()
    sheet.set_font_size(LARGE_PRINT)
    sheet.set_text_color(*INK)
    for paragraph in text.strip().split("\n"):
        if paragraph.strip():
            sheet.multi_cell(
                0,
                LARGE_PRINT * POINT * LINE,
                paragraph,
                align="R" if across else "L",
                new_x="LMARGIN",
                new_y="NEXT",
            )
        sheet.ln(LARGE_PRINT * POINT * 0.5)
    return bytes(sheet.output())


def _paper(first: str, size=PAPER, orientation: str = "landscape"):
    from fpdf import FPDF  # only who prints a card pays for the library

    card = FPDF(orientation=orientation, format=size)
    card.set_auto_page_break(False)
    card.set_margins(0, 0, 0)
    card.c_margin = 0
    for family, path in _font_files().items():
        card.add_font(family, fname=path)
    card.set_font(first)
    card.set_fallback_fonts([family for family in (SERIF, SANS, ARABIC) if family != first])
    card.set_text_shaping(True)
    card.set_creator("Kept")
    return card


@lru_cache
def _font_files() -> dict[str, str]:
    return {family: str(files(package) / "files" / name) for family, (package, name) in FONTS.items()}


def _write_words(card, text: str, from_right: bool) -> None:
    card.add_page()
    _rule(card, from_right)
    width, height = card.w - WORDS_AT - EDGE, card.h - 2 * EDGE
    size = next((size for size in _sizes() if _height(card, text, size, width) <= height), None)
    if size is None:
        raise TooLong
    _text(card, text, size, width, from_right, (card.h - _height(card, text, size, width)) / 2)


def _write_address(card, name: str, address: str, from_right: bool) -> None:
    card.add_page()
    lines = "\n".join(filter(None, [name.strip(), address.strip()]))
    card.set_y(card.h / 2)
    width = card.w / 2 - EDGE
    card.set_x(EDGE if from_right else card.w / 2)
    card.set_font_size(11)
    card.set_text_color(*INK)
    card.multi_cell(width, 11 * POINT * LINE, lines, align="R" if from_right else "L")


def _rule(card, from_right: bool) -> None:
    card.set_draw_color(*RULE)
    card.set_line_width(0.2)
    for at in (MARGIN_AT, MARGIN_AT + 0.8):
        x = card.w - at if from_right else at
        card.line(x, 0, x, card.h)


def _text(card, text: str, size: float, width: float, from_right: bool, top: float) -> None:
    card.set_font_size(size)
    card.set_text_color(*INK)
    card.set_xy(EDGE if from_right else WORDS_AT, max(EDGE, top))
    card.multi_cell(width, size * POINT * LINE, text, align="R" if from_right else "L")


def _height(card, text: str, size: float, width: float) -> float:
    card.set_font_size(size)
    return card.multi_cell(width, size * POINT * LINE, text, dry_run=True, output="HEIGHT")


def _sizes():
    return [half / 2 for half in range(2 * LARGEST, 2 * SMALLEST - 1, -1)]


def _is_from_right(language: str) -> bool:
    try:
        return get_language_info(language)["bidi"]
    except KeyError:
        return False
