"""People from files: who is new, who is known, what is added, what contradicts."""

import pytest

from customers.ladder import Rung
from customers.models import Customer, LadderStep, Note
from followups.models import Message, Task
from kit.models import Event
from mlmcrm.models import Import, RefusedLine

HEADER = "name,external_id,email,phone,birthday,warmth,tags,note,introduced_by\n"


@pytest.fixture
def people(run_command, write, ben, monday):
    """Import a people file for Ben and return what was printed."""

    def people(content, *arguments, name="people.csv"):
        return run_command("import_people", write(content, name), ben, *arguments)

    return people


def person(name):
    return Customer.objects.get(name=name)


def emails(row):
    return [email.address for email in row.emails.all()]


def phones(row):
    return [phone.number for phone in row.phones.all()]


def test_a_line_becomes_a_person_with_all_it_says(people, ben):
    line = (
        "Eva Lind;7;Evi;eva@post.example|EVA@post.example|e@work.example;0171 1234567|+1 202 555 0100;1980-05-31;"
        "PT_br;europe/lisbon;cold;fair;garden|Tea;likes mint\n"
    )
    header = "Name;External ID;greeting;email;phone;birthday;language;time_zone;warmth;source;tags;note\n"
    assert people(header + line) == ["new=1 same=0 changed=0 refused=0"]
    eva = person("Eva Lind")
    assert (eva.owner, eva.external_id, eva.greeting, eva.birthday) == (ben, "7", "Evi", "1980-05-31")
    assert (eva.language, eva.zone, eva.warmth, eva.source) == ("pt-BR", "Europe/Lisbon", "cold", "fair")
    assert (emails(eva), phones(eva)) == (
        ["eva@post.example", "e@work.example"],
        ["+491711234567", "+12025550100"],
    )
    assert sorted(tag.name for tag in eva.tags.all()) == ["Tea", "garden"]
    assert [note.text for note in eva.notes.all()] == ["likes mint"]
    assert (eva.rung, eva.rung_since, eva.name_key) == (Rung.SUSPECT, ben.today(), "eva lind")


def test_what_was_done_is_told_in_events(people, ben):
    people(HEADER + "Eva,7,,,,,,mint,\n")
    eva = person("Eva")
    events = (
        Event.objects.filter(person_id=eva.pk)
        .order_by("at", "id")
        .values_list("kind", "door", "owner", "actor")
    )
    assert sorted(events) == [
        ("customer.added", "command", ben.pk, ben.pk),
        ("evidence.added", "command", ben.pk, ben.pk),
        ("note.added", "command", ben.pk, ben.pk),
    ]
    people(HEADER + "Eva,7,,,--05-31,,,,\n")
    changed = Event.objects.get(kind="customer.changed")
    assert (changed.before, changed.after) == ({"birthday": ""}, {"birthday": "--05-31"})


def test_the_same_file_twice_changes_nothing(people):
    content = (
        HEADER
        + "Eva,7,eva@post.example,,1980-05-31,cold,a|b,mint,\nFay,,,0171 1234567,,,,,Eva\nGus,,,,,,,,\nGus,,,,,,,,\n"
        + "Hal,,hal@post.example,,,,,x,\n"
    )
    assert people(content) == ["new=5 same=0 changed=0 refused=0"]
    before = (Event.objects.count(), list(Customer.objects.order_by("pk").values()))
    assert people(content) == ["new=0 same=5 changed=0 refused=0"]
    assert (Event.objects.count(), list(Customer.objects.order_by("pk").values())) == before


def test_identity_is_the_number_then_the_email_then_the_phone(people):
    people(
        HEADER
        + "Eva,7,eva@post.example,0171 1111111,,,,,\nFay,,fay@post.example,,,,,,\nGus,,,0171 3333333,,,,,\n"
    )
    assert people(
        HEADER
        + "Eva L,7,fay@post.example,,,,,,\n"  # the number wins over Fay's address
        + "Fay L,8,FAY@post.example,,,,,,\n"  # not Eva, who has another number; and Fay gets one
        + "Gus L,,,+49 171 3333333,,,,,\n"
        + "Ida,9,,0171 1111111,,,,,\n"  # shares Eva's phone but has a number of her own
    ) == ["new=1 same=0 changed=3 refused=0"]
    assert sorted(Customer.objects.values_list("name", "external_id")) == [
        ("Eva L", "7"),
        ("Fay L", "8"),
        ("Gus L", ""),
        ("Ida", "9"),
    ]


def test_an_address_of_several_people_is_asked_about(people):
    people(HEADER + "Eva,1,home@post.example,,,,,,\nFay,2,home@post.example,,,,,,\n")
    assert people(HEADER + "Gus,,home@post.example,,,,,,\n") == [
        "line 2: “home@post.example” belongs to several of your people: Eva, Fay.",
        "new=0 same=0 changed=0 refused=1",
    ]


