"""Workbooks are read as their CSV would be; what is none, or would fill the memory, is said in words."""

import io
import struct
import zipfile
import zlib
from datetime import date, datetime, time

import pytest
import xlsxwriter

from customers.models import Customer
from mlmcrm.importing import archives
from mlmcrm.importing.archives import inspect_workbook
from mlmcrm.importing.columns import Schema
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.workbooks import Workbook
from sales.models import Order

SCHEMA = Schema(known=("name", "email", "phone", "birthday"), required=("name",), several=("phone",))
DAMAGED = "This workbook is damaged. Save it again, or as CSV."
LARGE = "The workbook unpacks to more than 200 MB. Save it as CSV."


@pytest.fixture
def workbook(tmp_path):
    """Write a workbook of sheets of rows and return its path; days and hours get a format."""

    def workbook(*sheets, name="file.xlsx", top=0):
        path = tmp_path / name
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
            clock = book.add_format({"num_format": "hh:mm"})
            for title, rows in sheets:
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows, top):
                    for place, cell in enumerate(row):
                        if isinstance(cell, time):
                            sheet.write_datetime(number, place, cell, clock)
                        elif isinstance(cell, tuple):
                            sheet.write_formula(number, place, cell[0], None, cell[1])
                        elif isinstance(cell, str):
                            sheet.write_string(number, place, cell)
                        else:
                            sheet.write(number, place, cell)
        return path

    return workbook


def read(path, schema=SCHEMA):
    with Workbook(path, schema) as source:
        return [(line.number, line.problem or line.cells) for line in source]


def refusal(path):
    with pytest.raises(ImportRefused) as refused:
        read(path)
    return refused.value.message


def test_cells_become_the_text_of_a_csv(workbook):
    path = workbook(
        (
            "People",
            [
                ["Name", "Phone", "Birthday", "x", "y"],
                ["Eva", 912345678, date(1980, 5, 31), 12.5, True],
                ["Fay", "+49 151 1234567", datetime(2026, 3, 9, 10, 30), 0.1 + 0.2, time(10, 30)],
                [],
                ["Gus", 1234567890123, "--05-31", -3.0, 1e20],
                ["Hal", ("=1+1", 2), None, ("=HYPERLINK(1)", "there"), "=1+1"],
            ],
        )
    )
    names = ("name", "phone", "birthday", "x", "y")
    assert read(path) == [
        (number, dict(zip(names, cells, strict=True)))
        for number, cells in [
            (2, ["Eva", "912345678", "1980-05-31", "12.5", "TRUE"]),
            (3, ["Fay", "+49 151 1234567", "2026-03-09 10:30:00", "0.3", "10:30:00"]),
            (5, ["Gus", "1234567890123", "--05-31", "-3", "100000000000000000000"]),
            (6, ["Hal", "2", "", "there", "=1+1"]),
        ]
    ]


def test_lines_have_the_numbers_of_their_rows(workbook):
    path = workbook(("People", [["Name"], ["Eva"], ["", "more"], ["Fay"]]), top=4)
    assert read(path) == [
        (6, {"name": "Eva"}),
        (7, "The line has 2 cells for 1 columns."),
        (8, {"name": "Fay"}),
    ]


def test_the_first_sheet_with_a_table_is_read(workbook):
    path = workbook(
        ("Notes", [["Hello"], ["there"]]), ("Half", [["email"], ["x"]]), ("Leute", [["NAME"], ["Eva"]])
    )
    with Workbook(path, SCHEMA) as source:
        assert [line.cells for line in source] == [{"name": "Eva"}]
        assert source.layout() == {
            "columns": [("NAME", "name")],
            "aside": [],
            "sheet": "Leute",
            "other_sheets": ["Notes", "Half"],
        }


def test_missing_columns_and_empty_sheets_are_named(workbook):
    assert refusal(workbook(("A", [["Vorname", "Phone"]]))) == (
        "Missing columns: name. The file has: vorname, phone."
    )
    assert refusal(workbook(("A", []), ("B", []))) == "The file is empty."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 and then nothing", DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 of old", "This workbook is of an old kind or locked."),
    ],
)
def test_what_is_no_workbook(write, content, words):
    assert refusal(write(content, "file.xlsx")).startswith(words)


def archive(path, members, compression=zipfile.ZIP_DEFLATED):
    members = {"[Content_Types].xml": "", **members}
    with zipfile.ZipFile(path, "w", compression) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def test_another_archive_is_no_workbook(tmp_path):
    path = archive(tmp_path / "file.xlsx", {"photo.jpg": b"x"})
    assert refusal(path) == "This is an archive, not a workbook. Save the sheet as .xlsx or CSV."


