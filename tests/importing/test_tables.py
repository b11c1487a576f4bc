"""Tables are read whatever wrote them; a broken line costs no other line."""

import csv
import io
import resource

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.harmless import as_written
from mlmcrm.importing import tables
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.tables import Table

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
BOMS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


@pytest.fixture
def read(tmp_path):
    def read(content, *, known=("name", "email", "phone"), required=("name",), several=()):
        path = tmp_path / "file.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with Table(path, known=known, required=required, several=several) as table:
            return [(line.number, line.problem or line.cells) for line in table]

    return read


def refusal(read, content, **options):
    with pytest.raises(ImportRefused) as refused:
        read(content, **options)
    return refused.value.message


def letters(encoding):
    codec = "cp1252" if encoding == "cp1252" else "utf-8"
    alphabet = st.characters(codec=codec, exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")
    return st.text(st.one_of(alphabet, st.sampled_from(',;\t"|\n ü')), max_size=20)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"], ids=["windows", "unix", "mac"])
def test_what_a_writer_wrote_is_read(tmp_path_factory, encoding, delimiter, newline):
    path = tmp_path_factory.mktemp("round") / "file.csv"

    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.tuples(letters(encoding), letters(encoding)), max_size=8))
    def round_trip(rows):
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
        writer.writerows([("Name", "E-Mail"), ("Jörg Äöü", "ß"), *rows])
        text = buffer.getvalue().replace("\n", newline)
        path.write_bytes(BOMS.get(encoding, b"") + text.encode(encoding))
        with Table(path, known=["name", "e_mail"], required=["name"]) as table:
            cells = [line.cells for line in table if not line.problem]
            assert table.delimiter == delimiter
        expected = [("Jörg Äöü", "ß"), *rows]
        assert cells == [
            {"name": as_written(name.strip()), "e_mail": as_written(mail.strip())}
            for name, mail in expected
            if (name + mail).strip()
        ]

    round_trip()


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"name,email\n" + content)
    try:
        with Table(path, known=["name"], required=["name"]) as table:
            assert all(line.problem or line.cells for line in table)
    except ImportRefused as refused:
        assert str(refused) == "This is a picture, a document or a program, not a table."


def test_numbers_are_those_of_physical_lines(read):
    assert read('name,email\n\nAda,a\n"Bo\nBo",b\n,\nCy,c\n') == [
        (3, {"name": "Ada", "email": "a"}),
        (4, {"name": "Bo\nBo", "email": "b"}),
        (7, {"name": "Cy", "email": "c"}),
    ]


def test_header_names_without_regard_to_case_order_and_spelling(read):
    assert read("E-MAIL; Person ID ;Name\na;7;Ada\n", known=("name",)) == [
        (2, {"e_mail": "a", "person_id": "7", "name": "Ada"})
    ]


def test_a_separator_line_as_excel_writes_it(read):
    assert read("sep=;\nname;email\nAda;a\n") == [(3, {"name": "Ada", "email": "a"})]


def test_utf16_without_a_mark(read):
    assert read("name,email\nAda,a\n".encode("utf-16-le")) == [(2, {"name": "Ada", "email": "a"})]


def test_one_broken_letter_in_utf8_costs_its_line_alone(read):
    content = "name\nJörg\nÅsa\n".encode() + b"Bro\xc3ken\n" + "Zoë\n".encode()
    assert read(content) == [
        (2, {"name": "Jörg"}),
        (3, {"name": "Åsa"}),
        (4, "The line holds bytes that are no letters."),
        (5, {"name": "Zoë"}),
    ]


def test_windows_1252_is_recognised_by_its_last_letter(read):
    assert read(b"name\nJos\xe9") == [(2, {"name": "José"})]


def test_a_nul_byte_costs_its_line(read):
    assert read("name,email\nAda,a\nB\0b,b\nCy,c\n") == [
        (2, {"name": "Ada", "email": "a"}),
        (3, "The line holds a NUL byte."),
        (4, {"name": "Cy", "email": "c"}),
    ]


def test_a_quote_never_closed_costs_its_line(read):
    assert read('name,email\nAda,"a\nBo,b\nCy,c\n') == [
        (2, "A quoted cell is never closed."),
        (3, {"name": "Bo", "email": "b"}),
        (4, {"name": "Cy", "email": "c"}),
    ]


def test_quotes_never_closed_again_and_again_end_in_time(read, monkeypatch):
    monkeypatch.setattr(tables, "REREAD_AT_MOST", 2)
    lines = read("name,email\n" + 'z","w\n' * 1_600)
    assert [number for number, _ in lines] == [2, 3, 4, 504, 1004, 1504]


def test_a_line_past_the_limit_costs_itself(read):
    content = "name,email\nAda,a\n" + "x" * 1_000_001 + "\nCy,c\n"
    assert read(content) == [
        (2, {"name": "Ada", "email": "a"}),
        (3, "The line is longer than 1,000,000 characters."),
        (4, {"name": "Cy", "email": "c"}),
    ]


@pytest.mark.parametrize("length", [100_001, 140_000])
def test_a_cell_past_the_limit_costs_its_line(read, length):
    assert read(f"name,email\n{'x' * length},a\nCy,c\n") == [
        (2, "A cell is longer than 100,000 characters."),
        (3, {"name": "Cy", "email": "c"}),
    ]


def test_more_cells_than_columns(read):
    assert read("name,email\nAda,a,,\nBo,b,c\n") == [
        (2, {"name": "Ada", "email": "a"}),
        (3, "The line has 3 cells for 2 columns."),
    ]


def test_columns_of_one_name(read):
    content = "name,phone,phone,name,x,x\nAda,1,2,,p,q\nBo,,3,Bo,,\nCy,1,1,Di,,\n"
    assert read(content, several=("phone",)) == [
        (2, {"name": "Ada", "phone": "1|2", "x": "p"}),
        (3, {"name": "Bo", "phone": "3", "x": ""}),
        (4, "“name” stands twice in the file, with two different values."),
    ]


def test_a_header_alone_has_no_lines(read):
    assert read("name,email\n") == []


@pytest.mark.parametrize("content", [b"", b"\n \r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"sep=;\n"])
def test_an_empty_file_is_refused(read, content):
    assert refusal(read, content) == "The file is empty."


def test_missing_columns_are_named(read):
    message = refusal(read, "Vorname,mail\n", required=("name", ("email", "phone")))
    assert message == "Missing columns: name; email or phone. The file has: vorname, mail."


def test_ten_thousand_columns_are_refused(read):
    header = ",".join(["name", *(f"c{number}" for number in range(9_999))])
    assert refusal(read, header + "\n") == "The file has 10,000 columns; at most 500 can be read."


def test_a_workbook_is_refused(read):
    message = "This is a workbook or an archive. Save the sheet as CSV first."
    assert refusal(read, b"PK\x03\x04rest") == message


def test_paths_that_are_no_file(tmp_path):
    with pytest.raises(ImportRefused, match=r"^There is no file “"):
        Table(tmp_path / "none.csv", known=[])
    with pytest.raises(ImportRefused, match=r"is a folder, not a file.$"):
        Table(tmp_path, known=[])


def test_memory_stays_flat(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("w") as file:
        file.write("name,note\n")
        for _ in range(20):
            file.write("Jörg,'some words'\n" * 20_000)
        file.write("x" * 40_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with Table(path, known=["name"], required=["name"]) as table:
        count = sum(1 for line in table)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert count == 400_001
    assert grown < 20_000  # kilobytes; the file has 47 MB
