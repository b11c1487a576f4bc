"""The page of a person: next step, ladder with evidence, story, orders, letters to come."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from appointments.actions import cancel
from customers import actions
from customers.models import Customer, Touch
from followups.models import Message, Rule, Task
from kit.models import Event
from sales.actions import place_order, void_order
from sales.models import Product
from tests.appointments.meetings import booked

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def balm(company):
    return Product.objects.create(
        company=company, code="B", name="Hand balm", price=Decimal("9.50"), currency="EUR", lasts_days=60
    )


def order(person, by, balm, on, pieces=1):
    return place_order(
        owner=person.owner, by=by, lines=[(balm, pieces, None)], person=person, ordered_on=on
    )  # fmt: skip


def show(client, person, **asked):
    return client.get(reverse("person", args=[person.pk]), asked)


def told(response):
    return [(entry.what, entry.said or entry.more, entry.gone) for entry in response.context["story"].entries]


def test_the_page_of_a_bare_person(as_ben, rosa):
    response = show(as_ben, rosa)
    assert response.status_code == 200
    assert told(response) == []
    assert response.context["page"].next.suggestion == "Find out what would help, and offer a sample."


def test_strangers_and_leaders_find_nothing(client, rosa, ana, cleo):
    for other in (ana, cleo):
        client.force_login(other)
        assert show(client, rosa).status_code == 404


def test_a_deleted_person_has_no_page(as_ben, rosa, by_ben):
    actions.delete_person(person=rosa, by=by_ben)
    assert show(as_ben, rosa).status_code == 404


def test_the_ladder_shows_evidence_and_days_and_what_would_be_next(as_ben, ben, by_ben, balm):
    mai = actions.add_person(
        owner=ben, by=by_ben, name="Mai", source="School fair", entered_on=date(2026, 1, 5)
    )
    order(mai, by_ben, balm, date(2026, 2, 1), pieces=2)
    ladder = show(as_ben, mai).context["page"].ladder
    assert [(step.label, step.evidence, step.since, step.current, step.ahead) for step in ladder] == [
        ("Advocate", "Introduces somebody to you", None, False, False),
        ("Member", "Enrols as a member", None, False, False),
        ("Client", "Orders again, on another day", None, False, True),
        ("Customer", "First order: 2 × Hand balm, €19.00", date(2026, 2, 1), True, False),
        ("Prospect", "", None, False, False),
        ("Suspect", "School fair", date(2026, 1, 5), False, False),
    ]


def test_the_story_tells_all_kinds_newest_first(as_ben, ben, by_ben, rosa, balm, monday):
    at = monday - timedelta(days=20)
    actions.log_touch(
        person=rosa, by=by_ben, kind="message", direction="in", at=at, note="What is it?", inquiry=True
    )
    actions.add_note(person=rosa, by=by_ben, text="Likes tea", at=at + timedelta(days=1))
    order(rosa, by_ben, balm, date(2026, 2, 20))
    rule = Rule.objects.create(owner=ben, key="x", title="Thank you", anchor="first_order", action="letter")
    values = {
        "owner": ben,
        "customer": rosa,
        "expires_at": monday,
        "due_at": datetime(2026, 2, 21, tzinfo=UTC),
    }
    Message.objects.create(
        rule=rule, occurrence="1", state="sent", sent_at=datetime(2026, 2, 22, tzinfo=UTC), **values
    )
    Message.objects.create(rule=rule, occurrence="2", state="cancelled", **values)
    Task.objects.create(
        owner=ben, customer=rosa, kind="check_in", state="done", local_date=date(2026, 2, 24),
        due_at=monday, closed_at=datetime(2026, 2, 24, 9, tzinfo=UTC),
    )  # fmt: skip
    story = told(show(as_ben, rosa))
    assert story == [
        ("Done: Ask how it went", "", False),
        ("Letter: Thank you", "", False),
        ("Letter: Thank you", "", False),  # the one that was cancelled
        ("Climbed to Customer", "", False),
        ("Order, €9.50", "Hand balm", False),
        ("You noted", "Likes tea", False),
        ("Climbed to Prospect", "What is it?", False),
        ("They wrote", "What is it?", False),
    ]


def test_what_no_longer_counts_stays_and_is_struck(as_ben, by_ben, rosa, balm):
    placed = order(rosa, by_ben, balm, date(2026, 3, 2))
    void_order(order=placed, by=by_ben, reason="Wrong person")
    step = actions.climb_by_hand(person=rosa, by=by_ben, rung=5, reason="Joined at the fair")
    actions.revoke_climb(step=step, by=by_ben, reason="Mistaken")
    response = show(as_ben, rosa)
    assert ("Joined at the fair", "Taken back: Mistaken", True) in told(response)
    assert ("Order, €9.50", "Hand balm (void: Wrong person)", True) in told(response)
    assert response.content.decode().count("<s>") == 2


def test_a_climb_by_hand_is_marked_and_can_be_taken_back(as_ben, by_ben, rosa):
    step = actions.climb_by_hand(person=rosa, by=by_ben, rung=4, reason="Buys since 2019")
    page = show(as_ben, rosa).context["page"]
    assert [(rung.label, rung.by_hand) for rung in page.ladder if rung.by_hand] == [("Client", step)]
    as_ben.post(reverse("climb-revoke", args=[rosa.pk, step.pk]))
    rosa.refresh_from_db()
    assert rosa.rung == 1


def test_the_story_comes_in_pages_without_gaps(as_ben, by_ben, rosa, monday):
    for hours in range(45):
        actions.log_touch(
            person=rosa, by=by_ben, kind="call", at=monday - timedelta(hours=hours), note=str(hours)
        )
    seen, cursor = [], ""
    for rows in (20, 20, 5):
        story = show(as_ben, rosa, cursor=cursor).context["story"]
        assert len(story.entries) == rows
        seen += [entry.said for entry in story.entries]
        cursor = story.next
    assert (seen, cursor) == ([str(hours) for hours in range(45)], "")


def test_entries_of_one_moment_are_told_once_each(as_ben, by_ben, rosa):
    for number in range(30):
        actions.add_note(person=rosa, by=by_ben, text=str(number))
    first = show(as_ben, rosa).context["story"]
    second = show(as_ben, rosa, cursor=first.next).context["story"]
    assert sorted(int(entry.said) for entry in first.entries + second.entries) == list(range(30))


ID = "01a2020f-6577-7efb-9162-6a4da67c2d4e"


@pytest.mark.parametrize(
    "cursor",
    ["x", "2026-03-02~y", "~", "\x00", f"2026-03-02T00:00:00~{ID}",
     f"0001-01-01T00:00:00+14:00~{ID}", f"9999-12-31T23:59:59-14:00~{ID}"],
)  # fmt: skip
def test_a_wrong_cursor_shows_the_first_page(as_ben, by_ben, rosa, cursor):
    actions.add_note(person=rosa, by=by_ben, text="Likes tea")
    assert [said for _what, said, _gone in told(show(as_ben, rosa, cursor=cursor))] == ["Likes tea"]


def test_orders_and_their_rhythm(as_ben, by_ben, rosa, balm):
    for on in (date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)):
        order(rosa, by_ben, balm, on)
    page = show(as_ben, rosa)
    orders = page.context["page"].orders
    assert (orders.this_year, orders.this_year_count, orders.last.ordered_on, orders.last_goods) == (
        Decimal("19.00"), 2, date(2026, 2, 1), "Hand balm",
    )  # fmt: skip
    assert "Same as last time" in page.content.decode()


def test_what_comes_up_first_is_the_next_step(as_ben, ben, rosa, monday):
    task = Task.objects.create(
        owner=ben,
        customer=rosa,
        kind="check_in",
        local_date=date(2026, 3, 4),
        due_at=monday + timedelta(days=2),
    )
    rule = Rule.objects.create(owner=ben, key="x", title="Thank you", anchor="first_order", action="review")
    draft = Message.objects.create(
        owner=ben, customer=rosa, rule=rule, occurrence="1", state="draft",
        due_at=monday, expires_at=monday + timedelta(days=9),
    )  # fmt: skip
    page = show(as_ben, rosa).context["page"]
    assert (page.next.draft, page.next.task, page.letters) == (draft, None, [draft])
    Message.objects.all().delete()
    assert show(as_ben, rosa).context["page"].next.task == task


def full_history(person, by, balm, months):
    """Something of each kind, again and again."""
    for month in range(months):
        on = date(2026, 3, 1) - timedelta(days=7 * month)
        at = datetime(on.year, on.month, on.day, 10, tzinfo=UTC)
        order(person, by, balm, on)
        actions.log_touch(person=person, by=by, kind="call", at=at, inquiry=True)
        actions.add_note(person=person, by=by, text="Words", at=at)


@pytest.mark.parametrize("months", [1, 3, 30])
def test_the_number_of_queries_does_not_grow(
    as_ben, ben, by_ben, rosa, balm, months, django_assert_num_queries
):
    full_history(rosa, by_ben, balm, months)
    with django_assert_num_queries(18) as queries:
        show(as_ben, rosa)
    statements = [query["sql"].split("WHERE")[0] for query in queries.captured_queries]
    assert len(statements) == len(set(statements))


def test_one_tap_logs_a_contact_and_shows_the_page_anew(as_ben, rosa):
    header = {"hx-request": "true", "hx-target": "person"}
    answer = as_ben.post(
        reverse("touch-log", args=[rosa.pk]),
        {"kind": "message", "direction": "in"},
        headers=header,
        follow=True,
    )
    assert Touch.objects.get().direction == "in"
    page = answer.content.decode()
    assert page.lstrip().startswith('<div id="person">')
    assert "Rosa Lind: they wrote." in page
    assert reverse("undo", args=[Event.objects.get(kind="touch.logged").pk]) in page


def test_without_a_script_one_comes_back_to_the_page(as_ben, rosa):
    answer = as_ben.post(reverse("touch-log", args=[rosa.pk]), {"inquiry": "on"})
    assert (answer.status_code, answer.url) == (302, reverse("person", args=[rosa.pk]))
    touch = Touch.objects.get()
    assert (touch.kind, touch.direction, touch.inquiry) == ("call", "out", True)


def test_who_answers_mostly_writes(as_ben, rosa):
    as_ben.post(reverse("touch-log", args=[rosa.pk]), {"direction": "in"})
    Customer.objects.update(preferred_channel="visit")
    as_ben.post(reverse("touch-log", args=[rosa.pk]), {"direction": "out"})
    kinds = list(Touch.objects.order_by("id").values_list("kind", "direction"))
    assert kinds == [("message", "in"), ("visit", "out")]


def test_another_site_is_never_gone_to(as_ben, rosa):
    answer = as_ben.post(reverse("touch-log", args=[rosa.pk]), {"next": "https://bad.example/"})
    assert answer.url == reverse("person", args=[rosa.pk])


def test_a_tap_in_the_list_answers_with_the_row(as_ben, rosa):
    header = {"hx-request": "true", "hx-target": f"person-{rosa.pk}"}
    answer = as_ben.post(reverse("touch-log", args=[rosa.pk]), headers=header)
    assert answer.content.decode().lstrip().startswith(f'<tr id="person-{rosa.pk}">')


@pytest.mark.parametrize(
    "address, typed",
    [
        ("touch-log", {"kind": "smoke"}),
        ("touch-log", {"on": "2026-03-03"}),
        ("touch-log", {"on": "30 February"}),
        ("note-add", {"text": ""}),
        ("note-add", {"text": "\x00"}),
        ("person-climb", {"rung": "5", "reason": ""}),
        ("person-climb", {"rung": "1", "reason": "Why"}),
        ("person-climb", {"rung": "9", "reason": "Why"}),
        ("consent-give", {"channel": "pigeon", "purpose": "service"}),
    ],
)
def test_errors_come_back_with_the_form(as_ben, rosa, address, typed):
    url = reverse(address, args=[rosa.pk])
    plain = as_ben.post(url, typed)
    alone = as_ben.post(url, typed, headers={"hx-request": "true", "hx-target": "person"})
    assert (plain.status_code, alone.status_code) == (422, 422)
    assert "<html" in plain.content.decode() and "<html" not in alone.content.decode()
    assert alone.headers["HX-Retarget"].endswith("-form")
    assert Event.objects.count() == 0


def test_a_contact_of_an_earlier_day_stands_at_its_noon(as_ben, rosa):
    as_ben.post(reverse("touch-log", args=[rosa.pk]), {"kind": "visit", "on": "2026-02-27"})
    assert Touch.objects.get().at == datetime(2026, 2, 27, 11, tzinfo=UTC)


def test_consents_are_given_and_withdrawn(as_ben, rosa):
    as_ben.post(
        reverse("consent-give", args=[rosa.pk]),
        {"channel": "chat", "purpose": "marketing", "source": "At the fair"},
    )
    given = show(as_ben, rosa).context["page"].consents
    assert [(consent.channel, consent.purpose) for consent in given] == [
        ("email", "service"),
        ("chat", "marketing"),
    ]
    as_ben.post(reverse("consent-withdraw", args=[rosa.pk, given[1].pk]))
    assert show(as_ben, rosa).context["page"].consents == given[:1]


def test_the_composer_swaps_one_form(as_ben, rosa):
    header = {"hx-request": "true", "hx-target": "composer"}
    for tab, form in (
        ("note", "note-form"),
        ("touch", "touch-form"),
        ("order", 'name="typed"'),
        ("luck", "note-form"),
    ):
        part = as_ben.get(reverse("person", args=[rosa.pk]), {"add": tab}, headers=header).content.decode()
        assert part.lstrip().startswith('<section class="sheet" id="composer"')
        assert form in part


def test_names_cannot_carry_markup(as_ben, ben, by_ben):
    evil = actions.add_person(owner=ben, by=by_ben, name="<script>x</script>", source="<b>", tags=["<i>"])
    actions.add_note(person=evil, by=by_ben, text="<img src=x>")
    page = show(as_ben, evil).content.decode()
    assert "<script>x" not in page and "<img src" not in page and "<i>" not in page


def test_many_people_do_not_slow_the_page(as_ben, ben, rosa, django_assert_num_queries):
    Customer.objects.bulk_create(Customer(owner=ben, name=f"P{n}", name_key=f"p{n}") for n in range(300))
    with django_assert_num_queries(17):
        show(as_ben, rosa)


def test_appointments_stand_on_top_until_they_are_over(as_ben, by_ben, ben, rosa):
    meeting = booked(ben, by_ben, rosa)
    page = as_ben.get(f"/people/{rosa.pk}/").context["page"]
    assert page.meetings == [meeting]
    assert "meeting" not in {entry.type for entry in page.story.entries}
    cancel(appointment=meeting, by=by_ben, reason="Ill")
    page = as_ben.get(f"/people/{rosa.pk}/").context["page"]
    (entry,) = [entry for entry in page.story.entries if entry.type == "meeting"]
    assert (page.meetings, entry.what, entry.more, entry.gone) == ([], "Appointment: A call", "Ill", True)
