"""Whether two names at one letter box may be one person's."""

import pytest

from sales.same_names import may_be_one_person


@pytest.mark.parametrize(
    ("known", "given", "may_be"),
    [
        ("Rosa Lind", "rosa", True),
        ("Rosa Lind", "Lind, Rosa", True),
        ("Rosa Lind", "R. Lind", True),
        ("Rosa Lind", "Rosa Meyer", True),
        ("Zoë Åberg", "Zoe Aberg", True),
        ("Rosa Lind", "Paul Lind", False),
        ("Rosa Lind", "Paul", False),
        ("Rosa", "Ida Noor", False),
        ("李雷", "李雷", True),
        ("李雷", "韩梅梅", False),
        ("42", "Rosa", True),
    ],
)
def test_may_be_one_person(known, given, may_be):
    assert (may_be_one_person(known, given), may_be_one_person(given, known)) == (may_be, may_be)
