"""Signed names that leave the house: short, for one purpose, hard to make up."""

import re
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from followups.tokens import LENGTH, read_token, token_for

IDS = st.uuids()


@given(id=IDS)
def test_what_is_signed_is_read_in_any_case_for_its_purpose_alone(id: UUID):
    token = token_for("reply", id)
    assert re.fullmatch(r"[a-z2-7]{42}", token)
    assert len(f"reply+{token}") <= 64, "it must fit before the @ of an address"
    assert read_token("reply", token) == read_token("reply", token.upper()) == id
    assert read_token("preferences", token) is None


@given(id=IDS, place=st.integers(0, LENGTH - 1), sign=st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_changed_sign_makes_it_worthless(id: UUID, place: int, sign: str):
    token = token_for("reply", id)
    changed = token[:place] + sign + token[place + 1 :]
    assert read_token("reply", changed) == (id if changed == token else None)


@given(st.text(max_size=60))
def test_anything_else_is_none(text):
    assert read_token("reply", text) is None


def test_a_former_key_is_read_as_long_as_it_is_named(settings):
    id = UUID(int=7)
    token = token_for("reply", id)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the same house, made for this test alone"
    assert read_token("reply", token) == id
    assert token_for("reply", id) != token
    settings.SECRET_KEY_FALLBACKS = []
    assert read_token("reply", token) is None
