"""vCards as phones and address books write them; a broken card costs no other."""

import base64
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlmcrm.importing.vcards import Cards, looks_like_cards


@pytest.fixture
def read(tmp_path):
    def read(content):
        path = tmp_path / "cards.vcf"
        path.write_bytes(content if isinstance(content, bytes) else content.replace("\n", "\r\n").encode())
        with Cards(path) as cards:
            return [(line.number, line.problem or line.cells) for line in cards]

    return read


def card(*lines, version="3.0"):
    return "\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def cells(read, *lines, version="3.0"):
    [(_number, found)] = read(card(*lines, version=version))
    return found


def test_an_old_phone_21(read):
    photo = base64.b64encode(bytes(range(256)) * 4).decode()
    lines = [
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg =",
        "M=C3=BCller, Bote",
        "TEL;CELL;PREF:0171 1234567",
        "TEL;WORK;VOICE:030 12345",
        "PHOTO;ENCODING=BASE64;JPEG:" + photo[:60],
        *(photo[start : start + 60] for start in range(60, len(photo), 60)),
        "",
        "NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo=",
        "=3D 2",
        "BDAY:19800531",
        "X-ANDROID-CUSTOM:anything",
    ]
    assert cells(read, *lines, version="2.1") == {
        "name": "Jörg Müller, Bote",
        "phone": "0171 1234567|030 12345",
        "note": "one\ntwo= 2",
        "birthday": "1980-05-31",
    }


def test_an_apple_address_book_30(read):
    lines = [
        "N:Doe;Jane;;;",
        "FN:Jane Doe",
        "NICKNAME:Janie",
        "item1.TEL:+1 (202) 555-0111",
        "item1.X-ABLabel:_$!<Home>!$_",
        "TEL;type=CELL;type=pref:+1 (202) 555-0100",
        "EMAIL;type=INTERNET;type=HOME:jane@post.example",
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-03",
        "NOTE:one\\ntwo\\, th",
        " ree",
        "CATEGORIES:Garden,Tea",
        "item2.ADR;type=HOME:;;1 Main Street;Town;ST;12345;US",
        "PHOTO;ENCODING=b;TYPE=JPEG:AAAA",
        " AAAA",
    ]
    assert cells(read, *lines) == {
        "name": "Jane Doe",
        "greeting": "Janie",
        "phone": "+1 (202) 555-0100|+1 (202) 555-0111",
        "email": "jane@post.example",
        "birthday": "--05-03",
        "note": "one\ntwo, three",
        "tags": "Garden|Tea",
        "address": "1 Main Street\n12345 Town\nST\nUS",
    }


def test_a_new_address_book_40(read):
    lines = [
        "KIND:individual",
        "FN:Åsa Ek",
        'TEL;VALUE=uri;TYPE="voice,home":tel:+46-8-123456;ext=5',
        "TEL;VALUE=uri;PREF=1:tel:+46-70-1234567",
        "BDAY:--0503",
        "LANG:sv",
        "TZ:Europe/Stockholm",
        "UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        "GENDER:F",
    ]
    assert cells(read, *lines, version="4.0") == {
        "external_id": "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        "name": "Åsa Ek",
        "phone": "+46-70-1234567|+46-8-123456",
        "birthday": "--05-03",
        "language": "sv",
        "time_zone": "Europe/Stockholm",
    }


@pytest.mark.parametrize(
    ("line", "birthday"),
    [
        ("BDAY:1980-05-31", "1980-05-31"),
        ("BDAY:19800531", "1980-05-31"),
        ("BDAY:1980-05-31T00:00:00Z", "1980-05-31"),
        ("BDAY;VALUE=date:--05-31", "--05-31"),
        ("BDAY:--0531T10", "--05-31"),
        ("BDAY:1604-05-31", "--05-31"),
        ("BDAY;VALUE=text:in spring", "in spring"),
        ("BDAY:", None),
    ],
)
def test_birthdays(read, line, birthday):
    assert cells(read, "FN:Ada", line).get("birthday") == birthday


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["N:Kim;Lee"], "Lee Kim"),
        (["N:Kim;Lee;Ann;Dr.;Jr."], "Dr. Lee Ann Kim Jr."),
        (["FN:", "N:;;;;", "ORG:Meadow;Sales"], "Meadow Sales"),
        (["N:Kim;", "FN:Lee"], "Lee"),
        (["TEL:1"], None),
    ],
)
def test_names(read, lines, name):
    assert cells(read, *lines, version="2.1").get("name") == name


