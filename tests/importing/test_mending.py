"""Refused lines come back as a file: harmless in a spreadsheet, and ready to be handed in again."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.models import Customer
from kit.harmless import SIGNS, as_written, harmless
from mlmcrm.importing.lines import RAW_AT_MOST
from mlmcrm.importing.mending import as_cards, as_table

EVIL = ["=1+1", "+49 151 1234567", "-cmd", "@SUM(A1)", "\t=1", "|x", "%x", "'=1", "''=1"]


@pytest.mark.parametrize("cell", EVIL)
def test_no_cell_begins_as_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Eva", "-3.50", "'s-Gravenhage", "a=b", "12"])
def test_other_cells_stay(cell):
    assert harmless(cell) == cell


@given(st.text(st.sampled_from("'=+-@|%\t\rab1"), max_size=6))
def test_whatever_goes_out_comes_back(cell):
    assert as_written(harmless(cell)) == cell
    assert not harmless(cell).startswith(SIGNS) or harmless(cell).lstrip("-").replace(".", "").isdigit()


def mended(record):
    text = "".join(as_table(record))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=record.delimiter or ","))


def test_refused_lines_come_back_with_their_columns(upload, imported):
    record = imported(
        upload(
            "Name;Phone;Note;Mine\nEva;+49 151 1234567;=1+1;x\n"
            'Fay;letters;"=HYPERLINK(""http://evil"")\nand more";y\n;;;z\nGus;;;;;more\n'
        )
    )
    assert mended(record) == [
        ["Name", "Phone", "Note", "Mine", "line", "reason"],
        ["Fay", "letters", '\'=HYPERLINK("http://evil")\nand more', "y", "3", "phone: “letters” is not a phone number."],
        ["", "", "", "z", "5", "A name, please."],
        ["Gus", "", "", "", "6", "The line has 6 cells for 4 columns.", "", "more"],
    ]  # fmt: skip


def test_a_mended_file_is_read_as_the_first(upload, imported):
    first = imported(upload("Name,Phone,Note\nFay,+49 letters,=1+1\nGus,x,-\n"))
    text = "".join(as_table(first)).replace("'+49 letters", "'+49 151 1234567")
    again = imported(upload(text, "mended.csv"))
    assert (again.new, again.refused) == (1, 1)
    fay = Customer.objects.get()
    assert (fay.name, fay.phones.get().number, fay.notes.get().text) == ("Fay", "+491511234567", "=1+1")
    assert again.layout["columns"] == [["Name", "name"], ["Phone", "phone"], ["Note", "note"]]
    assert mended(again) == [
        ["Name", "Phone", "Note", "line", "reason"],
        ["Gus", "x", "'-", "3", "phone: “x” is not a phone number."],
    ]


def test_what_was_too_long_to_be_kept_is_not_given_back_in_part(upload, imported):
    record = imported(upload(f"name,phone,note\nEva,x,{'n' * RAW_AT_MOST}\n"))
    assert mended(record)[1][:3] == ["", "", ""]


def test_refused_cards_come_back_as_cards(upload, imported):
    record = imported(upload("BEGIN:VCARD\nVERSION:3.0\nTEL:1\nEND:VCARD\n", "a.vcf"))
    assert "".join(as_cards(record)) == (
        "BEGIN:VCARD\r\nVERSION:3.0\nTEL:1\r\nX-REASON:1: A name, please.\r\nEND:VCARD\r\n"
    )
