"""The pages of playbooks: what they show, how a step is typed, and that nothing changes before going live."""

import re
from datetime import date

import pytest

from customers.models import Customer
from followups.actions import ensure_default_rules, plan_ahead
from followups.actions.playbooks import go_live, share
from followups.drafting import draft_steps, live_steps
from followups.models import ClaimPhrase, Playbook
from kit import clock
from kit.events import Actor, Door, Event
from kit.undo import undo

TYPED = {
    "title": "Ask how week one went", "action": "letter", "days": "8", "side": "after", "anchor": "delivery",
    "at_time": "10:00", "until_time": "", "way": "email", "second_way": "", "third_way": "",
    "subject": "How is it going, {{ name }}?", "text": "Dear {{ name }},\n\nhow is {{ products|your order }}?",
    "script": "", "stops": ["refused"], "every": "0", "every_unit": "day", "times": "", "until_days": "",
    "keep": "7", "keep_unit": "days", "cold_days": "", "kind": "check_in", "purpose": "service", "is_active": "on",
}  # fmt: skip
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _house(db):
    ensure_default_rules()


@pytest.fixture
def delivery(ben):
    """The playbook of deliveries as it holds for Ben."""

    def now() -> Playbook:
        return Playbook.objects.of(ben.pk).get(key="delivery")

    return now


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def keys_of(playbook: Playbook) -> list[str]:
    return [step.key for step in draft_steps(playbook)]


def errors_of(response) -> dict:
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_the_list_shows_rungs_and_occasions_with_their_steps_and_people(as_ben, rosa):
    page = as_ben.get("/playbooks/")
    rungs, occasions = page.context["rungs"], page.context["occasions"]
    assert [place.rung for place in rungs] == [6, 5, 4, 3, 2, 1]
    assert {place.key: place.steps for place in occasions}["delivery"] == 3
    assert {place.rung: place.people for place in rungs} == {6: 0, 5: 0, 4: 0, 3: 0, 2: 0, 1: 1}


def test_a_page_tells_its_steps_in_words(as_ben, rosa):
    page = as_ben.get("/playbooks/delivery/")
    shown = [(step.comes, step.title, step.told, step.happens) for step in page.context["page"].steps]
    assert shown[0] == (
        "day 2",
        "Two days after the delivery: is everything all right?",
        ["After the delivery, at 10:00."],
        "Letter, sends by itself",
    )
    assert shown[2][0] == "day 60"
    assert "Day 40 for people who do not know you yet." in shown[2][2]


def test_a_letter_reads_as_for_a_person_with_their_words_marked(as_ben, rosa):
    page = as_ben.get("/playbooks/delivery/", {"step": "check_in_2_days", "person": rosa.pk})
    reads = page.context["reads"]
    assert [piece.text for piece in reads.subject if piece.merged] == ["Rosa"]
    assert '<bdi class="merge">Rosa</bdi>' in page.content.decode()
    assert reads.way == "Email, English, day 2, 10:00"


def test_somebody_elses_person_cannot_be_read_as(as_cleo, rosa):
    assert as_cleo.get("/playbooks/delivery/", {"person": rosa.pk}).status_code == 404
    assert as_cleo.get("/playbooks/delivery/", {"person": "x"}).status_code == 404


def test_an_unknown_playbook_or_step_is_not_found(as_ben):
    assert as_ben.get("/playbooks/nothing/").status_code == 404
    assert as_ben.get("/playbooks/delivery/steps/nothing/").status_code == 404


def test_a_step_is_added_to_a_draft_of_ones_own_and_nothing_is_live(as_ben, delivery):
    before = live_steps(delivery())
    answer = as_ben.post("/playbooks/delivery/add/", TYPED)
    added = draft_steps(delivery())[1]  # where its day belongs
    assert (answer.status_code, answer.url) == (302, f"/playbooks/delivery/#step-{added.key}")
    assert (added.title, added.offset_days, added.stops, added.keep_hours) == (
        TYPED["title"],
        8,
        ("refused",),
        168,
    )
    assert live_steps(delivery()) == before
    page = as_ben.get("/playbooks/delivery/")
    assert "1 change not live yet" in text_of(page)
    assert [step.changed for step in page.context["page"].steps] == ["", "new", "", ""]


