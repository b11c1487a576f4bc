"""`import_downline`: a company's list becomes the tree, a second one tells the difference."""

from datetime import date
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from kit.events import Actor, Door
from kit.models import Event
from team.actions import accept_invitation, invite, recount_ledger
from team.errors import TeamRefused
from team.models import Company, Distributor, LineMonth, ToldMonth
from team.tree import steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
HEADER = "number,name,parent_number,email,type,status,rank,joined_on,pv,orders,last_order_on\n"
LIST = HEADER + (
    "12,Ida Berg,10,ida@list.example,Ambassador,active,2,2025-05-01,120.50,3,2026-03-02\n"
    "10,Top Person,,,Ambassador,active,5,2020-01-01,50,,\n"
    "11,Per Holm,10,,Member,inactive,1,2024-02-03,,,\n"
    "13,Åsa Lund,12,,Member,active,0,2026-03-01,10,1,2026-03-01\n"
)


@pytest.fixture
def bring(write, capsys, company):
    """Run the command over a list; return what it printed."""

    def bring(content, *arguments, name="list.csv"):
        call_command("import_downline", str(write(content, name)), *arguments)
        return capsys.readouterr().out.splitlines()

    return bring


def tree():
    rows = Distributor.objects.exclude(number="").select_related("sponsor")
    return {row.number: row.sponsor and row.sponsor.number for row in rows}


def is_true(company):
    """The ledger is what a recount finds, and paths follow sponsors."""
    assert recount_ledger(company=company, by=Actor(None, Door.TASK), check=True) == []
    for row in Distributor.objects.exclude(sponsor=None).exclude(number="").select_related("sponsor"):
        assert steps(row.path)[:-1] == steps(row.sponsor.path)
        assert row.depth == row.sponsor.depth + 1
    return True


def test_a_list_in_any_order_becomes_the_tree(bring, company):
    assert bring(LIST)[-1] == "new=4 same=0 changed=0 refused=0"
    assert tree() == {"10": None, "11": "10", "12": "10", "13": "12"}
    ida = Distributor.objects.get(number="12")
    facts = (ida.name, ida.email, ida.type, ida.status, ida.rank, ida.joined_on, ida.is_listed, ida.name_key)
    assert facts == (
        "Ida Berg",
        "ida@list.example",
        "Ambassador",
        "active",
        2,
        date(2025, 5, 1),
        True,
        "ida berg",
    )
    assert not ida.has_usable_password()
    told = ToldMonth.objects.get(person=ida)
    assert (told.month, told.figures, told.last_active_on) == (
        202603,
        {"volume": 12050, "orders": 3},
        date(2026, 3, 2),
    )
    top = LineMonth.objects.get(person__number="10", month=202603)
    assert (top.volume, top.orders, top.active, top.joined) == (18050, 4, 2, 1)
    assert Event.objects.filter(kind="distributor.enrolled", owner__number="12").count() == 1
    assert is_true(company)


def test_the_same_list_again_changes_nothing(bring):
    bring(LIST)
    before = Event.objects.count()
    assert bring(LIST)[-1] == "new=0 same=4 changed=0 refused=0"
    assert Event.objects.count() == before


def test_a_preview_writes_nothing(bring):
    said = bring(LIST, "--dry-run")
    assert said[:2] == ["joined: Ida Berg (line 2)", "joined: Top Person (line 3)"]
    assert said[-3:] == [
        "Tried only: nothing was written.",
        "joined=4 left=0 moved=0 changed=0 figures=3",
        "new=4 same=0 changed=0 refused=0",
    ]
    assert tree() == {}


def test_the_next_list_tells_who_joined_left_moved_and_changed(bring, company):
    bring(LIST)
    following = HEADER + (
        "10,Top Person,,,Ambassador,active,5,2020-01-01,50,,\n"
        "12,Ida Berg,10,ida@list.example,Ambassador,active,3,2025-05-01,200,4,2026-03-02\n"
        "13,Åsa Lund,10,,Member,active,0,2026-03-01,10,1,2026-03-01\n"
        "14,Bo Ek,13,,Member,active,0,2026-03-02,,,\n"
    )
    said = bring(following, "--dry-run")
    assert said[:4] == [
        "joined: Bo Ek (line 5)", "left: Per Holm", "moved: Åsa Lund (line 4)", "changed: Ida Berg (line 3): rank",
    ]  # fmt: skip
    assert bring(following)[-2:] == [
        "joined=1 left=1 moved=1 changed=1 figures=1",
        "new=1 same=1 changed=2 refused=0",
    ]
    assert tree() == {"10": None, "11": "10", "12": "10", "13": "10", "14": "13"}
    gone = Distributor.objects.get(number="11")
    assert (gone.status, gone.is_active, gone.left_on) == ("terminated", False, date(2026, 3, 2))
    moved = Event.objects.get(kind="distributor.moved")
    assert (moved.owner.number, moved.after["sponsor"]) == (
        "13",
        str(Distributor.objects.get(number="10").pk),
    )
    assert LineMonth.objects.get(person__number="10", month=202603).volume == 5000 + 20000 + 1000
    assert is_true(company)
    assert bring(following)[-1] == "new=0 same=4 changed=0 refused=0"
    returned = following + "11,Per Holm,10,,Member,inactive,1,2024-02-03,,,\n"
    assert bring(returned)[-1] == "new=0 same=4 changed=1 refused=0"
    assert Distributor.objects.get(number="11").left_on is None
    assert is_true(company)


