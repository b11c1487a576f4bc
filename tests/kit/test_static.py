"""What the pages load: signs that exist, stylesheets in order, and a weight that a phone can carry."""

import re
from pathlib import Path

import pytest

from kit.storage import SHEETS

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted([*(ROOT / "templates").rglob("*.html"), Path(__file__).with_name("components.html")])
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
SIGNS = set(re.findall(r'id="i-([\w-]+)"', (ROOT / "static" / "icons.svg").read_text()))
LAYERS = "@layer tokens, base, layout, components, utilities, print;"


def _name(path):
    return str(path.relative_to(ROOT))


def test_every_sign_named_in_a_template_exists():
    named = {
        (sign, _name(path))
        for path in TEMPLATES
        for sign in re.findall(r'{% icon "([\w-]+)"', path.read_text())
    }
    assert [(sign, page) for sign, page in sorted(named) if sign not in SIGNS] == []


@pytest.mark.parametrize("path", STYLES, ids=_name)
def test_every_stylesheet_knows_the_order_of_the_layers(path):
    assert path.read_text().split("\n")[1] == LAYERS


@pytest.mark.parametrize("path", STYLES, ids=_name)
def test_only_the_tokens_name_colours(path):
    """One place for colours is what makes dark, print and high contrast hold."""
    text = re.sub(r"@layer (?:tokens|print) \{.*?\n\}", "", path.read_text(), flags=re.S)
    loose = re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", text)
    assert loose == []


KB = 1024
NUMBERS = {"hours.css"}  # written out one by one, a tenth of its size on the line


def test_styles_and_scripts_stay_within_their_weight():
    """A page has the styles that all have, and at most one sheet of its own; a table of numbers packs well."""
    weights = {path: path.stat().st_size for path in STYLES if path.name not in NUMBERS}
    everywhere = [ROOT / "static" / name for name in SHEETS]
    own = max(weight for path, weight in weights.items() if path not in everywhere)
    assert sum(weights[path] for path in everywhere) + own < 40 * KB
    assert sum(path.stat().st_size for path in SCRIPTS) < 60 * KB