def test_what_is_typed_wrong_stands_at_its_field_with_the_line_and_is_kept(as_ben, delivery):
    wrong = {**TYPED, "text": "Dear {{ name }},\n\nyour {{ prodcts }}", "days": "-3", "title": ""}
    answer = as_ben.post("/playbooks/delivery/add/", wrong)
    assert answer.status_code == 422
    assert {name: said for name, [said, *_] in errors_of(answer).items()} == {
        "title": "Give the step a title.",
        "days": "A number, please. For example 2.",
        "text": "Line 3: There is no field “prodcts”. There are: name, products, friend, survey, signature.",
    }
    answer = as_ben.post("/playbooks/delivery/add/", {**wrong, "days": "1000000", "title": "Too far"})
    assert answer.status_code == 422
    assert errors_of(answer) == {
        "days": ["A number from -180 to 3650, please."],
        "text": [
            "Line 3: There is no field “prodcts”. There are: name, products, friend, survey, signature."
        ],
    }
    assert "{{ prodcts }}" in answer.content.decode()
    assert delivery().owner_id is None


def test_a_letter_keeps_only_the_ways_that_can_carry_it(as_ben, delivery):
    for action, channels in (
        ("letter", ("email",)),
        ("review", ("text", "email")),
        ("task", ("text", "phone")),
    ):
        ways = {"action": action, "way": "text", "second_way": "phone", "third_way": "email"}
        as_ben.post("/playbooks/delivery/add/", {**TYPED, **ways, "days": "9"})
        kept = next(step for step in draft_steps(delivery()) if step.offset_days == 9)
        assert kept.channels[: len(channels)] == channels
        as_ben.post(f"/playbooks/delivery/steps/{kept.key}/remove/")


def test_a_first_order_is_read_as_somebody_who_ordered_once(as_ben, ben, rosa):
    people = (("Ada", 3), ("Bo", 1), ("Cy", 0))
    for name, orders in people:
        Customer.objects.create(owner=ben, name=name, rung=3, orders_count=orders)
    page = as_ben.get("/playbooks/order/", {"step": "thank_first_order"})
    assert page.context["reads"].person.name == "Bo"


def test_a_promise_in_subject_and_text_is_told_once_with_where(as_ben, rosa):
    ClaimPhrase.objects.get_or_create(language="en", words="cures", defaults={"kind": "health"})
    words = {**TYPED, "subject": "It cures", "text": "It cures. Really, it cures."}
    answer = as_ben.post("/playbooks/delivery/reads/", words, headers=HTMX)
    assert answer.context["reads"].warnings == ["“cures” promises health (subject, text)"]


def test_a_folded_part_opens_where_something_is_wrong_in_it(as_ben):
    wrong = {**TYPED, "at_time": "14:00", "until_time": "09:00"}
    answer = as_ben.post("/playbooks/delivery/add/", wrong)
    assert errors_of(answer) == {"until_time": ["The end of the time of day must be after its beginning."]}
    assert answer.context["folds"] == {"hours": True, "again": False, "ways": False}


def test_the_form_shows_a_step_as_it_is_and_keeping_it_changes_nothing(as_ben, delivery):
    form = as_ben.get("/playbooks/delivery/steps/check_in_2_months/").context["form"]
    shown = {name: form[name].value() for name in form.fields}
    assert (shown["days"], shown["side"], shown["cold_days"], shown["keep"]) == (60, "after", 40, 7)
    typed = {name: "" if value is None else value for name, value in shown.items()}
    typed.update(at_time="10:00", is_active="on")
    assert as_ben.post("/playbooks/delivery/steps/check_in_2_months/", typed).status_code == 302
    assert delivery().draft is None


