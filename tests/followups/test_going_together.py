"""Two letters that come to one day: the weightier goes for both, and the other says so."""

from datetime import date, time, timedelta

import pytest

from customers.models import Customer
from followups.actions import cancel_message, ensure_default_rules, plan_ahead
from followups.actions.forecast import forecast
from followups.actions.playbooks import own_playbook
from followups.models import Letter, Message, Rule
from followups.schedule import agenda
from followups.steps import Step
from kit import clock
from kit.events import Actor, Door
from tests.followups.test_schedule import TODAY, standing

pytestmark = pytest.mark.django_db
HOUSE = Actor(None, Door.TASK)
DAY = date(2026, 3, 4)
BORN = {"birth_month": 3, "birth_day": 4, "warmth": "warm"}


@pytest.fixture
def two_letters(rosa, ben, by_ben, monday):
    """Ben writes twice on the birthday, by steps of two playbooks: a greeting, and how to use things."""
    ensure_default_rules()
    book, other = (own_playbook(owner=ben, key=key, by=by_ben) for key in ("birthday", "joined"))
    Rule.objects.filter(owner=ben, key="birthday").update(is_active=False)
    words = {"subject": "Hello", "text": "Dear {{ name }},\n\nall the best.\n"}
    common = {"owner": ben, "anchor": "birthday", "action": "letter", **words}
    Rule.objects.create(playbook=other, key="tips", kind="tips", title="How to use it", **common)
    Rule.objects.create(playbook=book, key="greeting", kind="birthday", title="Greeting", **common)
    Customer.objects.filter(pk=rosa.pk).update(**BORN)
    return book


def letters() -> dict[str, tuple]:
    rows = Message.objects.values_list("rule__title", "state", "local_date", "reason_code")
    return {title: tuple(rest) for title, *rest in rows}


def test_the_weightier_goes_for_both(two_letters, ben):
    run = forecast(ben, list(Rule.objects.filter(key__in=["greeting", "tips"])), playbook_key="birthday")
    assert [(line.title, line.local_date) for line in run.lines] == [("Greeting", DAY)]
    assert [(one.title, one.sentence) for one in run.held if one.code == "goes_for"] == [
        ("How to use it", "“Greeting” goes to them that day, and for both.")
    ]
    assert plan_ahead(by=HOUSE) == 2
    assert letters() == {
        "Greeting": ("planned", DAY, ""), "How to use it": ("cancelled", DAY, "goes_for"),
    }  # fmt: skip
    tips = Message.objects.get(reason_code="goes_for")
    assert tips.reason == "“Greeting” goes to them that day, and for both."
    assert plan_ahead(by=HOUSE) == 0


def test_one_that_stood_before_gives_way_to_a_weightier_one(two_letters):
    Rule.objects.filter(title="Greeting").update(is_active=False)
    plan_ahead(by=HOUSE)
    assert letters() == {"How to use it": ("planned", DAY, "")}
    Rule.objects.filter(title="Greeting").update(is_active=True)
    plan_ahead(by=HOUSE)
    assert letters()["How to use it"] == ("cancelled", DAY, "goes_for")


def test_when_the_weightier_is_cancelled_the_other_goes(two_letters, by_ben):
    plan_ahead(by=HOUSE)
    cancel_message(message=Message.objects.get(rule__title="Greeting"), by=by_ben, reason="no")
    assert letters()["How to use it"] == ("planned", DAY, "")


def test_what_goes_by_itself_never_gives_way_to_a_draft(two_letters):
    Rule.objects.filter(title="Greeting").update(action="review")
    plan_ahead(by=HOUSE)
    assert {title: row[0] for title, row in letters().items()} == {
        "Greeting": "draft", "How to use it": "planned",
    }  # fmt: skip


def test_one_that_somebody_approved_stays(two_letters):
    Rule.objects.filter(title="Greeting").update(is_active=False)
    plan_ahead(by=HOUSE)
    tips = Message.objects.get()
    Letter.objects.create(message=tips, recipient="a@b.example", subject="x", text="x", frozen=True)
    Rule.objects.filter(title="Greeting").update(is_active=True)
    plan_ahead(by=HOUSE)
    assert letters()["How to use it"][0] == "planned"


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, [("greeting", DAY, ""), ("tips", DAY, "")]),
        ({"taken": {DAY: 1}}, [("greeting", DAY, "one_a_day"), ("tips", DAY + timedelta(days=1), "")]),
        (
            {"taken": {DAY: 1}, "letters": frozenset([DAY])},
            [("greeting", DAY, ""), ("tips", DAY, "")],
        ),
    ],
)
def test_a_letter_shares_its_day_with_letters_alone(facts, codes):
    person = standing(birthday=(3, 4), **facts)
    greeting = Step(key="greeting", kind="birthday", anchor="birthday", action="letter", keep_hours=24)
    tips = Step(key="tips", kind="tips", anchor="birthday", action="letter", at_time=time(9))
    found = agenda([(tips, None), (greeting, None)], person, TODAY, TODAY + timedelta(days=9))
    assert [(one.key, decided.day, decided.code) for one, decided in found] == codes


def test_the_page_of_the_other_says_why(two_letters, as_ben):
    plan_ahead(by=HOUSE)
    tips = Message.objects.get(reason_code="goes_for")
    page = as_ben.get(tips.get_absolute_url()).content.decode()
    assert "“Greeting” goes to them that day, and for both." in page
    assert clock.now().date() == TODAY
