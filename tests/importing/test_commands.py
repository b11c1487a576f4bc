"""The commands: exit status, words for bad files, dry run, and going on after a stop."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from customers.models import Customer
from kit import clock
from kit.models import Event
from mlmcrm.importing import runs
from mlmcrm.models import Import, RefusedLine
from sales.actions import void_order
from sales.models import Order, Product

PEOPLE = "name,email,introduced_by,note\n"
ORDERS = "order_id,date,person_id,person_name,product,quantity,amount\n"


def refusal(command, path, email, *arguments):
    with pytest.raises(CommandError) as refused:
        call_command(command, str(path), "--owner", email, *arguments)
    assert refused.value.returncode != 0
    return str(refused.value)


@pytest.mark.parametrize("command", ["import_people", "import_orders"])
def test_files_that_cannot_be_read(command, write, tmp_path, ben):
    assert refusal(command, tmp_path / "none.csv", ben.email) == f"There is no file “{tmp_path}/none.csv”."
    assert refusal(command, tmp_path, ben.email) == f"“{tmp_path}” is a folder, not a file."
    assert refusal(command, write(""), ben.email) == "The file is empty."
    assert refusal(command, write("x" * 2_000_000), ben.email) == (
        "Line 1, where the column names should be: The line is longer than 1,000,000 characters."
    )
    header = ",".join(f"c{number}" for number in range(10_000))
    assert (
        refusal(command, write(header), ben.email) == "The file has 10,000 columns; at most 500 can be read."
    )
    assert Import.objects.count() == 0


def test_missing_columns_are_named(write, ben):
    assert refusal("import_people", write("Vorname;Telefon\n"), ben.email) == (
        "Missing columns: name. The file has: vorname, telefon."
    )
    assert refusal("import_orders", write("order_id;date;qty\n"), ben.email) == (
        "Missing columns: product; quantity; person_id or email or phone. The file has: order_id, date, qty."
    )


def test_an_owner_is_known_and_sells(write, ben, db):
    path = write("name\nEva\n")
    assert refusal("import_people", path, "nobody@kept.example") == "Nobody signs in as nobody@kept.example."
    type(ben).objects.create_superuser("admin@kept.example", name="Admin")
    assert refusal("import_people", path, "admin@kept.example") == (
        "admin@kept.example belongs to no company and can have no people."
    )


def test_a_header_alone_is_read(run_command, write, ben):
    assert run_command("import_people", write("name\n"), ben) == ["new=0 same=0 changed=0 refused=0"]
    assert run_command("import_orders", write(ORDERS), ben) == ["new=0 same=0 changed=0 refused=0"]


def test_refused_lines_alone_are_no_failure(run_command, write, ben):
    assert run_command("import_people", write("name,phone\nEva,letters\n"), ben) == [
        "line 2: phone: “letters” is not a phone number.",
        "new=0 same=0 changed=0 refused=1",
    ]


def test_no_bar_runs_through_a_file_or_pipe(write, ben, capsys):
    call_command("import_people", str(write("name\nEva\n")), "--owner", ben.email.upper())
    assert capsys.readouterr() == ("new=1 same=0 changed=0 refused=0\n", "")


PEOPLE_FILE = (
    PEOPLE
    + "Eva,eva@post.example,Gus,mint\nFay,fay@post.example,,\nEva,eva@post.example,,thyme\nGus,,,\nGus,,,\n"
    + "Hal,,,\nNo,no,,\nFay,fay@post.example,Hal,\nFae,fay@post.example,,\nEva,eva@post.example,,mint\n"
)
ORDERS_FILE = (
    ORDERS
    + "A1,2026-02-01,7,Eva,TEA,1,4.50\nA2,2026-02-01,8,Fay,GEL,1,3.00\nA1,2026-02-01,7,Eva,GEL,1,3.00\n"
    + "A1,2026-02-02,7,Eva,TEA,1,4.50\n,2026-02-01,7,Eva,TEA,1,4.50\nA2,2026-02-01,8,Fay,GEL,1,3.00\nA3,2026-02-01,9,,TEA,1,1\n"
)


@pytest.mark.parametrize("batch", [1, 2, 500])
@pytest.mark.parametrize(
    ("command", "content", "arguments"),
    [("import_people", PEOPLE_FILE, []), ("import_orders", ORDERS_FILE, ["--create-products"])],
)
def test_a_dry_run_says_what_a_run_does(
    run_command, write, ben, monday, monkeypatch, command, content, arguments, batch
):
    monkeypatch.setattr(runs, "BATCH", batch)
    path = write(content)
    tried = run_command(command, path, ben, "--dry-run", *arguments)
    for model in (Customer, Order, Product, Event):
        assert model.objects.count() == 0
    assert tried[-2] == "Tried only: nothing was written."
    done = run_command(command, path, ben, *arguments)
    assert [*tried[:-2], tried[-1]] == done
    again = run_command(command, path, ben, *arguments)
    tried_again = run_command(command, path, ben, "--dry-run", *arguments)
    assert [*tried_again[:-2], tried_again[-1]] == again
    assert again[-1].startswith("new=0 ")
    assert again[-1].split()[2] == "changed=0"
    assert list(Import.objects.order_by("started_at", "id").values_list("dry_run", flat=True)) == [
        True,
        False,
        False,
        True,
    ]


def stopped_after(monkeypatch, batches, error):
    """Let a run break off when it has done some batches."""
    step, done = runs.step, []

    def stopping(*arguments):
        if len(done) == batches:
            raise error
        done.append(step(*arguments))
        return done[-1]

    monkeypatch.setattr(runs, "step", stopping)


@pytest.mark.parametrize(
    ("error", "words", "status"),
    [
        (KeyboardInterrupt(), "Stopped. What was written stays; the same command goes on.", 130),
        (
            OperationalError("database or disk is full"),
            "The database refused to write (database or disk is full). What was written before stays; "
            "the same command goes on.",
            1,
        ),
    ],
)
def test_what_was_written_stays_and_the_same_command_goes_on(
    run_command, write, ben, monday, monkeypatch, error, words, status
):
    content = ORDERS + (
        "A1,2026-02-01,7,Eva,TEA,1,4.50\nA2,2026-02-02,8,Fay,TEA,1,4.50\nA1,2026-02-01,7,Eva,TEA,2,9.00\n"
        "A3,2026-02-03,9,Gus,TEA,1,4.50\n"
    )
    path = write(content)
    monkeypatch.setattr(runs, "BATCH", 1)
    with monkeypatch.context() as patch:
        stopped_after(patch, 2, error)
        with pytest.raises(CommandError) as stopped:
            call_command("import_orders", str(path), "--owner", ben.email, "--create-products")
    assert (str(stopped.value), stopped.value.returncode) == (words, status)
    run = Import.objects.get()
    assert (run.state, run.new, run.last_line, Order.objects.count()) == ("stopped", 2, 3, 2)
    clock.advance(minutes=1)
    Order.objects.update(created_at=clock.now())  # they came after the first run began, as in life
    assert run_command("import_orders", path, ben) == ["new=2 same=2 changed=0 refused=0"]
    assert sorted(Order.objects.values_list("external_id", "total")) == [
        ("A1", 13.5),
        ("A2", 4.5),
        ("A3", 4.5),
    ]
    clock.advance(minutes=1)
    assert run_command("import_orders", path, ben) == ["new=0 same=4 changed=0 refused=0"]
    assert run_command("import_orders", write(content.replace("2,9.00", "3,9.00")), ben)[-1] == (
        "new=0 same=2 changed=0 refused=2"
    )


def test_an_order_that_became_void_meanwhile_takes_no_more_lines(
    run_command, write, ben, by_ben, monday, monkeypatch
):
    path = write(ORDERS + "A1,2026-02-01,7,Eva,TEA,1,4.50\nA1,2026-02-01,7,Eva,TEA,2,9.00\n")
    monkeypatch.setattr(runs, "BATCH", 1)
    monkeypatch.setattr(runs, "GROUP_AT_MOST", 1)
    with monkeypatch.context() as patch:
        stopped_after(patch, 1, KeyboardInterrupt())
        with pytest.raises(CommandError):
            call_command("import_orders", str(path), "--owner", ben.email, "--create-products")
    clock.advance(minutes=1)
    Order.objects.update(created_at=clock.now())  # it came after the first run began, as in life
    void_order(order=Order.objects.get(), by=by_ben, reason="Never was")
    assert run_command("import_orders", path, ben) == [
        "line 3: Order A1 was placed without 2 × tea for 9.00.",
        "new=0 same=1 changed=0 refused=1",
    ]
    eva = Customer.objects.get()
    assert (eva.rung, eva.orders_count, Order.objects.get().total) == (1, 0, 4.5)


def test_a_run_that_was_killed_is_closed_by_the_next(run_command, write, ben):
    path = write("name\nEva\n")
    run_command("import_people", path, ben)
    killed = Import.objects.get()
    Import.objects.update(state="running", finished_at=None)
    run_command("import_people", path, ben)
    killed.refresh_from_db()
    assert killed.state == "stopped"


def test_of_endless_refusals_the_first_are_kept(run_command, write, ben, monkeypatch):
    monkeypatch.setattr(runs, "REFUSED_AT_MOST", 3)
    monkeypatch.setattr(runs, "BATCH", 2)
    printed = run_command("import_people", write("name,phone\n" + "Eva,x\n" * 9), ben)
    assert (len(printed), RefusedLine.objects.count(), Import.objects.get().refused) == (10, 3, 9)


def test_a_bar_runs_on_a_terminal(write, ben, monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    call_command(
        "import_people", str(write("name,phone\nEva,\nFay,x\n")), "--owner", ben.email, stdout=io.StringIO()
    )
    assert "100 %" in terminal.getvalue()