def test_the_houses_letter_can_be_the_beginning_of_ones_own(as_ben):
    page = as_ben.get("/playbooks/delivery/steps/check_in_2_days/", {"own": "1"})
    form = page.context["form"]
    assert form["subject"].value() == "Did everything arrive, {{ name }}?"
    assert "{{ products }}" in form["text"].value()
    assert form["text"].value().endswith("{{ signature }}")


def test_steps_are_moved_copied_and_removed_each_with_undo(as_ben, by_ben, delivery):
    first, second, third = keys_of(delivery())
    as_ben.post(f"/playbooks/delivery/steps/{first}/move/", {"by": "1"})
    assert keys_of(delivery()) == [second, first, third]
    as_ben.post(f"/playbooks/delivery/steps/{third}/copy/")
    copied = keys_of(delivery())
    assert copied[:3] == [second, first, third] and len(copied) == 4
    as_ben.post(f"/playbooks/delivery/steps/{second}/remove/")
    assert keys_of(delivery()) == copied[1:]
    for _ in range(3):
        undo(event=Event.objects.filter(kind="playbook.changed", undone=None).latest("id"), by=by_ben)
    assert keys_of(delivery()) == [first, second, third]


def test_the_first_cannot_move_further_up(as_ben, delivery):
    first, *_others = keys_of(delivery())
    as_ben.post(f"/playbooks/delivery/steps/{first}/move/", {"by": "-1"})
    assert delivery().draft is None