def test_an_address_shared_by_two_means_the_one_of_that_name(people):
    people(HEADER + "Eva,1,home@post.example,,,,,,\nFay,2,home@post.example,,,,,,\n")
    assert people(HEADER + "fay,,home@post.example,,--01-02,,,,\n") == ["new=0 same=0 changed=1 refused=0"]
    assert Customer.objects.get(external_id="2").birthday == "--01-02"


def test_an_empty_cell_overwrites_nothing_and_lists_only_grow(people):
    people(HEADER + "Eva,7,eva@post.example,0171 1111111,1980-05-31,cold,a,mint,\n")
    people(HEADER + "Eva,7,,,,,,,\n")
    people(HEADER + "Eva,7,e2@post.example,0171 2222222,--05-31,,A|b,thyme,\n")
    eva = person("Eva")
    assert (eva.birthday, eva.warmth, eva.version) == ("1980-05-31", "cold", 2)
    assert emails(eva) == ["eva@post.example", "e2@post.example"]
    assert phones(eva) == ["+491711111111", "+491712222222"]
    assert sorted(tag.name for tag in eva.tags.all()) == ["a", "b"]
    assert sorted(note.text for note in eva.notes.all()) == ["mint", "thyme"]


def test_a_note_taken_back_does_not_come_again(people):
    people(HEADER + "Eva,7,,,,,,mint,\n")
    Note.objects.update(revoked_at="2026-03-02T10:00Z")
    assert people(HEADER + "Eva,7,,,,,,mint,\n") == ["new=0 same=1 changed=0 refused=0"]


def test_lines_that_contradict_each_other_are_refused_not_taken_in_turn(people):
    content = (
        HEADER + "Eva,,,0171 1111111,,,,,\nFay,,,0171 1111111,,,,,\nEva,,e@post.example,0171 1111111,,,,,\n"
    )
    refusal = "line 3: Line 2 says otherwise of the same person: name."
    assert people(content) == [refusal, "new=1 same=0 changed=1 refused=1"]
    assert people(content) == [refusal, "new=0 same=2 changed=0 refused=1"]
    assert emails(person("Eva")) == ["e@post.example"]


def test_a_contradiction_is_seen_across_batches(people, monkeypatch):
    monkeypatch.setattr("mlmcrm.importing.runs.BATCH", 1)
    test_lines_that_contradict_each_other_are_refused_not_taken_in_turn(people)


def test_bare_names_are_people_of_their_own(people):
    assert people("name\nEva\nEva\n") == ["new=2 same=0 changed=0 refused=0"]
    assert people("name\nEva\nEva\nEva\n") == ["new=1 same=2 changed=0 refused=0"]


def test_a_bare_name_means_whoever_it_fits(people):
    people("name,birthday\nEva,1980-01-01\nEva,1990-02-02\n")
    assert people("name,birthday\nEVA,1990-02-02\n") == ["new=0 same=0 changed=1 refused=0"]
    assert people("name,birthday\nEva,2000-03-03\n") == ["new=1 same=0 changed=0 refused=0"]
    assert sorted(Customer.objects.values_list("name", "birth_year")) == [
        ("EVA", 1990),
        ("Eva", 1980),
        ("Eva", 2000),
    ]


def test_others_people_are_not_seen(people, cleo):
    Customer.objects.create(owner=cleo, name="Eva", external_id="7")
    assert people(HEADER + "Eva,7,,,,,,,\n") == ["new=1 same=0 changed=0 refused=0"]


def test_a_deleted_person_is_not_meant(people, ben):
    Customer.objects.create(owner=ben, name="Eva", external_id="7", deleted_at="2026-03-01T00:00Z")
    assert people(HEADER + "Eva,7,,,,,,,\n") == ["new=1 same=0 changed=0 refused=0"]


@pytest.mark.parametrize("batch", [1, 500])
def test_introducers_are_found_by_number_address_or_name_even_further_down(people, monkeypatch, batch):
    monkeypatch.setattr("mlmcrm.importing.runs.BATCH", batch)
    content = (
        HEADER
        + "Fay,1,,,,,,,eva\nGus,2,,,,,,,9\nHal,3,,,,,,,EVA@post.example\nEva,9,eva@post.example,,,,,,\n"
    )
    assert people(content) == ["new=4 same=0 changed=0 refused=0"]
    eva = person("Eva")
    assert {row.name for row in eva.introduced.all()} == {"Fay", "Gus", "Hal"}
    steps = LadderStep.objects.filter(customer=eva, kind="referral").values_list("source", "reason")
    assert sorted(reason for _source, reason in steps) == ["Fay", "Gus", "Hal"]
    assert people(content) == ["new=0 same=4 changed=0 refused=0"]


