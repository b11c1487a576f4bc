"""Templates: every word can be translated, nothing inline, nothing from elsewhere, the house's voice."""

import re

import pytest
from django.template.loader import get_template

from tests.architecture.markup import has_letters, read, without_tags
from tests.architecture.tree import ROOT, check, files, product_files, relative

# Words that are the same in every language, each with its reason.
SAME_EVERYWHERE = {
    "Kept": "the name of the product",
    "kept-demo": "the password of the demo world",
    "PV": "the trade's sign for personal volume",
    "N": "a key",
    "Z": "a key",
}
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]")
LOUD = re.compile(r"[A-Za-z]!(?![=\w])")
UNSAFE = re.compile(r"\|\s*safe\b|autoescape off")
MAKES_MARKUP = {"kit", "templates"}  # where mark_safe may stand: the toolbox's own tags


def templates(*suffixes: str):
    return [
        (relative(path), path.read_text(encoding="utf-8")) for path in files("templates", suffixes=suffixes)
    ]


def untranslated(source: str, plain: bool) -> list[tuple[int, str]]:
    if plain:
        lines = enumerate(without_tags(source).split("\n"), 1)
        found = [(line, text.strip()) for line, text in lines if has_letters(text)]
    else:
        found = read(source).words
    return [(line, text) for line, text in found if text not in SAME_EVERYWHERE]


def test_every_word_can_be_translated():
    check(
        [
            f"{name}:{line}: {text!r} is bare; put it in translate or blocktranslate"
            for name, source in templates(".html", ".txt")
            for line, text in untranslated(source, plain=name.endswith(".txt"))
        ],
        "a text outside gettext stays English for everybody for ever.",
    )


def test_nothing_is_inline():
    check(
        [
            f"{name}:{line}: {what}; move it to static/css or static/js"
            for name, source in templates(".html")
            for line, what in read(source).inline
            if not name.startswith("templates/letters/")
        ],
        "the content security policy forbids it: a text that slips through unescaped then does nothing.",
    )


def test_nothing_comes_from_elsewhere():
    check(
        [
            f"{name}:{line}: {address}; take the file into static/"
            for name, source in templates(".html")
            for line, address in read(source).addresses
        ],
        "a page that asks another server tells it who works when, and fails without it.",
    )


def test_data_is_escaped():
    check(
        [
            f"{name}:{number}: {line.strip()[:60]}; let Django escape it, or make the markup in kit/templatetags"
            for name, source in templates(".html")
            for number, line in enumerate(source.split("\n"), 1)
            if UNSAFE.search(line)
        ],
        "a name is data, also when it holds a tag.",
    )


def test_the_voice_is_calm():
    sources = templates(".html", ".txt") + [
        (relative(path), path.read_text("utf-8")) for path in product_files()
    ]
    check(
        [
            f"{name}:{number}: {line.strip()[:60]}; say it plainly"
            for name, source in sources
            for number, line in enumerate(source.split("\n"), 1)
            if _is_loud(name, line)
        ],
        "the system never cheers and never shouts; signs are in the sprite, not in the font.",
    )


def _is_loud(name: str, line: str) -> bool:
    said = line if name.startswith("templates/") else " ".join(re.findall(r"gettext\w*\(.*|\b_\(.*", line))
    return bool(EMOJI.search(said) or LOUD.search(re.sub(r"<!\w+|<!--|r\"[^\"]*\"", "", said)))


@pytest.mark.parametrize("name", [relative(path) for path in files("templates", suffixes=(".html", ".txt"))])
def test_every_template_compiles(name):
    assert get_template(name.removeprefix("templates/")).origin.name == str(ROOT / name)


@pytest.mark.parametrize(
    "bare", ["<p>Hello</p>", '<a title="Hello"></a>', "<b>{{ x }} of {{ y }}</b>", "{% if x %}Yes{% endif %}"]
)
def test_a_bare_word_is_found(bare):
    assert len(untranslated(bare, plain=False)) == 1


@pytest.mark.parametrize(
    "said",
    [
        '<p class="x">{% translate "Hello" %}</p>',
        "{% blocktranslate %}Hello <b>{{ x }}</b>{% endblocktranslate %}",
        '<a href="{% url "today" %}" aria-label="{{ x }}">{# a note #} 3 × 4</a>',
    ],
)
def test_a_translated_word_passes(said):
    assert untranslated(said, plain=False) == []


@pytest.mark.parametrize(
    "line", ['<p style="x">', "<script>x()</script>", '<b onclick="x">', '<p hx-on:click="x">']
)
def test_an_inline_thing_is_found(line):
    assert len(read(line).inline) == 1


def test_an_address_elsewhere_is_found():
    assert len(read('<script src="https://cdn.example/x.js"></script><img src="//x">').addresses) == 2