def test_by_htmx_the_steps_come_back_with_what_stands_beside_them(as_ben, delivery):
    first = keys_of(delivery())[0]
    answer = as_ben.post(f"/playbooks/delivery/steps/{first}/remove/", headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "playbook-changed" in answer["HX-Trigger"]
    assert html.lstrip().startswith('<section class="sheet ruled" id="steps"')
    assert [
        f'id="{part}"' in html for part in ("playbook-head", "step-menus", "reads", "steps-of-delivery")
    ] == [True] * 4
    assert "Undo" in html


def test_two_windows_a_form_that_is_out_of_date_is_shown_again_and_kept_at_the_second_press(as_ben, delivery):
    seen = as_ben.get("/playbooks/delivery/steps/check_in_2_days/").context["form"]["seen"].value()
    as_ben.post("/playbooks/delivery/add/", TYPED)
    late = {**TYPED, "seen": seen, "days": "3", "title": "Later"}
    answer = as_ben.post("/playbooks/delivery/steps/check_in_2_days/", late)
    assert answer.status_code == 409
    now = answer.context["form"]["seen"].value()
    assert now == delivery().mark
    assert as_ben.post("/playbooks/delivery/steps/check_in_2_days/", {**late, "seen": now}).status_code == 302
    assert draft_steps(delivery())[0].title == "Later"


def test_the_words_in_the_form_are_read_without_being_kept(as_ben, rosa, delivery):
    answer = as_ben.post("/playbooks/delivery/reads/", {**TYPED, "person": rosa.pk}, headers=HTMX)
    assert answer.status_code == 200
    assert "how is your order?" in text_of(answer)
    assert delivery().draft is None
    page = as_ben.post("/playbooks/delivery/reads/", {**TYPED, "title": "", "person": rosa.pk})
    assert page.status_code == 200
    assert page.context["form"]["text"].value() == TYPED["text"]


def test_the_editor_warns_of_promises_and_of_thanks_that_ask(as_ben, rosa):
    ClaimPhrase.objects.get_or_create(language="en", words="cures", defaults={"kind": "health"})
    words = {**TYPED, "kind": "thank", "text": "Thank you. It cures.\nHere is a special offer. {{ nme }}"}
    answer = as_ben.post("/playbooks/delivery/reads/", {**words, "person": rosa.pk}, headers=HTMX)
    assert answer.context["reads"].warnings == [
        "Line 2: There is no field “nme”. There are: name, products, friend, survey, signature.",
        "A thank-you only thanks, and this one says “special offer”.",
        "“cures” promises health (text)",
    ]


def test_the_editor_warns_of_words_that_push_for_a_larger_order(as_ben, rosa):
    words = {**TYPED, "text": "Dear {{ name }}, only 40 points to go."}
    answer = as_ben.post("/playbooks/delivery/reads/", {**words, "person": rosa.pk}, headers=HTMX)
    assert answer.context["reads"].warnings == [
        "No letter asks for a larger order to reach something, and this one says “only 40 points to go”.",
    ]


def test_going_live_shows_the_difference_first(as_ben, delivery):
    as_ben.post("/playbooks/delivery/steps/check_in_2_days/remove/")
    as_ben.post("/playbooks/delivery/add/", TYPED)
    page = as_ben.get("/playbooks/delivery/go-live/")
    assert [(item.title, item.what) for item in page.context["differing"]] == [
        ("Ask how week one went", "new"),
        ("Two days after the delivery: is everything all right?", "gone"),
    ]
    answer = as_ben.post("/playbooks/delivery/go-live/", {"seen": delivery().mark})
    assert (answer.status_code, answer.url) == (302, "/playbooks/delivery/")
    assert live_steps(delivery())[0].title == "Ask how week one went"
    assert delivery().draft is None


def test_going_live_with_what_somebody_else_changed_meanwhile_is_asked_again(as_ben, delivery):
    as_ben.post("/playbooks/delivery/add/", TYPED)
    seen = delivery().mark
    as_ben.post("/playbooks/delivery/steps/check_in_2_days/remove/")
    answer = as_ben.post("/playbooks/delivery/go-live/", {"seen": seen})
    assert answer.status_code == 409
    assert delivery().draft is not None


def test_contradicting_steps_do_not_go_live_and_the_page_says_which(as_ben, delivery):
    as_ben.post("/playbooks/delivery/add/", {**TYPED, "days": "2"})
    page = as_ben.get("/playbooks/delivery/go-live/")
    assert [(title, sentence) for title, sentence, _key in page.context["faults"]] == [
        (
            "Ask how week one went",
            "It falls on the same day as “Two days after the delivery: is everything all right?”, "
            "and nobody is written to twice a day.",
        )
    ]
    assert as_ben.post("/playbooks/delivery/go-live/", {"seen": delivery().mark}).status_code == 422


def test_without_changes_there_is_nothing_to_put_live(as_ben):
    assert as_ben.get("/playbooks/delivery/go-live/").url == "/playbooks/delivery/"


def test_changes_are_thrown_away_and_come_back_by_undo(as_ben, by_ben, delivery):
    as_ben.post("/playbooks/delivery/add/", TYPED)
    drafted = keys_of(delivery())
    as_ben.post("/playbooks/delivery/throw-away/")
    assert delivery().draft is None
    undo(event=Event.objects.get(kind="playbook.thrown_away"), by=by_ben)
    assert keys_of(delivery()) == drafted


def test_a_leader_shares_the_line_takes_and_sees_what_the_original_changed(as_ana, ana, by_ana, client, ben):
    as_ana.post("/playbooks/delivery/add/", {**TYPED, "days": "20"})
    original = Playbook.objects.get(owner=ana)
    go_live(playbook=original, owner=ana, by=by_ana)
    assert "What they get" in text_of(as_ana.get("/playbooks/delivery/share/"))
    assert as_ana.post("/playbooks/delivery/share/").status_code == 302
    client.force_login(ben)
    assert [source.pk for source in client.get("/playbooks/").context["offered"]] == [original.pk]
    assert "Ask how week one went" in text_of(client.get(f"/playbooks/shared/{original.pk}/"))
    client.post(f"/playbooks/shared/{original.pk}/")
    own = Playbook.objects.get(owner=ben)
    assert (own.source_id, len(draft_steps(own))) == (original.pk, 4)
    client.post("/playbooks/delivery/go-live/", {"seen": own.mark})
    client.force_login(ana)
    client.post("/playbooks/delivery/steps/check_in_2_weeks/remove/")
    original.refresh_from_db()
    client.post("/playbooks/delivery/go-live/", {"seen": original.mark})
    client.force_login(ben)
    assert "changed 1 step of the original." in text_of(client.get("/playbooks/delivery/"))
    news = client.get("/playbooks/delivery/news/").context["differing"]
    assert [(item.key, item.what) for item in news] == [("check_in_2_weeks", "gone")]
    client.post("/playbooks/delivery/news/")
    own.refresh_from_db()
    assert "check_in_2_weeks" not in keys_of(own)
    client.force_login(ana)
    client.post("/playbooks/delivery/add/", {**TYPED, "days": "31", "text": "Words that nobody saw yet"})
    original.refresh_from_db()
    client.post("/playbooks/delivery/go-live/", {"seen": original.mark})
    client.force_login(ben)
    assert "Words that nobody saw yet" in text_of(client.get("/playbooks/delivery/news/"))


def test_a_stranger_cannot_look_at_what_a_leader_shares(as_ana, ana, by_ana, ben, client, cleo):
    as_ana.post("/playbooks/delivery/add/", {**TYPED, "days": "20"})
    original = Playbook.objects.get(owner=ana)
    go_live(playbook=original, owner=ana, by=by_ana)
    share(playbook=original, owner=ana, by=by_ana)
    client.force_login(cleo)
    assert client.get(f"/playbooks/shared/{original.pk}/").status_code == 404
    assert client.post(f"/playbooks/shared/{original.pk}/").status_code == 404


def test_promises_are_shared_only_with_a_reason(as_ana, ana, by_ana, ben):
    ClaimPhrase.objects.get_or_create(language="en", words="cures", defaults={"kind": "health"})
    as_ana.post(
        "/playbooks/delivery/add/", {**TYPED, "days": "20", "text": "It cures everything, {{ name }}."}
    )
    original = Playbook.objects.get(owner=ana)
    go_live(playbook=original, owner=ana, by=by_ana)
    page = as_ana.get("/playbooks/delivery/share/")
    assert [words for _title, words, _allowed in page.context["claims"]] == ["cures"]
    refused = as_ana.post("/playbooks/delivery/share/", {"reason": " "})
    assert (refused.status_code, set(errors_of(refused))) == (422, {"reason"})
    assert as_ana.post("/playbooks/delivery/share/", {"reason": "Quoted from the leaflet"}).status_code == 302
    as_ana.post("/playbooks/delivery/unshare/")
    original.refresh_from_db()
    assert original.shared_at is None
    again = as_ana.get("/playbooks/delivery/share/")
    assert again.context["claims"] == [("Ask how week one went", "cures", "Quoted from the leaflet")]
    assert "let stay before: Quoted from the leaflet" in text_of(again)


def test_all_that_changes_is_a_page_of_its_own_and_counted_as_it_is_done(
    as_ben, ben, by_ben, delivery, monday
):
    for n in range(60):
        Customer.objects.create(
            owner=ben, name=f"P {n:02}", created_at=clock.now(), slips_on=clock.now().date(), cools_on=date(2026, 6, 1)
        )  # fmt: skip
    plan_ahead(by=Actor(None, Door.TASK))
    as_ben.post("/playbooks/slipping/steps/slipping_word/remove/")
    page = as_ben.get("/playbooks/slipping/go-live/")
    assert (page.context["counts"], page.context["more"]) == ("60 taken back", 45)
    first = as_ben.get("/playbooks/slipping/go-live/who/")
    rest = as_ben.get(f"/playbooks/slipping/go-live/who/?cursor={first.context['next']}")
    shown = [change.person.name for answer in (first, rest) for change in answer.context["people"]]
    assert shown == [f"P {n:02}" for n in range(60)]
    own = Playbook.objects.get(owner=ben, key="slipping")
    as_ben.post("/playbooks/slipping/go-live/", {"seen": own.mark})
    assert "The playbook is live: 60 taken back." in text_of(as_ben.get("/playbooks/slipping/"))