def test_introducers_not_found_leave_the_cell_empty(people):
    content = HEADER + "Eva,1,,,,,,,Nobody\nFay,2,,,,,,,Fay\nGus,3,,,,,,,Twin\nTwin,4,,,,,,,\nTwin,5,,,,,,,\n"
    assert people(content) == [
        "line 3: introduced_by: nobody introduces themselves, left empty.",
        "line 4: introduced_by: “Twin” means several of your people, left empty.",
        "line 2: introduced_by: “Nobody” not found, left empty.",
        "new=5 same=0 changed=0 refused=0",
    ]
    assert not Customer.objects.exclude(introduced_by=None).exists()
    assert sorted(RefusedLine.objects.values_list("number", "whole")) == [(2, False), (3, False), (4, False)]


def test_another_introducer_moves_the_referral(people):
    people(HEADER + "Eva,1,,,,,,,\nFay,2,,,,,,,\nGus,3,,,,,,,Eva\n")
    assert people(HEADER + "Gus,3,,,,,,,Fay\n") == ["new=0 same=0 changed=1 refused=0"]
    standing = LadderStep.objects.standing().filter(kind="referral").values_list("customer__name", flat=True)
    assert list(standing) == ["Fay"]


def test_a_referral_lifts_a_customer_who_introduced_somebody(people, ben):
    people(HEADER + "Eva,1,,,,,,,\n")
    eva = person("Eva")
    LadderStep.objects.create(owner=ben, customer=eva, kind="order", on=ben.today())
    people(HEADER + "Fay,2,,,,,,,Eva\n")
    eva.refresh_from_db()
    assert eva.rung == Rung.ADVOCATE
    climb = Event.objects.get(kind="ladder.climbed")
    assert (climb.person_id, climb.after["rung"], climb.after["evidence"]["kind"]) == (
        eva.pk,
        Rung.ADVOCATE,
        "referral",
    )


def test_refused_lines_are_told_and_kept(people, ben):
    printed = people(
        HEADER
        + ",1,,,,,,,\nEva,2,eva@,,,,,,\nFay,3,,call me,,,,,\nGus,4,,,1980-02-30,,,,\nHal,5,,,,hot,,,\nI\0da,6,,,,,,,\n"
    )
    assert printed == [
        "line 2: A name, please.",
        "line 3: email: “eva@” is not an e-mail address.",
        "line 4: phone: “call me” is not a phone number.",
        "line 5: birthday: There is no day “1980-02-30”.",
        "line 6: warmth: “hot” should be warm or cold.",
        "line 7: The line holds a NUL byte.",
        "new=0 same=0 changed=0 refused=6",
    ]
    kept = RefusedLine.objects.filter(of__owner=ben).values_list("number", "reason", "raw")
    assert [f"line {number}: {reason}" for number, reason, _raw in kept] == printed[:-1]
    assert kept[5][2] == "I\u2400da,6,,,,,,,"


def test_nobody_has_more_than_twenty_addresses(people):
    many = "|".join(f"e{number}@post.example" for number in range(20))
    people(HEADER + f"Eva,7,{many},,,,,,\n")
    assert people(HEADER + "Eva,7,more@post.example,,,,,,\n") == [
        "line 2: emails: Eva would have more than 20.",
        "new=0 same=0 changed=0 refused=1",
    ]


def test_a_run_is_recorded(people, ben):
    people(HEADER + "Eva,1,,,,,,,\n,2,,,,,,,\n")
    run = Import.objects.get()
    assert (run.owner, run.by, run.kind, run.state, run.dry_run) == (ben, ben, "people", "finished", False)
    assert (run.file_name, run.encoding, run.delimiter, run.size) == (
        "people.csv",
        "utf-8",
        ",",
        len(HEADER) + 23,
    )
    assert (run.new, run.same, run.changed, run.refused, run.last_line) == (1, 0, 0, 1, 3)
    assert len(run.sha256) == 64
    assert run.finished_at


def test_nothing_is_planned_for_imported_people(people):
    people(HEADER + "Eva,1,eva@post.example,,1980-03-02,,,,\n")
    assert (Message.objects.count(), Task.objects.count()) == (0, 0)


@pytest.mark.parametrize("batch", [1, 500])
@pytest.mark.parametrize("dry_run", [False, True])
def test_nobody_comes_through_themselves(people, monkeypatch, batch, dry_run):
    monkeypatch.setattr("mlmcrm.importing.runs.BATCH", batch)
    content = HEADER + "Eva,1,,,,,,,Fay\nFay,2,,,,,,,Gus\nGus,3,,,,,,,Eva\n"
    said = people(content, *(["--dry-run"] if dry_run else []))
    assert [line for line in said if "already" in line] == [
        "line 3: introduced_by: “Gus” came through them already, left empty."
        if batch == 1
        else "line 4: introduced_by: “Eva” came through them already, left empty."
    ]
