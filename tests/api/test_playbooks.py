"""Playbooks by the API."""

import pytest

from followups.actions import playbooks
from followups.drafting import draft_steps, live_steps
from followups.models import Message, Playbook, Rule
from kit.models import Event
from tests.api.conftest import phone_of
from tests.followups.books import book_of, titles

BOOKS = "/api/v1/playbooks/"
NEW = {"title": "Call", "kind": "other", "anchor": "delivery", "offset_days": 30, "action": "task"}

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture(autouse=True)
def house(db):
    Rule.objects.all().delete()
    Playbook.objects.all().delete()
    return book_of(None)


def at(book, *words) -> str:
    return "/".join([f"{BOOKS}{book.pk}", *words, ""])


def told(answer, status=200):
    assert answer.status_code == status, answer.content
    return answer.json()


@pytest.fixture
def own(house, ben, by_ben):
    return playbooks.change_step(playbook=house, owner=ben, by=by_ben, key="t_one", values={"offset_days": 3})


def test_the_list_has_ones_own_in_the_place_of_the_houses(phone, house, own, ben):
    [only] = told(phone.get(BOOKS))["results"]
    assert (only["id"], only["key"], only["rung"], only["is_house"]) == (
        str(own.pk),
        "t_book",
        "customer",
        False,
    )
    assert (only["steps_count"], only["has_draft"], only["source"]) == (2, True, str(house.pk))
    assert told(phone.get(f"{BOOKS}?rung=client"))["results"] == []


def test_a_playbook_says_what_is_live_and_what_is_edited(phone, own):
    book = told(phone.get(at(own)))
    assert [step["offset_days"] for step in book["steps"]] == [2, 14]
    assert [step["offset_days"] for step in book["draft"]] == [3, 14]
    assert (
        book["draft"][1] | {"at_time": "10:00", "channels": ["email"], "letter": "check_in_weeks"}
        == book["draft"][1]
    )


def test_the_first_edit_answers_ones_own(phone, house, ben):
    steps = [{"key": "t_two"}, NEW]
    book = told(phone.patch(at(house), {"steps": steps}))
    assert (book["is_house"], titles(draft_steps(Playbook.objects.get(pk=book["id"])))) == (
        False,
        ["Write", "Call"],
    )
    assert told(phone.get(at(house)))["draft"] is None


def test_the_houses_is_read_but_not_changed_beside_ones_own(phone, house, own):
    assert told(phone.get(at(house)))["is_house"] is True
    assert phone.patch(at(house), {"steps": []}).status_code == 404


def test_what_cannot_be_names_its_place(phone, own):
    said = {
        "steps": [{"key": "t_one"}, NEW | {"action": "letter", "subject": "Hi", "text": "a\n{{ nobody }}"}]
    }
    answer = told(phone.patch(at(own), said), 400)
    sentence = "Line 2: There is no field “nobody”. There are: name, products, friend, survey, signature."
    assert (answer["code"], answer["fields"]) == ("unsound", {"steps.1.text": [sentence]})


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ({"key": "t_one", "offset_days": 1_000_000}, "steps.0.offset_days"),
        ({"key": "t_one", "offset_days": 30_000}, "steps.0.offset_days"),
        ({"key": "t_one", "offset_days": "2"}, "steps.0.offset_days"),
        ({"key": "t_one", "action": "meeting"}, "steps.0.action"),
        ({"key": "t_one", "channels": ["pigeon"]}, "steps.0.channels.0"),
        ({"key": "t_one", "attachment": "secret"}, "steps.0.attachment"),
        ({"key": "t_one", "at_time": "9"}, "steps.0.at_time"),
        ({"key": "t_one", "text": "x" * 30_000}, "steps.0.text"),
    ],
)
def test_bad_values_are_told_at_their_field(phone, own, step, field):
    assert list(told(phone.patch(at(own), {"steps": [step]}), 400)["fields"]) == [field]


def test_a_body_of_five_megabytes_is_too_large(phone, own):
    assert phone.patch(at(own), {"steps": [{"key": "t_one", "text": "x" * 5_000_000}]}).status_code == 413


def test_two_phones_editing_one_draft(phone, own):
    etag = phone.get(at(own))["ETag"]
    said = {"steps": [{"key": "t_one"}]}
    assert phone.patch(at(own), said, headers={"If-Match": etag}).status_code == 200
    assert told(phone.patch(at(own), said, headers={"If-Match": etag}), 412)["code"] == "stale"
    assert told(phone.post(at(own, "go-live"), headers={"If-Match": etag}), 412)["code"] == "stale"


