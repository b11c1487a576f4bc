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
            tag == "script" and "src" not in given and "json" not in (given.get("type") or "")
        ):
            self.inline.append((line, f"<{tag}>"))

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        if self.cdata_elem:  # inside <style> and <script>
            return
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
    for pattern in (COMMENT, TRANSLATED, TAG):
        source = pattern.sub(lambda match: "\n" * match[0].count("\n"), source)
    return source


def has_letters(text: str | None) -> bool:
    """Say whether a text holds words; an e-mail address is data."""
    return any(sign.isalpha() for word in (text or "").split() if "@" not in word for sign in word)
