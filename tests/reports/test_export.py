"""A downline as a file: marked, harmless, for the viewer's line alone, and held a few rows at a time."""

import csv
import gc
import io
import tracemalloc
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from reports import downline as module
from reports.downline import Downline
from reports.exporting import Table, as_csv, as_workbook
from team.models import Distributor
from tests.reports.lines import figures, grown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
FORMULA = '=HYPERLINK("http://away.example","Ada")'
FIRST = 13  # the row of the first person, behind what marks the file and the labels


def table_of(answer) -> list[list[str]]:
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_first_lines_mark_the_file(as_ana, ben):
    table = table_of(as_ana.get("/team/export.csv?month=2026-02&name=be&columns=name,level,state"))
    assert table[:2] == [["Downline of", "Ana", "N0"], ["Written for", "Ana", "N0"]]
    assert table[2] == ["Written on", "2026-03-02 10:30 CET"]
    assert table[3] == ["Month", "2026-02", "Today's team over all months."]
    assert table[5] == ["Filters", "month=2026-02 name=be"]
    assert table[6][0] == "Active" and "rule of an active month" in table[6][1]
    assert table[FIRST - 2 :] == [[], ["Name", "Level", "State"], ["Ben", "1", "Quiet"]]


def test_figures_of_few_customers_are_not_told(as_ana, ben):
    figures(ben, buyers=4, orders=5, volume=-1250, sales=9_99)
    table = table_of(as_ana.get("/team/export.csv?columns=name,buyers,orders,volume,sales,newcomers"))
    assert table[FIRST] == ["Ben", "under 5", "5", "-12.50", "9.99", "0"]


@pytest.mark.parametrize("name", [FORMULA, "+49", "-Ada", "@Ada", "\tAda"])
def test_no_name_becomes_a_formula(as_ana, ben, name):
    Distributor.objects.filter(pk=ben.pk).update(name=name)
    table = table_of(as_ana.get("/team/export.csv?columns=name"))
    assert table[FIRST] == [f"'{name}"]


def test_a_workbook_holds_text_as_text(as_ana, ben):
    Distributor.objects.filter(pk=ben.pk).update(name=FORMULA)
    figures(ben, volume=1250)
    content = b"".join(as_ana.get("/team/export.xlsx?columns=name,joined_on,volume,level").streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Downline of", "Ana", "N0"]
    assert [str(cell) for cell in rows[FIRST]] == [FORMULA, "2025-01-01", "12.5", "1.0"]
    assert b"<f>" not in ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_all_rows_of_all_chunks_come_in_order(ana, ben, monkeypatch):
    monkeypatch.setattr(module.Downline.chunks, "__defaults__", (7,))
    people = [ben, *grown(ben, 30)]
    for sort, key in (("tree", lambda one: one.path), ("name", lambda one: (one.name_key, one.path))):
        given = {"columns": "number", "sort": sort}
        text = "".join(as_csv(Table(Downline.of(ana, given), given)))
        table = list(csv.reader(io.StringIO(text)))
        assert [row[0] for row in table[FIRST:]] == [one.number for one in sorted(people, key=key)]


def test_nobody_of_another_line_and_no_nonsense(as_ana, cleo):
    assert as_ana.get(f"/team/export.csv?top={cleo.uuid}").status_code == 404
    assert as_ana.get(f"/team/export.xlsx?leg={cleo.uuid}").status_code == 404
    answer = as_ana.get("/team/export.csv?columns=iban")
    assert (answer.status_code, answer.content.decode()) == (400, "There is no column “iban” here.")
    assert table_of(as_ana.get("/team/export.csv"))[FIRST:] == []


def test_ten_times_the_rows_need_no_more_memory(ana):
    grown(ana, 2_000)
    _peaks(ana)  # what is loaded once is loaded
    few = _peaks(ana)
    grown(Distributor.objects.order_by("path")[1], 18_000, seed=2)
    for name, peak in _peaks(ana).items():
        assert peak < 1.5 * few[name], name


def _peaks(viewer) -> dict[str, int]:
    """The most memory that each kind of file takes while it is written."""
    return {write.__name__: _peak(write, viewer) for write in (as_csv, as_workbook)}


def _peak(write, viewer) -> int:
    given = {"columns": "name,level,volume"}
    gc.collect()
    tracemalloc.start()
    for _line in write(Table(Downline.of(viewer, given), given)):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
