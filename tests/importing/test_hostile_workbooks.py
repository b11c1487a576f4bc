"""A workbook made to fill the memory is refused in words; where it is not seen through, its reader ends, not we."""

import os
import signal
import zipfile

import pytest

from mlmcrm.importing import workbooks
from mlmcrm.importing.columns import Schema
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.workbooks import Workbook
from mlmcrm.models import Import
from tests.importing.test_page import hand_in, shown

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CORNER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
    '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
)
MEMORY = "The workbook takes too much memory. Save only the table, or as CSV."
TEXT = "The cells hold more than 200 MB of text. Save only the table, or as CSV."
SPANS = "The sheet spans more than 3,000,000 cells. Save only the table, or as CSV."


def relations(*targets):
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{found}</Relationships>'


@pytest.fixture
def book(tmp_path):
    """Write a workbook by hand: the rows of its one sheet, and the texts that cells share."""

    def book(rows, texts=(), target="worksheets/sheet1.xml", name="file.xlsx"):
        path = tmp_path / name
        shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
        members = {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", target), ("sharedStrings", "sharedStrings.xml")
            ),
            f"xl/{target}": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for member, content in members.items():
                made.writestr(member, content)
        return path

    return book


def shared_rows(count, width=5, text=0):
    cells = f'<c t="s"><v>{text}</v></c>' * width
    return "".join(f'<row r="{number}">{cells}</row>' for number in range(1, count + 1))


def opened(path):
    return Workbook(path, Schema(known=("name",), required=("name",)))


def refusal(path):
    with pytest.raises(ImportRefused) as refused, opened(path) as source:
        list(source)
    return refused.value.message


@pytest.fixture
def unseen(monkeypatch):
    """Let every workbook through to its reader."""
    monkeypatch.setattr(workbooks, "inspect_workbook", lambda path: None)
    monkeypatch.setattr(workbooks, "_sound", [])


@pytest.mark.parametrize("target", ["worksheets/sheet1.xml", "worksheets/sheet1.dat"])
def test_a_sheet_is_measured_whatever_its_name(book, target):
    assert refusal(book(CORNER, target=target)) == SPANS


def test_the_reader_of_a_sheet_without_end_ends_alone(book, unseen):
    assert refusal(book(CORNER)) == MEMORY


def test_one_text_for_many_cells_is_counted_for_each(book):
    assert refusal(book(shared_rows(60_000), ["name " * 18_000])) == TEXT


def test_the_reader_of_one_text_for_many_cells_ends_alone(book, unseen):
    assert refusal(book(shared_rows(60_000), ["name " * 18_000])) == MEMORY


def test_a_long_text_of_few_cells_is_no_harm(book):
    """Nearly all cells show the short one; what they span would be too much of the long one."""
    with opened(book(shared_rows(60_000), ["name", "x" * 30_000])) as source:
        assert sum(line.cells == {"name": "name"} for line in source) == 59_999


def test_a_text_no_spreadsheet_can_write(book):
    path = book(shared_rows(1), ["".join(map(str, range(200_000)))])
    assert refusal(path) == "A cell is longer than 100,000 characters."


def test_a_cell_and_a_row_that_are_too_long(book):
    row = '<row r="{0}">{1}</row>'
    cell = '<c t="s"><v>{0}</v></c>'
    rows = [cell.format(0), cell.format(1), cell.format(2) * 12]
    texts = ["name", "x" * 100_001, "y" * 90_000]
    path = book("".join(row.format(number, cells) for number, cells in enumerate(rows, 1)), texts)
    with opened(path) as source:
        assert [(line.number, line.problem) for line in source] == [
            (2, "A cell is longer than 100,000 characters."),
            (3, "The line is longer than 1,000,000 characters."),
        ]


@pytest.mark.parametrize("name", ["file.ods", "file.xlsb", "file", "file.csv"])
def test_the_name_does_not_choose_the_reader(book, name):
    with opened(book(shared_rows(3), ["name"], name=name)) as source:
        assert [line.number for line in source] == [2, 3]


def test_the_page_says_it(as_ben, book):
    for path in (book(CORNER, target="worksheets/sheet1.dat"), book(shared_rows(60_000), ["y" * 90_000])):
        answer = hand_in(as_ben, path.read_bytes(), "x.ods")
        assert answer.status_code == 422
        assert (SPANS in shown(answer)) or (TEXT in shown(answer))
    assert Import.objects.count() == 0


def test_the_reader_ends_with_its_workbook(book):
    with opened(book(shared_rows(20_000), ["name"])) as source:
        process = source._sheets._process
        assert next(iter(source)).number == 2
        assert process.poll() is None
    assert process.poll() == -signal.SIGKILL


def test_a_reader_that_is_stopped_is_no_fault_of_the_file(book):
    with opened(book(shared_rows(20_000), ["name"])) as source:
        os.kill(source._sheets._process.pid, signal.SIGTERM)  # as a service is stopped with all it started
        assert sum(1 for _line in source) == 19_999


def test_a_reader_out_of_time(book, monkeypatch):
    with opened(book(shared_rows(100_000), ["name"])) as source:
        os.kill(source._sheets._process.pid, signal.SIGXCPU)
        with pytest.raises(ImportRefused, match="^The workbook takes too long to read."):
            list(source)
