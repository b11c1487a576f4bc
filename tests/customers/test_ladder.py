"""The rung follows from evidence alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.ladder import Evidence, Kind, Rung, Standing, reached_by, reached_on, stand

DAY = date(2026, 3, 2)


def on(days, kind, rung=None):
    return Evidence(kind, DAY + timedelta(days=days), rung)


claims = st.builds(on, st.integers(0, 40), st.just(Kind.BY_HAND), st.sampled_from(list(Rung)))
facts = st.builds(on, st.integers(0, 40), st.sampled_from([kind for kind in Kind if kind != Kind.BY_HAND]))
pieces = st.one_of(facts, claims)


@pytest.mark.parametrize(
    "evidence, rung, since",
    [
        ([on(0, Kind.ENTERED)], Rung.SUSPECT, 0),
        ([on(0, Kind.ENTERED), on(3, Kind.INQUIRY)], Rung.PROSPECT, 3),
        ([on(0, Kind.ENTERED), on(3, Kind.SAMPLE)], Rung.PROSPECT, 3),
        ([on(0, Kind.ENTERED), on(5, Kind.PRESENTATION), on(3, Kind.SAMPLE)], Rung.PROSPECT, 3),
        ([on(4, Kind.ORDER)], Rung.CUSTOMER, 4),
        ([on(4, Kind.ORDER), on(4, Kind.ORDER)], Rung.CUSTOMER, 4),
        ([on(4, Kind.ORDER), on(5, Kind.ORDER)], Rung.CLIENT, 5),
        ([on(9, Kind.ORDER), on(5, Kind.ORDER), on(5, Kind.ORDER)], Rung.CLIENT, 9),
        ([on(4, Kind.ENROLMENT)], Rung.MEMBER, 4),
        ([on(4, Kind.REFERRAL)], Rung.SUSPECT, 4),
        ([on(4, Kind.REFERRAL), on(8, Kind.ORDER)], Rung.ADVOCATE, 8),
        ([on(8, Kind.REFERRAL), on(4, Kind.ORDER)], Rung.ADVOCATE, 8),
        ([on(2, Kind.REFERRAL), on(4, Kind.ENROLMENT)], Rung.ADVOCATE, 4),
        ([on(2, Kind.REFERRAL), on(4, Kind.BY_HAND, Rung.CUSTOMER)], Rung.ADVOCATE, 4),
        ([on(0, Kind.ENTERED), on(2, Kind.BY_HAND, Rung.MEMBER)], Rung.MEMBER, 2),
        ([on(6, Kind.ORDER), on(2, Kind.BY_HAND, Rung.CUSTOMER)], Rung.CUSTOMER, 2),
        ([on(2, Kind.BY_HAND, Rung.SUSPECT)], Rung.SUSPECT, 2),
    ],
)
def test_each_kind_of_evidence(evidence, rung, since):
    assert stand(evidence) == Standing(rung, DAY + timedelta(days=since))


def test_without_evidence_there_is_no_standing():
    assert stand([]) is None


@given(st.lists(pieces), pieces)
def test_more_evidence_never_lowers(evidence, more):
    before = stand(evidence)
    after = stand([*evidence, more])
    assert before is None or after.rung > before.rung or (
        after.rung == before.rung and after.since <= before.since
    )  # fmt: skip


@given(st.lists(pieces), pieces)
def test_revoking_what_was_added_restores(evidence, more):
    with_more = [*evidence, more]
    with_more.remove(more)
    assert stand(with_more) == stand(evidence)


@given(st.lists(pieces).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_evidence_is_irrelevant(both):
    evidence, shuffled = both
    assert reached_on(evidence) == reached_on(shuffled)
    assert stand(evidence) == stand(shuffled)


@given(st.lists(pieces, min_size=1), st.integers(1, 10_000))
def test_time_alone_changes_nothing(evidence, days):
    later = [Evidence(piece.kind, piece.on + timedelta(days=days), piece.rung) for piece in evidence]
    standing = stand(evidence)
    assert stand(later) == Standing(standing.rung, standing.since + timedelta(days=days))


@given(st.lists(pieces))
def test_each_rung_is_held_by_a_piece_of_its_evidence(evidence):
    for piece in reached_by(evidence).values():
        assert piece in evidence
