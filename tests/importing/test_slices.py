"""A worker writes in slices: whoever goes on, the outcome is that of one run in one go."""

import pytest

from customers.models import Customer
from kit import clock
from kit.models import Event
from mlmcrm.importing import actions, claim, runs, slices
from mlmcrm.models import Import, ImportMemory, ImportPart
from sales.models import Order, OrderLine, Product
from tests.importing.test_commands import ORDERS_FILE, PEOPLE_FILE

CARDS = "".join(
    f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL:{phone}\nEND:VCARD\n"
    for name, phone in [("Eva", "0151 1234567"), ("Fay", "letters"), ("Eva", "0151 1234567"), ("", "")]
)
MORE_OF_ONE_ORDER = (
    "order_id,date,email,person_name,product,quantity,unit_price\n"
    "A1,2026-02-01,eva@post.example,Eva,TEA,1,4.50\n"
    "A2,2026-02-01,fay@post.example,Fay,GEL,x,3.00\n"
    "A1,2026-02-01,eva@post.example,Eva,GEL,1,3.00\n"
    "A1,2026-02-01,eva@post.example,Eva,TEA,1,4.50\n"
    "A1,2026-02-01,eva@post.example,Eva,TEA,2,4.50\n"
    "A3,2026-02-02,fay@post.example,Fay,GEL,1,\n"
)
FILES = {
    "people": ("file.csv", PEOPLE_FILE),
    "cards": ("file.vcf", CARDS),
    "orders": ("file.csv", ORDERS_FILE),
    "one order": ("file.csv", MORE_OF_ONE_ORDER),
}


@pytest.fixture
def handed_in(upload, by_ben, worked):
    """Hand a file in; unknown products of orders may be added."""

    def handed_in(name, content):
        record = upload(content, name)
        if record.kind == "people":
            return record
        worked(record)
        return actions.change_import(
            record=record, by=by_ben, kind="orders", options={"create_products": True}
        )

    return handed_in


def told(record):
    """What is known afterwards, without ids and times."""
    people = Customer.objects.order_by("name_key", "emails__address", "introduced_by__name")
    orders = Order.objects.order_by("external_id")
    return {
        "counts": (record.new, record.same, record.changed, record.refused),
        "refused": list(record.refused_lines.values_list("number", "reason", "raw", "whole")),
        "people": list(
            people.values_list(
                "name", "emails__address", "introduced_by__name", "rung", "orders_count", "spent"
            )
        ),
        "notes": sorted(Customer.objects.values_list("name", "notes__text"), key=str),
        "orders": sorted(map(numbered, orders.values_list("external_id", "customer__name", "total"))),
        "lines": sorted(
            map(numbered, OrderLine.objects.values_list("order__external_id", "product__code", "quantity"))
        ),
        "products": list(Product.objects.order_by("code").values_list("code", "price")),
        "events": sorted(Event.objects.exclude(kind__startswith="import.").values_list("kind", flat=True)),
    }


def numbered(row):
    """A row whose order number, where the file gave none, names day and person by their ids."""
    return (row[0].split("/")[0], *row[1:])


def in_one_go(handed_in, imported, file):
    """The outcome of one slice, of a world that is then emptied again."""
    record = imported(handed_in(*file))
    assert record.state == "finished"
    outcome = (record.foreseen, record.samples, told(record))
    Order.objects.all().delete()
    Customer.objects.all().delete()
    Product.objects.all().delete()
    Import.objects.all().delete()
    Event.objects.all()._raw_delete("default")
    return outcome


@pytest.mark.parametrize("batch", [1, 2])
@pytest.mark.parametrize("file", FILES)
def test_slice_by_slice_gives_the_same(handed_in, imported, monday, monkeypatch, file, batch):
    monkeypatch.setattr(runs, "BATCH", batch)
    monkeypatch.setattr(runs, "GROUP_AT_MOST", batch)
    whole = in_one_go(handed_in, imported, FILES[file])
    record = imported(handed_in(*FILES[file]), seconds=0)
    assert record.state == "finished"
    assert (record.foreseen, record.samples, told(record)) == whole


def test_a_check_foresees_what_is_written(upload, imported, monday):
    record = imported(upload(PEOPLE_FILE))
    counts = {"new": record.new, "same": record.same, "changed": record.changed, "refused": record.refused}
    assert record.foreseen == counts == {"new": 5, "same": 1, "changed": 2, "refused": 2}


def test_nothing_is_written_before_the_start(upload, worked, monday):
    record = worked(upload("name,email\nEva,eva@post.example\n"))
    assert (record.state, record.new, record.last_line, record.percent) == ("checked", 1, 2, 100)
    assert record.samples == [{"line": "2", "fate": "new", "name": "Eva", "email": "eva@post.example"}]
    assert Customer.objects.count() == 0
    assert list(Event.objects.order_by("at", "id").values_list("kind", "door")) == [
        ("import.uploaded", "web"),
        ("import.checked", "import"),
    ]


def test_file_and_memory_go_when_it_is_done(upload, imported):
    record = imported(upload("name\nEva\n"))
    assert (record.state, ImportPart.objects.count(), ImportMemory.objects.count()) == ("finished", 0, 0)
    assert record.lease_token is None


def test_all_that_was_written_is_one_deed(upload, imported):
    record = imported(upload("name,email\nEva,eva@post.example\nFay,\n"))
    written = Event.objects.filter(deed=record.pk).exclude(kind__startswith="import.")
    assert written.count() == Event.objects.exclude(kind__startswith="import.").count() == 4


def test_a_slice_that_died_is_taken_up_when_its_lease_is_over(upload, worked, by_ben, monday, monkeypatch):
    monkeypatch.setattr(runs, "BATCH", 1)
    record = worked(upload("name\nEva\nFay\nGus\n"))
    actions.start_import(record=record, by=by_ben)
    slices.work(0)
    assert claim.claim() is not None  # and its worker is never heard of again
    assert slices.work(60) is False
    clock.advance(seconds=61)
    worked(record)
    assert (record.state, record.new, Customer.objects.count()) == ("finished", 3, 3)


def test_five_attempts_without_a_batch_are_enough(upload, monday):
    record = upload("name\nEva\n")
    for _attempt in range(claim.MOST_ATTEMPTS):
        assert claim.claim() is not None
        clock.advance(seconds=61)
    assert claim.claim() is None
    record.refresh_from_db()
    assert (record.state, record.problem) == ("failed", "Reading broke off 5 times after line 0.")


def test_a_mishap_rests_and_is_tried_again(upload, worked, monday, caplog):
    record = upload("name\nEva\n")
    ImportPart.objects.update(data=b"\x00" * 10)
    Import.objects.update(layout={}, kind="orders")
    worked(record)
    assert record.state == "failed"
    assert record.problem == "This is a picture, a document or a program, not a table."


def test_one_owner_one_import_at_a_time(upload, ben, cleo, by_cleo, write, monday):
    first, second = upload("name\nEva\n"), upload("name\nFay\n")
    other = actions.upload_file(owner=cleo, by=by_cleo, path=write("name\nGus\n"), name="g.csv")
    mine = claim.claim()
    assert mine.record.pk == first.pk
    assert claim.claim().record.pk == other.pk
    assert claim.claim() is None
    slices.Slice(mine, 60).run()
    assert claim.claim().record.pk == second.pk
