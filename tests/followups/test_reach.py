"""Whether somebody may be written to for a purpose, and where."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.contacts import email_key
from followups.reach import Reach, reach_of

CHANNELS, PURPOSES = ["email", "text"], ["service", "marketing"]
NAMES = st.sampled_from(["a@x.example", "B@x.example", "c@x.example"])
ADDRESSES = st.lists(
    st.builds(
        lambda address, position, bounced: SimpleNamespace(
            address=address, position=position, bounced_at=bounced or None
        ),
        NAMES, st.integers(0, 9), st.booleans(),
    ),
    max_size=4,
)  # fmt: skip
AGREEMENTS = st.lists(
    st.builds(
        lambda channel, purpose, gone: SimpleNamespace(
            channel=channel, purpose=purpose, withdrawn_at=gone or None
        ),
        st.sampled_from(CHANNELS), st.sampled_from(PURPOSES), st.booleans(),
    ),
    max_size=5,
)  # fmt: skip
SHUT = st.frozensets(st.tuples(NAMES.map(email_key), st.sampled_from(["", *PURPOSES])), max_size=4)


@given(ADDRESSES, AGREEMENTS, SHUT, st.sampled_from(PURPOSES))
def test_an_address_is_named_only_where_everything_allows_it(addresses, agreements, shut, purpose):
    reach = reach_of(addresses, agreements, purpose=purpose, suppressed=shut)
    assert bool(reach.address) != bool(reach.code)
    if not reach:
        return
    keys = {(email_key(reach.address), of) for of in ("", purpose)}
    assert not keys & shut
    assert any(row.address == reach.address and row.bounced_at is None for row in addresses)
    assert any((row.channel, row.purpose, row.withdrawn_at) == ("email", purpose, None) for row in agreements)


@given(ADDRESSES, AGREEMENTS, SHUT, SHUT, st.sampled_from(PURPOSES))
def test_more_suppressions_never_open_a_way(addresses, agreements, shut, more, purpose):
    before = reach_of(addresses, agreements, purpose=purpose, suppressed=shut)
    after = reach_of(addresses, agreements, purpose=purpose, suppressed=shut | more)
    assert before or not after


@given(ADDRESSES, AGREEMENTS)
def test_without_a_word_about_it_service_by_email_is_meant(addresses, agreements):
    assert reach_of(addresses, agreements) == reach_of(
        addresses, agreements, channel="email", purpose="service", suppressed=frozenset()
    )


def row(address="r@x.example", position=0, bounced_at=None):
    return SimpleNamespace(address=address, position=position, bounced_at=bounced_at)


def agreement(channel="email", purpose="service", withdrawn_at=None):
    return SimpleNamespace(channel=channel, purpose=purpose, withdrawn_at=withdrawn_at)


@pytest.mark.parametrize(
    ("addresses", "agreements", "rest", "reach"),
    [
        ([], [agreement()], {}, Reach(code="no_address")),
        ([row(bounced_at=1)], [agreement()], {}, Reach(code="bounced")),
        ([row()], [], {}, Reach(code="no_consent")),
        ([row()], [agreement(withdrawn_at=1)], {}, Reach(code="no_consent")),
        ([row()], [agreement()], {"purpose": "marketing"}, Reach(code="no_consent")),
        ([row()], [agreement(purpose="marketing")], {"purpose": "marketing"}, Reach("r@x.example")),
        ([row("R@X.example")], [agreement()], {"suppressed": {("r@x.example", "")}}, Reach(code="suppressed")),
        ([row()], [agreement()], {"suppressed": {("r@x.example", "marketing")}}, Reach("r@x.example")),
        ([row(), row("s@x.example", 1)], [agreement()], {"suppressed": {("r@x.example", "")}}, Reach("s@x.example")),
        ([row("b@x.example", 2), row("a@x.example", 1)], [agreement()], {}, Reach("a@x.example")),
        ([SimpleNamespace(number="+491", position=0)], [agreement("text")], {"channel": "text"}, Reach("+491")),
        ([SimpleNamespace(number="+491", position=0)], [agreement()], {"channel": "text"}, Reach(code="no_consent")),
    ],
)  # fmt: skip
def test_each_reason_by_itself(addresses, agreements, rest, reach):
    assert reach_of(addresses, agreements, **rest) == reach
