"""A leader shares a playbook with the line below; who takes it adapts it and sees what the original changed."""

import pytest

from followups.actions import playbooks
from followups.actions.playbooks.taking import news_of_source
from followups.drafting import draft_steps, live_steps
from followups.errors import Claims, Closed
from followups.models import ClaimPhrase, Playbook, Rule
from kit.undo import undo
from tests.followups.books import ASK, book_of, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def house():
    return book_of(None)


@pytest.fixture
def hers(house, ana, ben, by_ana):
    """Ana's own playbook, live and shared: asks on day 5, writes on day 14."""
    who = {"owner": ana, "by": by_ana}
    book = playbooks.change_step(playbook=house, key="t_one", values={"offset_days": 5}, **who)
    book = playbooks.go_live(playbook=book, **who)
    return playbooks.share(playbook=book, **who)


def changed(book, key, by, **values):
    book = playbooks.change_step(playbook=book, owner=by.user, by=by, key=key, values=values)
    return playbooks.go_live(playbook=book, owner=by.user, by=by)


def test_a_line_sees_what_is_shared_above_and_nobody_else_does(hers, ana, ben, cleo, staff):
    assert list(Playbook.objects.shared_with(ben)) == [hers]
    for other in (ana, cleo, staff):
        assert list(Playbook.objects.shared_with(other)) == []


def test_what_leaders_no_longer_signed_in_share_is_not_offered(hers, ana, ben):
    ana.is_active = False
    ana.save()
    assert list(Playbook.objects.shared_with(ben)) == []


def test_nobody_shares_the_houses_or_without_a_team(house, ana, ben, by_ana, by_ben):
    with pytest.raises(Closed):
        playbooks.share(playbook=house, owner=ana, by=by_ana)
    own = playbooks.own_playbook(owner=ben, key="t_book", by=by_ben)
    with pytest.raises(Closed):
        playbooks.share(playbook=own, owner=ben, by=by_ben)


def test_sharing_twice_is_once_and_can_be_taken_back(hers, ana, ben, by_ana):
    assert playbooks.share(playbook=hers, owner=ana, by=by_ana).event is None
    undo(event=hers.event, by=by_ana)
    assert list(Playbook.objects.shared_with(ben)) == []
    hers.refresh_from_db()
    assert playbooks.unshare(playbook=hers, owner=ana, by=by_ana).event is None


def test_unsharing_can_be_taken_back(hers, ana, ben, by_ana):
    own = playbooks.unshare(playbook=hers, owner=ana, by=by_ana)
    undo(event=own.event, by=by_ana)
    assert list(Playbook.objects.shared_with(ben)) == [hers]


@pytest.fixture
def promising(hers, ana, by_ana):
    ClaimPhrase.objects.get_or_create(language="en", words="financial freedom", kind="income")
    playbooks.unshare(playbook=hers, owner=ana, by=by_ana)
    return changed(hers, "t_two", by_ana, subject="Hello", text="This is your financial freedom.")


def test_promises_are_not_shared_without_a_reason(promising, ana, by_ana):
    with pytest.raises(Claims) as refused:
        playbooks.share(playbook=promising, owner=ana, by=by_ana, reason="  ")
    assert [(step.key, found.words) for step, found in refused.value.found] == [
        ("t_two", "financial freedom")
    ]
    shared = playbooks.share(playbook=promising, owner=ana, by=by_ana, reason="The company approved it")
    assert shared.event.after == {
        "version": 3, "reason": "The company approved it",
        "claims": [{"step": "Write", "words": "financial freedom", "kind": "income"}],
    }  # fmt: skip


def test_promises_do_not_go_live_in_what_is_shared_without_a_reason(hers, ana, by_ana):
    ClaimPhrase.objects.get_or_create(language="en", words="financial freedom", kind="income")
    values = {"subject": "Hello", "text": "This is your financial freedom."}
    book = playbooks.change_step(playbook=hers, owner=ana, by=by_ana, key="t_two", values=values)
    with pytest.raises(Claims):
        playbooks.go_live(playbook=book, owner=ana, by=by_ana)
    book = playbooks.go_live(playbook=book, owner=ana, by=by_ana, reason="Approved")
    assert (book.version, book.event.after["reason"]) == (3, "Approved")


