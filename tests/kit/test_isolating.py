"""A name of another direction of writing is set apart in a plain sentence."""

import pytest
from django.utils.translation import override

from kit.isolating import isolated

LAYLA = "ليلى"


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        ("en", "Rosa Lind", "Rosa Lind"),
        ("en", "", ""),
        ("en", LAYLA, f"\u2068{LAYLA}\u2069"),
        ("en", f"Mrs {LAYLA}", f"\u2068Mrs {LAYLA}\u2069"),
        ("en", f"\u2068{LAYLA}\u2069", f"\u2068{LAYLA}\u2069"),
        ("ar", "Rosa Lind", "\u2068Rosa Lind\u2069"),
        ("he", "", ""),
    ],
)
def test_only_what_runs_the_other_way_is_set_apart(language, name, said):
    with override(language):
        assert isolated(name) == said
