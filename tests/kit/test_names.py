import pytest

from kit.names import first_sign, initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Leila Haddad", "LH"),
        ("Nguyễn Thị Mai", "NM"),
        ("Leila", "L"),
        ("siobhán ní bhriain", "SB"),
        ("Customer 00004", "C0"),
        ("小林 花", "小"),
        ("小林 花 (Hana Kobayashi)", "小"),
        ("김민수", "김"),
        ("فاطمة الزهراء بنعيسى", "ف"),
        ("דוד לוי", "ד"),
        ("ɓala ƙaura", "ƁƘ"),
        ("’t Hooft", "TH"),
        ("E\u0301mile Zola", "ÉZ"),
        ("कृष्ण शर्मा", "कृश"),
        ("ß Groß", "ßG"),
        ("(no name)", "N"),
        ("🙂", "🙂"),
        ("", ""),
    ],
)
def test_initials_stand_for_a_name_in_any_script(name, letters):
    assert initials(name) == letters


def test_a_sign_keeps_its_marks_and_joins():
    assert first_sign("q\u0307\u0323x") == "q\u0307\u0323"
    assert first_sign("👩\u200d🌾 Ana") == "👩\u200d🌾"