def test_what_is_taken_is_a_draft_of_ones_own(hers, ben, by_ben):
    own = playbooks.take(source=hers, owner=ben, by=by_ben)
    assert (own.owner, own.source, own.source_version) == (ben, hers, 2)
    assert draft_steps(own) == live_steps(hers)
    assert [step.offset_days for step in live_steps(own)] == [2, 14]
    own = playbooks.go_live(playbook=own, owner=ben, by=by_ben)
    assert live_steps(own) == live_steps(hers)
    assert Rule.objects.filter(owner=ben, retired_at=None).count() == 2


def test_a_stranger_takes_nothing(hers, cleo, by_cleo):
    with pytest.raises(Closed):
        playbooks.take(source=hers, owner=cleo, by=by_cleo)
    assert Playbook.objects.filter(owner=cleo).count() == 0


def test_taking_does_not_run_over_what_is_not_live_yet(house, hers, ben, by_ben):
    playbooks.remove_step(playbook=house, owner=ben, by=by_ben, key="t_one")
    with pytest.raises(Closed):
        playbooks.take(source=hers, owner=ben, by=by_ben)


def test_throwing_away_what_was_taken_gives_the_former_original_back(house, hers, ben, by_ben):
    own = playbooks.take(source=hers, owner=ben, by=by_ben)
    own = playbooks.throw_away(playbook=own, owner=ben, by=by_ben)
    own.refresh_from_db()
    assert (own.source, own.source_version, own.draft) == (house, 1, None)
    undo(event=own.event, by=by_ben)
    own.refresh_from_db()
    assert (own.source, own.source_version) == (hers, 2)
    assert draft_steps(own) == live_steps(hers)


def test_taking_is_taken_back(house, hers, ben, by_ben):
    own = playbooks.take(source=hers, owner=ben, by=by_ben)
    undo(event=own.event, by=by_ben)
    own.refresh_from_db()
    assert (own.source, own.source_version, own.draft) == (house, 1, None)


@pytest.fixture
def mine(hers, ben, by_ben):
    """Ben's copy of Ana's, live, with a title of his own for the letter."""
    own = playbooks.take(source=hers, owner=ben, by=by_ben)
    own = playbooks.change_step(
        playbook=own, owner=ben, by=by_ben, key="t_two", values={"title": "My letter"}
    )
    return playbooks.go_live(playbook=own, owner=ben, by=by_ben)


def test_news_are_what_the_original_changed_and_nothing_else(mine, hers, by_ana):
    assert news_of_source(mine) is None
    changed(hers, "t_one", by_ana, offset_days=9)
    mine.refresh_from_db()
    news = news_of_source(mine)
    assert (news.source, news.version) == (hers, 3)
    assert [(change.title, change.what, change.fields) for change in news.changes] == [
        ("Ask", "changed", ("offset_days",))
    ]


def test_what_is_shared_no_more_has_no_news(mine, hers, ana, by_ana):
    changed(hers, "t_one", by_ana, offset_days=9)
    playbooks.unshare(playbook=hers, owner=ana, by=by_ana)
    mine.refresh_from_db()
    assert news_of_source(mine) is None


def test_catching_up_keeps_what_was_adapted(mine, hers, ana, by_ana, ben, by_ben):
    book = playbooks.add_step(
        playbook=hers, owner=ana, by=by_ana, values={**ASK, "title": "Call", "offset_days": 30}
    )
    changed(book, "t_one", by_ana, offset_days=9)
    own = playbooks.catch_up(playbook=mine, owner=ben, by=by_ben)
    assert [(step.title, step.offset_days) for step in draft_steps(own)] == [
        ("Ask", 9), ("My letter", 14), ("Call", 30),
    ]  # fmt: skip
    own = playbooks.go_live(playbook=own, owner=ben, by=by_ben)
    assert news_of_source(own) is None


def test_the_houses_steps_can_be_had_again(mine, house, ben, by_ben):
    own = playbooks.give_back(playbook=mine, owner=ben, by=by_ben)
    assert draft_steps(own) == live_steps(house)
    assert titles(live_steps(own)) == ["Ask", "My letter"]
