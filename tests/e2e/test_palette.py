"""Find or do and the shortcuts, with both hands on the keyboard, by thumb, and without a script."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.people import newcomer, people
from tests.e2e.test_looks import findings
from tests.e2e.test_today import LINES, headlines

PALETTE, FIELD, OPTIONS, CHOSEN = (
    "#palette",
    "#palette [role=combobox]",
    "#palette [role=option]",
    "#palette [role=option][aria-selected=true]",
)


def opened(page):
    page.keyboard.press("Control+k")
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(CHOSEN)).to_have_count(1)
    return page


def typed(page, text):
    page.keyboard.type(text)
    expect(page.locator(f"#palette-list [data-typed='{text}']")).to_have_count(1)


@pytest.fixture
def yaw(visit):
    """Yaw at the desk, on Today."""
    return visit().signs_in("yaw")


def test_a_person_is_found_by_a_few_letters_and_opened_by_enter(yaw):
    person = people(yaw)[0]
    page = opened(yaw.goes_to("/orders/"))
    typed(page, person.name[:5])
    expect(page.locator(OPTIONS).first).to_contain_text(person.name)
    assert page.get_attribute(FIELD, "aria-activedescendant") == page.locator(CHOSEN).get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{person.path}")
    assert yaw.troubles == []


def test_who_types_fast_need_not_wait_for_the_answer(yaw):
    person = people(yaw)[0]
    page = opened(yaw.goes_to("/orders/"))
    page.keyboard.type(person.name)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{person.path}")


def test_arrows_go_around_and_home_and_end_to_the_ends(yaw):
    page = opened(yaw.page)
    last = page.locator(OPTIONS).count() - 1
    assert last > 3
    for key, at in (
        ("ArrowDown", 1),
        ("ArrowUp", 0),
        ("ArrowUp", last),
        ("ArrowDown", 0),
        ("End", last),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        expect(page.locator(OPTIONS).nth(at)).to_have_attribute("aria-selected", "true")
    expect(page.locator(CHOSEN)).to_have_count(1)
    expect(page.locator(FIELD)).to_be_focused()


def test_tab_asks_what_can_be_done_and_a_letter_does_it(yaw):
    person = people(yaw)[0]
    page = opened(yaw.goes_to("/orders/"))
    typed(page, person.name[:5])
    page.keyboard.press("Tab")
    expect(page.locator("#palette-list [data-person]").first).to_be_attached()
    expect(page.locator("#palette [role=status]")).to_contain_text("Press a letter or choose.")
    expect(page.locator("#palette footer")).to_contain_text("Backspace back")
    expect(page.locator("#palette footer [data-more]")).to_be_hidden()
    page.keyboard.press("Backspace")
    expect(page.locator(OPTIONS).first).to_contain_text(person.name)
    expect(page.locator("#palette footer [data-more]")).to_contain_text(f"more for {person.name}")
    expect(page.locator("#palette footer")).not_to_contain_text("Backspace", use_inner_text=True)
    page.keyboard.press("Tab")
    expect(page.locator("#palette [role=status]")).to_contain_text("Press a letter or choose.")
    page.keyboard.press("w")
    page.wait_for_url(f"**{person.path}?add=note#composer")
    expect(page.locator("#id_text")).to_be_focused()


def test_escape_closes_and_the_focus_returns(yaw):
    page = yaw.page
    page.locator(LINES).first.locator("a.name").focus()
    before = page.evaluate("document.activeElement.href")
    opened(page)
    page.keyboard.press("Escape")
    expect(page.locator(PALETTE)).to_be_hidden()
    assert page.evaluate("document.activeElement.href") == before
    opened(page)
    page.keyboard.press("Control+k")
    expect(page.locator(PALETTE)).to_be_hidden()


def test_a_name_that_nobody_has_leads_to_the_form(yaw):
    page = opened(yaw.page)
    typed(page, "Quetzalcoatl")
    expect(page.locator("#palette-list")).to_contain_text("Nobody called “Quetzalcoatl”")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/add/?name=Quetzalcoatl")
    expect(page.locator("#id_name")).to_have_value("Quetzalcoatl")


def test_an_old_answer_never_stands_over_a_newer_one(yaw):
    page = yaw.page
    held = []
    page.route("**/search/?q=ord", lambda route: held.append(route))
    opened(page)
    page.keyboard.type("ord")
    page.wait_for_timeout(400)
    page.fill(FIELD, "settings")
    expect(page.locator("#palette-list [data-typed=settings]")).to_have_count(1)
    held[0].fulfill(status=200, content_type="text/html", body="<div data-typed='ord'></div>")
    page.wait_for_timeout(300)
    expect(page.locator("#palette-list [data-typed=settings]")).to_have_count(1)
    assert len(held) == 1


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing_in_the_open_palette(visit, width):
    visitor = visit(width=width).signs_in("yaw")
    page = opened(visitor.page)
    typed(page, "ro")
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    assert findings(page) == []
    assert visitor.troubles == []


def test_by_thumb(visit):
    visitor = visit(width=PHONE, has_touch=True, is_mobile=True).signs_in("yaw")
    person = people(visitor)[0]
    page = visitor.goes_to("/orders/")
    page.tap(".topbar [data-palette]")
    expect(page.locator(CHOSEN)).to_have_count(1)
    page.fill(FIELD, person.name)
    option = page.locator(OPTIONS, has_text=person.name).first
    expect(option).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    page.tap("#palette [data-close]")
    expect(page.locator(PALETTE)).to_be_hidden()
    page.tap(".topbar [data-palette]")
    page.fill(FIELD, person.name)
    option.tap()
    page.wait_for_url(f"**{person.path}")
    assert visitor.troubles == []


def test_single_keys_are_off_where_nothing_but_a_finger_is(visit):
    page = visit(width=PHONE, has_touch=True, is_mobile=True).signs_in("yaw").page
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.keyboard.press("?")
    page.wait_for_timeout(400)
    assert page.url.endswith("/today/")
    expect(page.locator("#help")).to_be_hidden()
    opened(page)


def test_without_a_script_the_button_leads_to_the_page(visit):
    visitor = visit(script=False).signs_in("cleo")
    person = people(visitor)[0]
    page = visitor.goes_to("/today/")
    page.click(".sidebar [data-palette]")
    page.fill("main [name=q]", person.name)
    page.click("main form[role=search] button")
    page.click(f"main a:has-text('{person.name}') >> nth=0")
    assert page.url.endswith(person.path)


def test_letters_after_g_lead_to_pages(yaw):
    page = yaw.page
    for key, path in (("p", "/people/"), ("o", "/orders/"), ("m", "/messages/"), ("t", "/today/")):
        page.keyboard.press("g")
        page.keyboard.press(key.upper() if key == "o" else key)
        page.wait_for_url(f"**{path}")


def test_n_opens_what_can_be_added(yaw):
    page = yaw.page
    page.keyboard.press("n")
    expect(page.locator("#add-menu")).to_be_visible()
    expect(page.locator("#add-menu a").first).to_be_focused()


def test_slash_goes_to_the_search_of_the_page_or_opens_the_palette(yaw):
    page = yaw.page
    page.keyboard.press("/")
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(FIELD)).to_have_value("")
    yaw.goes_to("/people/")
    page.keyboard.press("/")
    expect(page.locator("#id_q")).to_be_focused()
    page.keyboard.type("gp?nz")
    expect(page.locator("#id_q")).to_have_value("gp?nz")
    expect(page.locator("#help")).to_be_hidden()
    assert "/people/" in page.url


def test_lines_are_done_and_put_off_by_letters_and_z_takes_it_back(yaw):
    page = yaw.page
    first, second, third = headlines(page)[:3]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    focused = "document.activeElement.closest('#todo > li').querySelector('.what').innerText"
    assert page.evaluate(focused) == first
    page.keyboard.press("e")
    expect(page.locator("#toasts")).to_contain_text("Done: ")
    expect(page.locator(f"{LINES} .what").first).to_have_text(second)
    page.keyboard.press("l")
    expect(page.locator(f"{LINES} .what").first).to_have_text(third)
    for now in (second, first):
        page.keyboard.press("z")
        expect(page.locator(f"{LINES} .what").first).to_have_text(now)
    assert yaw.troubles == []


def test_z_takes_the_last_back_where_no_toast_says_so(yaw):
    page = yaw.page
    first, second = headlines(page)[:2]
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.locator(f"{LINES} .what").first).to_have_text(second)
    yaw.goes_to("/orders/")
    expect(page.locator("#toasts .toast")).to_have_count(0)
    page.keyboard.press("z")
    expect(page.locator("#toasts .toast")).to_have_count(1)
    assert page.url.endswith("/orders/")
    yaw.goes_to("/today/")
    expect(page.locator(f"{LINES} .what").first).to_have_text(first)


def test_keys_of_a_person(yaw):
    person = newcomer(yaw)
    page = yaw.goes_to(person.path)
    page.keyboard.press("o")
    page.wait_for_url("**?add=order#composer")
    expect(page.locator("#composer :focus")).to_have_count(1)
    yaw.goes_to(person.path)
    page.keyboard.press("m")
    expect(page.locator("#climb-form :focus")).to_have_count(1)
    yaw.goes_to(person.path)
    page.keyboard.press("d")
    page.wait_for_url(f"**{person.path}edit/")


def test_question_mark_lists_all_keys(yaw):
    page = yaw.page
    page.keyboard.press("?")
    help_ = page.locator("#help")
    expect(help_).to_contain_text("undo the last")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_timeout(300)
    assert page.url.endswith("/today/")
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    opened(page)
    page.click("#palette [data-help]")
    expect(help_).to_be_visible()
    expect(page.locator(PALETTE)).to_be_hidden()


def test_single_keys_can_be_switched_off(visit):
    visitor = visit().signs_in("cleo")
    page = visitor.goes_to("/settings/")
    page.check("[name=shortcuts][value=off]")
    page.click("main button:has-text('Keep')")
    expect(page.locator("#toasts")).to_contain_text("Your settings are kept.")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.keyboard.press("?")
    page.wait_for_timeout(400)
    assert page.url.endswith("/settings/")
    expect(page.locator("#help")).to_be_hidden()
    opened(page)
    page.keyboard.press("Escape")
    page.click("#toasts button:has-text('Undo')")
    expect(page.locator("#toasts")).to_contain_text("Your settings are as before.")