def test_latin_1_inside_quoted_printable(read):
    found = cells(read, "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;A", version="2.1")
    assert found == {"name": "A Müller"}


def test_windows_1252_file(read):
    content = card("FN:Müller", version="2.1").encode("cp1252")
    assert read(content) == [(1, {"name": "Müller"})]


def test_a_card_cut_in_half_costs_no_other(read):
    half = "BEGIN:VCARD\nVERSION:2.1\nFN:Half\nNOTE;ENCODING=QUOTED-PRINTABLE:cut=\n"
    assert read(card("FN:Ada") + half + card("FN:Bo") + half) == [
        (1, {"name": "Ada"}),
        (5, "The card is cut off: it has no END:VCARD."),
        (9, {"name": "Bo"}),
        (13, "The card is cut off: it has no END:VCARD."),
    ]


def test_the_second_half_of_a_card(read):
    assert read("TEL:1\nEND:VCARD\n" + card("FN:Ada") + "END:VCARD\n") == [
        (1, "These lines belong to no card."),
        (3, {"name": "Ada"}),
        (7, "These lines belong to no card."),
    ]


def test_a_card_inside_a_card(read):
    inner = card("FN:Secretary", version="2.1").rstrip("\n").split("\n")
    assert cells(read, "FN:Boss", "AGENT:", *inner, "TEL:1", version="2.1") == {"name": "Boss", "phone": "1"}


def test_broken_cards_are_refused_with_a_reason(read):
    broken = [card("FN:Ada", "no property"), card("FN:A\0da"), card("KIND:group", "FN:Club")]
    assert read("".join(broken) + card("FN:Bo")) == [
        (1, "“no property” is no property of a card."),
        (6, "The line holds a NUL byte."),
        (10, "The card is a group, not a person."),
        (15, {"name": "Bo"}),
    ]


def test_a_note_with_bare_line_breaks(read):
    assert cells(read, "FN:Ada", "NOTE:one", "two") == {"name": "Ada", "note": "one\ntwo"}


def test_groups_of_the_address_book_itself_are_no_tags(read):
    assert cells(read, "FN:Ada", "CATEGORIES:* myContacts,* Friends") == {"name": "Ada", "tags": "Friends"}


def test_a_card_past_the_limit(read):
    assert cells(read, "FN:Ada", "NOTE:" + "x" * 60_000) == "NOTE is longer than 50,000 characters."
    assert cells(read, *["TEL:1"] * 1_200) == "The card is too long."


def test_cards_are_known_by_name_or_beginning(tmp_path):
    path = tmp_path / "people.txt"
    path.write_text("\n begin:vcard\n", encoding="utf-16")
    assert looks_like_cards(path)
    path.write_text("name\n")
    assert not looks_like_cards(path)


NOTES = (
    st.text(
        st.one_of(
            st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="\ufeff"),
            st.sampled_from('\n ;,:=\\"ü'),
        ),
        min_size=1,
        max_size=200,
    )
    .map(str.strip)
    .filter(bool)
)


def folded(line, width):
    parts = [line[start : start + width] for start in range(0, len(line), width)]
    return "\r\n ".join(parts)


@settings(deadline=None)
@given(NOTES, st.integers(6, 75))
def test_folding_30_is_undone(tmp_path_factory, note, width):
    escaped = note.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    text = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\n{folded('NOTE:' + escaped, width)}\r\nEND:VCARD\r\n"
    assert _only(tmp_path_factory, text) == {"name": "Ada", "note": note}


@settings(deadline=None)
@given(NOTES.filter(lambda note: "\\" not in note))
def test_quoted_printable_21_is_undone(tmp_path_factory, note):
    encoded = quopri.encodestring(note.encode(), quotetabs=True).decode()
    encoded = encoded.replace("=\n", "\0").replace("\n", "=0D=0A").replace("\0", "=\r\n")
    head = "NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
    text = f"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ada\r\n{head}{encoded}\r\nEND:VCARD\r\n"
    assert _only(tmp_path_factory, text) == {"name": "Ada", "note": note}


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.vcf"
    path.write_bytes(card("FN:Ada").encode() + content)
    with Cards(path) as cards:
        assert all(line.problem or line.number for line in cards)


def _only(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "one.vcf"
    path.write_bytes(text.encode())
    with Cards(path) as cards:
        [line] = cards
    return line.problem or line.cells
