"""Sets a name apart in a plain sentence, so that its direction of writing turns nothing else around.

In pages `<bdi>` does the same; short answers, labels, subjects and plain letters need signs of their own.
"""

from unicodedata import bidirectional

from django.utils.translation import get_language_bidi

FIRST_STRONG, POP = "\u2068", "\u2069"  # Unicode TR9
TO_THE_LEFT = {"R", "AL", "AN", "RLE", "RLO", "RLI"}


def isolated(name: object) -> str:
    """Return a name between the signs of isolation where it runs against the sentence; any other as it is."""
    text = str(name)
    if text.startswith(FIRST_STRONG) and text.endswith(POP):
        return text
    runs_left = any(bidirectional(sign) in TO_THE_LEFT for sign in text)
    return f"{FIRST_STRONG}{text}{POP}" if text and (runs_left or get_language_bidi()) else text