def test_the_difference_the_dry_run_and_going_live(phone, own, rosa):
    assert told(phone.get(at(own, "difference"))) == {
        "changes": [
            {
                "key": "t_one",
                "title": "Ask",
                "what": "changed",
                "moved": False,
                "fields": ["offset_days"],
                "waiting": 0,
            }
        ],
        "faults": [],
    }
    run = told(phone.post(at(own, "dry-run"), {"days": 10}))
    assert (run["people"], run["lines"], run["counts"]) == (0, [], {})
    book = told(phone.post(at(own, "go-live")))
    assert (book["version"], book["draft"], book["steps"][0]["offset_days"]) == (2, None, 3)
    assert told(phone.post(at(own, "go-live")))["version"] == 2
    assert Event.objects.filter(kind="playbook.live").count() == 1


def test_going_live_can_be_undone(phone, own):
    event = phone.post(at(own, "go-live"))["Kept-Undo"]
    assert phone.post(f"/api/v1/events/{event}/undo/").status_code == 200
    own.refresh_from_db()
    assert [step.offset_days for step in live_steps(own)] == [2, 14]


def test_steps_that_contradict_do_not_go_live(phone, own):
    told(phone.patch(at(own), {"steps": [{"key": "t_one"}, {"key": "t_two", "offset_days": 3}]}))
    answer = told(phone.post(at(own, "go-live")), 409)
    assert (answer["code"], list(answer["fields"])) == ("unsound", ["steps.1.offset_days"])


def test_a_draft_is_thrown_away(phone, own):
    assert told(phone.post(at(own, "throw-away")))["draft"] is None


def test_a_letter_is_read_as_a_person_reads_it(phone, own, rosa):
    said = {"step": "t_two", "person": str(rosa.pk)}
    read = told(phone.post(at(own, "preview"), said))
    assert (read["subject"], read["language"]) == ("How is it going, Rosa?", "en")
    assert list(told(phone.post(at(own, "preview"), said | {"step": "none"}), 400)["fields"]) == ["step"]


def test_a_test_letter_comes_to_oneself(phone, own, rosa, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    assert phone.post(at(own, "test"), {"step": "t_two", "person": str(rosa.pk)}).status_code == 204
    [file] = tmp_path.glob("*.eml")
    assert "To: Ben <ben@kept.example>" in file.read_text().splitlines()
    assert Message.objects.count() == 0


def test_a_leader_shares_and_the_line_takes(house, ana, ben, phone, stranger):
    leader = phone_of(ana)
    hers = told(leader.patch(at(house), {"steps": [{"key": "t_one", "offset_days": 5}]}))
    book = Playbook.objects.get(pk=hers["id"])
    told(leader.post(at(book, "go-live")))
    assert told(phone.get(f"{BOOKS}shared/"))["results"] == []
    assert phone.post(at(book, "take")).status_code == 404
    told(leader.post(at(book, "share")))
    assert [(one["id"], one["owner_name"]) for one in told(phone.get(f"{BOOKS}shared/"))["results"]] == [
        (hers["id"], "Ana")
    ]
    assert stranger.post(at(book, "take")).status_code == 404
    mine = told(phone.post(at(book, "take")))
    assert ([step["offset_days"] for step in mine["draft"]], mine["source"]) == ([5], hers["id"])
    own = Playbook.objects.get(pk=mine["id"])
    told(phone.post(at(own, "go-live")))
    told(leader.patch(at(book), {"steps": [{"key": "t_one", "offset_days": 9}]}))
    told(leader.post(at(book, "go-live")))
    news = told(phone.get(at(own, "news")))
    assert (news["version"], [change["fields"] for change in news["changes"]]) == (3, [["offset_days"]])
    assert [step["offset_days"] for step in told(phone.post(at(own, "catch-up")))["draft"]] == [9]
    assert told(phone.get(at(own, "news"))) == {"version": None, "changes": []}
    told(phone.post(at(own, "throw-away")))
    assert [step["offset_days"] for step in told(phone.post(at(own, "give-back")))["draft"]] == [2, 14]
    assert told(leader.post(at(book, "unshare")))["shared_at"] is None


def test_who_has_no_line_cannot_share(phone, own):
    assert told(phone.post(at(own, "share")), 409)["code"] == "closed"
