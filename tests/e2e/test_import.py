"""From a file to people: hand in, look at what would happen, import, mend what was left out."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_looks import NARROWEST, findings, too_wide

PEOPLE = (
    "Name,Phone,E-Mail,Obs\n"
    "Leila Haddad,letters,,likes tea\n"
    "سلمى القحطاني,,salma@post.example,\n"
    + "".join(f"Newcomer {number},,newcomer{number}@post.example,\n" for number in range(20))
)


@pytest.fixture
def people_file(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def hand_in(visitor, path):
    page = visitor.goes_to("/import/")
    page.set_input_files("[name=file]", path)
    page.click("main button:has-text('Check the file')")
    return page


def path_of(page) -> str:
    return re.search(r"/import/.*", page.url)[0]


def test_a_file_becomes_people(visit, people_file, tmp_path):
    visitor = visit().signs_in("cleo")
    page = hand_in(visitor, people_file)
    expect(page.locator("#sum-h")).to_have_text("What will happen")
    expect(page.locator("#run .stepper [aria-current=step]")).to_have_text("Check")
    expect(page.locator("section[aria-labelledby=columns-h]")).to_contain_text("Obsleft out")
    assert findings(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.click("main button:has-text('Import 21 people')")
    expect(page.locator("#end-h")).to_have_text("Done")
    expect(page.locator("#run")).to_contain_text("“letters” is not a phone number.")
    assert findings(page) == []
    with page.expect_download() as download:
        page.click("a:has-text('As a file to mend')")
    mended = tmp_path / "mended.csv"
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "Name,Phone,E-Mail,Obs,line,reason"
    mended.write_text(text.replace("letters", "+49 151 1234567", 1), encoding="utf-8")
    page = hand_in(visitor, mended)
    page.click("main button:has-text('Import 1 person')")
    expect(page.locator("#end-h")).to_have_text("Done")
    page.click("a:has-text('See your people')")
    expect(page.locator("h1")).to_have_text("People")
    assert visitor.troubles == []


def test_without_script_one_looks_again(visit, people_file):
    people_file.write_text(PEOPLE.replace("newcomer", "other").replace("Newcomer", "Other"))
    visitor = visit(script=False).signs_in("amara")
    page = hand_in(visitor, people_file)
    for _look in range(40):
        if page.locator("#sum-h").count():
            break
        page.click("main a:has-text('Look again')")
        page.wait_for_timeout(300)
    page.click("main button:has-text('Import 21 people')")
    for _look in range(40):
        if page.locator("#end-h").count():
            break
        page.click("main a:has-text('Look again')")
        page.wait_for_timeout(300)
    expect(page.locator("#end-h")).to_have_text("Done")


def test_a_broken_file_is_told_and_nothing_scrolls_sideways(visit, tmp_path):
    broken = tmp_path / "people.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    visitor = visit(width=NARROWEST).signs_in("yaw")
    page = hand_in(visitor, broken)
    expect(page.locator(".notice.risk")).to_contain_text("This workbook is damaged.")
    assert too_wide(visitor, path_of(page)) == []
    assert findings(page) == []