@pytest.mark.parametrize(
    "lines, said",
    [
        ("2,B,9\n", "line 3: Nobody has the number 9, under which B stands."),
        ("2,B,2\n", "line 3: B stands under themself."),
        ("2,B,3\n3,C,2\n", "line 3: These stand below each other, in a ring: B (3), C (4)."),
        ("2,B,\n", "line 2: A stands at the top, and so does B in line 3."),
        ("1,B,1\n", "line 3: The number 1 stands in line 2 already."),
        (f"2,{'B' * 300},1\n", f"line 3: name: “{'B' * 39}…” is longer than 200 characters."),
        ("2,,1\n", "line 3: A name, please."),
    ],
)
def test_what_cannot_be_is_refused_whole(bring, lines, said):
    printed = bring("number,name,parent_number\n1,A,\n" + lines)
    assert printed[0] == said
    assert printed[-2] == "Nothing was written: a tree is right as a whole or not at all."
    assert printed[-1].startswith("new=0 same=0 changed=0 refused=")
    assert tree() == {}


def test_levels_alone_say_the_tree(bring, company):
    assert bring("level;number;name\n1;1;A\n2;2;B\n3;3;C\n2;4;D\n")[-1] == "new=4 same=0 changed=0 refused=0"
    assert tree() == {"1": None, "2": "1", "3": "2", "4": "1"}
    assert is_true(company)


def test_a_list_hangs_under_somebody_who_stands(bring, ana, ben):
    levels = "level,number,name\n1,1,A\n2,2,B\n1,3,C\n"
    assert bring(levels, "--under", ben.email)[-1] == "new=3 same=0 changed=0 refused=0"
    assert Distributor.objects.get(number="3").sponsor == ben
    with pytest.raises(CommandError, match="Nobody has the number or email"):
        bring(levels, "--under", "nobody@kept.example")


def test_whoever_signs_in_keeps_their_name_and_their_own_figures(bring, ben):
    ben.number, ben.country = "7", ben.company.country
    ben.save()
    name = ben.name
    bring("number,name,parent_number,rank,pv\n7,Another Name,,4,100\n8,New,7,,\n")
    ben.refresh_from_db()
    assert (ben.name, ben.rank) == (name, 4)
    assert not ToldMonth.objects.filter(person=ben).exists()
    assert Distributor.objects.get(number="8").sponsor == ben


def test_a_list_that_lacks_most_people_is_asked_about(bring):
    whole = "number,name,parent_number\n1,A,\n" + "".join(f"{n},P {n},1\n" for n in range(2, 60))
    bring(whole)
    with pytest.raises(CommandError, match="50 of 59 people are not in the list"):
        bring(whole.split("10,P")[0])
    assert bring(whole.split("10,P")[0], "--leave")[-2].startswith("joined=0 left=50 ")


def test_ranks_by_name(bring):
    listed = "number,name,parent_number,rank\n1,A,,Gold\n2,B,1,Bronze\n"
    assert bring(listed)[0].startswith("line 2: rank: The rank “Gold” is not known.")
    bring(listed, "--ranks", "Bronze, Silver,Gold")
    assert dict(Distributor.objects.exclude(number="").values_list("number", "rank")) == {"1": 3, "2": 1}


def test_where_no_company_stands_the_list_founds_one(write, capsys, db):
    path = write("number,name,parent_number\n1,A,\n2,B,1\n", "Linden.csv")
    call_command("import_downline", str(path), "--dry-run")
    assert not Company.objects.exists()
    call_command("import_downline", str(path))
    assert capsys.readouterr().out.splitlines()[-1] == "new=2 same=0 changed=0 refused=0"
    assert Company.objects.get().name == "Linden"


def test_whoever_is_listed_can_be_invited_and_signs_in_as_the_same(bring, ana, ben, by_ana, by_ben):
    bring("number,name,level,email\n7,Ida Berg,1,ida@list.example\n", "--under", ana.email)
    ida = Distributor.objects.get(number="7")
    with pytest.raises(TeamRefused):
        invite(sponsor=ben, by=by_ben, name="Ida", email="ida@list.example")
    _invitation, token = invite(sponsor=ana, by=by_ana, name="Ida", email="ida@list.example")
    assert accept_invitation(token=token, password="a long one, 27", by=by_ana) == ida
    ida.refresh_from_db()
    assert ida.has_usable_password() and ida.handle
    with pytest.raises(TeamRefused):
        invite(sponsor=ana, by=by_ana, name="Ida", email="ida@list.example")


@pytest.mark.parametrize("seed", [1, 2])
def test_many_at_once_and_many_moves_leave_true_figures(bring, company, seed):
    rng = Random(seed)
    lines = [
        [n, f"P {n}", rng.randrange(n) if n else "", rng.choice("ABC"), rng.randrange(90)] for n in range(620)
    ]

    def content():
        some = rng.sample(lines, len(lines))
        return "number,name,parent_number,type,pv\n" + "".join(
            ",".join(map(str, line)) + "\n" for line in some
        )

    assert bring(content())[-1] == "new=620 same=0 changed=0 refused=0"
    assert is_true(company)
    for line in lines[1:]:
        if rng.random() < 0.3:
            line[2] = rng.randrange(line[0])
    said = bring(content())
    assert said[-2].startswith("joined=0 left=0 moved=")
    assert tree() == {str(line[0]): str(line[2]) if line[0] else None for line in lines}
    assert is_true(company)
    assert bring(content())[-1] == "new=0 same=620 changed=0 refused=0"
    counts = Distributor.objects.exclude(number="").annotate(recruits=Count("frontline"))
    assert all(row.next_child >= row.recruits for row in counts)
