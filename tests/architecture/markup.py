"""Reads templates for the house rules: what a person would see, and what a browser would load."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}", re.S)
TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.S)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.S)
READ_ALOUD = {"alt", "title", "aria-label", "placeholder", "aria-description", "label"}
LOADS = {"src", "href", "action", "hx-get", "hx-post", "srcset", "poster", "data", "formaction"}


@dataclass
class Page(HTMLParser):
    """What a template holds, as (line, text) pairs."""

    words: list = field(default_factory=list)  # seen or read aloud, and not translated
    addresses: list = field(default_factory=list)  # loaded or linked, outside this house
    inline: list = field(default_factory=list)  # style, script and handlers in the page

    def __post_init__(self):
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag, attrs):
        line, given = self.getpos()[0], dict(attrs)
        for name, value in given.items():
            if name in READ_ALOUD and has_letters(value):
                self.words.append((line, f'{name}="{value}"'))
            if name in LOADS and re.match(r"(https?:)?//", value or ""):
                self.addresses.append((line, value))
            if name == "style" or name.startswith(("on", "hx-on")):
                self.inline.append((line, f"{name}="))
        if tag == "style" or (
            tag == "script" and not given.get("src") and "json" not in (given.get("type") or "")
        ):
            self.inline.append((line, f"<{tag}>"))

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        for number, text in enumerate(data.split("\n")):
            if has_letters(text):
                self.words.append((self.getpos()[0] + number, text.strip()))


def read(source: str) -> Page:
    """Read an HTML template without its tags, comments and translated texts; line numbers stay."""
    page = Page()
    page.feed(without_tags(source))
    page.close()
    return page


def without_tags(source: str) -> str:
    for pattern in (COMMENT, TRANSLATED):
        source = pattern.sub(lambda match: "\n" * match[0].count("\n"), source)
    return TAG.sub(lambda match: _stand_in(match[0]), source)


def _stand_in(tag: str) -> str:
    """A tag leaves no letters; inside an attribute that is loaded it stands for a local address."""
    return "\n" * tag.count("\n")


def has_letters(text: str | None) -> bool:
    return any(sign.isalpha() for sign in text or "")