def test_a_workbook_cut_off_is_damaged(workbook):
    path = workbook(("A", [["name"], *[[f"Person {n}"] for n in range(500)]]))
    path.write_bytes(path.read_bytes()[:-400])
    assert refusal(path) == DAMAGED


def test_a_workbook_of_nonsense_is_damaged_or_said(tmp_path):
    path = archive(tmp_path / "file.xlsx", {"xl/workbook.xml": "<workbook><sheets/>"})
    assert refusal(path).startswith(("This workbook cannot be read", "The file is empty", DAMAGED))


@pytest.mark.parametrize("member", ["content.xml", "xl/workbook.bin"])
def test_another_kind_of_workbook_is_said(tmp_path, member):
    path = archive(tmp_path / "file.ods", {"xl/workbook.xml": "<workbook/>", member: "x"})
    assert refusal(path) == "This workbook is of another kind. Save it as .xlsx or CSV."


def test_a_bomb_of_zeros_is_not_opened(tmp_path):
    path = archive(tmp_path / "file.xlsx", {"xl/workbook.xml": b"", "xl/a.xml": b"\0" * 20_000_000})
    assert refusal(path) == LARGE


def test_a_bomb_that_says_so_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "UNPACKED_AT_MOST", 1_000)
    path = archive(tmp_path / "file.xlsx", {"xl/workbook.xml": b"", "xl/a.xml": b"x" * 2_000})
    assert refusal(path) == LARGE.replace("200", "0")


def test_a_bomb_that_lies_about_its_size_is_found(tmp_path):
    """Both headers say ten bytes, with the checksum of the first ten."""
    content = b"x" * 500_000
    path = archive(tmp_path / "file.xlsx", {"xl/workbook.xml": b"", "xl/a.xml": content})
    truth = struct.pack("<LL", zlib.crc32(content), 0)[:4]
    lie = zlib.crc32(content[:10]).to_bytes(4, "little")
    raw = path.read_bytes().replace(truth, lie)
    raw = raw.replace(len(content).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(raw)
    with zipfile.ZipFile(io.BytesIO(raw)) as told:
        assert told.read("xl/a.xml") == content[:10]  # as a reader who believes it would
    assert refusal(path) == DAMAGED


def test_a_locked_archive_is_said(tmp_path):
    path = archive(tmp_path / "file.xlsx", {"xl/workbook.xml": b"x"}, zipfile.ZIP_STORED)
    raw = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + place] |= 1
    path.write_bytes(raw)
    assert refusal(path) == "This workbook is locked. Save it without a password, or as CSV."


def test_thousands_of_members_are_refused(tmp_path):
    members = {f"xl/{number}.xml": b"" for number in range(archives.MEMBERS_AT_MOST + 1)}
    assert refusal(archive(tmp_path / "file.xlsx", members)) == LARGE


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>',
        '<x:row r="1"><x:c r="XFD1"/></x:row><x:row r="1000"/>',
        '<row r="2000000"><c/><c/></row>',
        '<row r="9"><c t=">" r = "XFD1048576"/></row>',
        f'<row r="9"><c t="<" {" " * 300_000} r{" " * 300_000}={" " * 300_000}"XFD1048576"/></row>',
        "<row/>" * 20_000 + "<row>" + "<c/>" * 200 + "</row>",
    ],
    ids=["corner", "prefixed", "tall", "angled", "spaced", "loose"],
)
def test_a_sheet_that_spans_the_world_is_not_opened(tmp_path, rows):
    path = archive(
        tmp_path / "file.xlsx", {"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": rows}
    )
    with pytest.raises(ImportRefused, match="^The sheet spans more than 3,000,000 cells."):
        inspect_workbook(path)


def test_the_commands_take_workbooks(run_command, workbook, ben, monday):
    people = workbook(("Leute", [["Name", "Phone"], ["Eva", 1511234567], ["Fay", "letters"]]))
    assert run_command("import_people", people, ben) == [
        "line 3: phone: “letters” is not a phone number.",
        "new=1 same=0 changed=0 refused=1",
    ]
    header = ["order_id", "date", "phone", "product", "quantity", "amount"]
    orders = workbook(("Orders", [header, ["A1", date(2026, 2, 9), 1511234567, "TEA", 2, 12.5]]))
    assert run_command("import_orders", orders, ben, "--create-products") == [
        "new=1 same=0 changed=0 refused=0"
    ]
    assert Order.objects.values_list("ordered_on", "total", "customer__name").get() == (
        date(2026, 2, 9),
        12.5,
        "Eva",
    )
    assert Customer.objects.get().phones.get().number == "+491511234567"
