"""A day with orders: the same as last time, a first order, the letters that follow, and undo."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.e2e.people import letters_to, newcomer, repeat_buyer

SECONDS = 20


def thanks(visitor, name: str, state: str) -> int:
    """How many thank-yous to a person stand in a state."""
    found = [letter for letter in letters_to(visitor, name) if letter.cause.startswith("Thank you")]
    return sum(letter.state == state for letter in found)


def until_sent(visitor, name: str, count: int = 1) -> None:
    """Look at the messages until the worker has sent so many thank-yous."""
    end = time.monotonic() + SECONDS
    while thanks(visitor, name, "sent") < count:
        if time.monotonic() > end:
            pytest.fail(f"no thank-you to {name} was sent: {letters_to(visitor, name)}")
        time.sleep(0.3)


def order_one_lip_balm(visitor, path: str):
    """Type an order on the page of a person."""
    page = visitor.goes_to(f"{path}?add=order")
    page.fill("#composer [name=typed]", "1 lip balm")
    expect(page.locator("#composer .order-preview")).to_contain_text("lip balm", ignore_case=True)
    page.click("#composer button:has-text('Enter order')")
    expect(page.locator("#toasts")).to_contain_text("lip balm", ignore_case=True)
    return page


def test_the_same_as_last_time_takes_two_interactions(visit):
    visitor = visit(width=390).signs_in("yaw")
    buyer = repeat_buyer(visitor)
    visitor.page.click(f"a[href='{buyer.path}']")  # one
    before = visitor.page.locator("#story > li").count()
    visitor.page.click("button:has-text('Same as last time')")  # two
    expect(visitor.page.locator("#toasts")).to_contain_text(f"Entered for {buyer.name}")
    assert visitor.page.locator("#story > li").count() > min(before, 19)
    assert thanks(visitor, buyer.name, "to look at") >= 1
    assert visitor.troubles == []


def test_a_reviewed_thank_you_goes_out(visit):
    visitor = visit().signs_in("yaw")
    draft = visitor.page.locator("li[id^=draft-]").first
    name = draft.locator("bdi").inner_text()
    before = thanks(visitor, name, "sent")
    visitor.goes_to("/today/")
    visitor.page.locator("li[id^=draft-]").first.get_by_role("button").click()
    expect(visitor.page.locator("#toasts")).to_contain_text(f"The letter to {name}")
    until_sent(visitor, name, before + 1)
    assert visitor.troubles == []


def test_a_first_order_climbs_and_is_thanked_for_by_the_worker(visit):
    visitor = visit().signs_in("yaw")
    person = newcomer(visitor)
    page = order_one_lip_balm(visitor, person.path)
    rung = page.locator(".ladder [aria-current=step]")
    expect(rung).to_contain_text("Customer")
    expect(rung.locator(".evidence")).to_contain_text(re.compile("First order: .*lip balm", re.I))
    to_come = page.locator("section[aria-labelledby=letters-h]")
    expect(to_come).to_contain_text("Two days after the delivery")
    expect(to_come).to_contain_text("Two weeks after the delivery")
    expect(page.locator("section[aria-labelledby=step-h]")).to_contain_text("Ask how it went")
    until_sent(visitor, person.name)
    assert visitor.troubles == []


def test_undo_within_three_seconds_stops_the_letter(visit, outbox):
    visitor = visit().signs_in("yaw")
    person = newcomer(visitor)
    page = order_one_lip_balm(visitor, person.path)
    page.click("#toasts button:has-text('Undo')")
    expect(page.locator(".ladder [aria-current=step]")).to_contain_text("Suspect")
    time.sleep(4)
    assert thanks(visitor, person.name, "cancelled") == 1
    assert thanks(visitor, person.name, "sent") == 0
    assert [letter for letter in outbox.glob("*.eml") if person.name.split()[0] in letter.read_text()] == []
    assert visitor.troubles == []


def test_an_order_pressed_twice_is_one_order(visit):
    visitor = visit().signs_in("yaw")
    person = newcomer(visitor)
    page = visitor.goes_to(f"/orders/add/?person={person.path.split('/')[2]}")
    page.fill("[name=typed]", "1 lip balm")
    page.locator("button:has-text('Enter order')").dblclick()
    expect(page.locator("#toasts")).to_contain_text("lip balm", ignore_case=True)
    expect(page.locator("#story")).to_contain_text("Order, ")
    assert page.locator("#story .what > a:has-text('Order, ')").count() == 1


def test_orders_work_without_script(visit):
    visitor = visit(script=False).signs_in("yaw")
    person = newcomer(visitor)
    page = visitor.goes_to(f"{person.path}?add=order")
    page.fill("#composer [name=typed]", "2 lip balm")
    page.click("#composer button:has-text('Enter order')")
    expect(page.locator("#toasts")).to_contain_text(re.compile("2 × .*lip balm", re.I))
    expect(page.locator(".ladder [aria-current=step]")).to_contain_text("Customer")
    page.click("#toasts button:has-text('Undo')")
    expect(page.locator(".ladder [aria-current=step]")).to_contain_text("Suspect")
