"""Hashed static files break a page that names one that is not there, so each name is checked here."""

import re

from django.conf import settings
from django.contrib.staticfiles import finders

NAMED = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")


def test_every_static_file_named_in_a_template_exists():
    missing = [
        f"{page.relative_to(settings.BASE_DIR)}: {name}"
        for page in (settings.BASE_DIR / "templates").rglob("*.*")
        for name in NAMED.findall(page.read_text())
        if finders.find(name) is None
    ]
    assert missing == []
