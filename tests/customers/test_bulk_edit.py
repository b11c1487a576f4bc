"""A tag, a note and a task for many people of the list at once, and taking them back."""

import re
from uuid import UUID

import pytest
from django.contrib.messages import get_messages

from customers import actions
from customers.actions.bulk import NewPerson
from customers.errors import CustomerError, MovedOn, PersonGone
from customers.models import BulkDeed, Customer, Note, Tag
from followups.actions import finish_task, plan_task, plan_tasks, recount_facts
from followups.errors import Closed
from followups.models import Task
from kit import clock
from kit.errors import Refused
from kit.events import Actor, Door
from kit.models import Event
from kit.undo import undo
from tests.queries.counting import count_of

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def three(ben, by_ben):
    """Three people of Ben's; the second has the tag already."""
    people = [actions.add_person(owner=ben, by=by_ben, name=name) for name in ("Mai", "Noor", "Otto")]
    actions.change_person(person=people[1], by=by_ben, version=None, tags=["Tea"])
    return people


def ids(people):
    return [person.pk for person in people]


def tagged(name="Tea"):
    return list(Customer.objects.filter(tags__name=name).order_by("name").values_list("name", flat=True))


def of_kind(kind):
    return Event.objects.filter(kind=kind)


# Tags


def test_a_tag_is_given_to_those_who_lack_it(three, ben, by_ben):
    versions = dict(Customer.objects.values_list("name", "version"))
    outcome = actions.tag_people(owner=ben, by=by_ben, people=ids(three), tag=" tea ")
    assert (outcome.changed, outcome.left, tagged()) == (2, 0, ["Mai", "Noor", "Otto"])
    assert outcome.event.after == {"tag": "Tea", "count": 2, "left": 0}
    assert BulkDeed.objects.get().ids == [str(three[0].pk), str(three[2].pk)]
    told = of_kind("customer.tagged").order_by("id").values_list("person_id", "after")
    assert list(told) == [(three[0].pk, {"tag": "Tea"}), (three[2].pk, {"tag": "Tea"})]
    assert dict(Customer.objects.values_list("name", "version")) == {
        "Mai": versions["Mai"] + 1, "Noor": versions["Noor"], "Otto": versions["Otto"] + 1,
    }  # fmt: skip


def test_undo_takes_it_from_those_alone(three, ben, by_ben):
    outcome = actions.tag_people(owner=ben, by=by_ben, people=ids(three), tag="Tea")
    assert undo(event=outcome.event, by=by_ben) == "The tag is taken from 2 people."
    assert tagged() == ["Noor"]
    with pytest.raises(Refused):
        undo(event=outcome.event, by=by_ben)


def test_undo_leaves_those_who_were_deleted_and_says_so(three, ben, by_ben):
    outcome = actions.tag_people(owner=ben, by=by_ben, people=ids(three), tag="Tea")
    actions.delete_person(person=three[0], by=by_ben)
    assert undo(event=outcome.event, by=by_ben) == (
        "The tag is taken from 1 person. For 1 it could not be taken back."
    )
    assert tagged() == ["Mai", "Noor"]


def test_undo_is_refused_where_all_were_deleted(three, ben, by_ben):
    outcome = actions.tag_people(owner=ben, by=by_ben, people=ids(three)[:1], tag="Tea")
    actions.delete_person(person=three[0], by=by_ben)
    with pytest.raises(PersonGone):
        undo(event=outcome.event, by=by_ben)
    assert not Event.objects.filter(undoes=outcome.event).exists()


def test_undo_of_one_among_them(three, ben, by_ben):
    actions.tag_people(owner=ben, by=by_ben, people=ids(three), tag="Tea")
    undo(event=of_kind("customer.tagged").get(person_id=three[0].pk), by=by_ben)
    assert tagged() == ["Noor", "Otto"]


def test_who_has_twenty_is_left_out(three, ben, by_ben):
    actions.change_person(person=three[0], by=by_ben, version=None, tags=[f"t{n}" for n in range(20)])
    outcome = actions.tag_people(owner=ben, by=by_ben, people=ids(three), tag="New")
    assert (outcome.changed, outcome.left, tagged("New")) == (2, 1, ["Noor", "Otto"])


def test_a_tag_is_taken_and_comes_back(three, ben, by_ben):
    tag = Tag.objects.get()
    outcome = actions.untag_people(owner=ben, by=by_ben, people=ids(three), tag=tag)
    assert (outcome.changed, tagged()) == (1, [])
    assert undo(event=outcome.event, by=by_ben) == "1 person has the tag again."
    assert tagged() == ["Noor"]


def test_nothing_to_do_leaves_no_event(three, ben, by_ben):
    before = Event.objects.count()
    outcome = actions.tag_people(owner=ben, by=by_ben, people=[three[1].pk], tag="TEA")
    assert (outcome.event, outcome.changed, Event.objects.count()) == (None, 0, before)


def test_an_edit_that_was_begun_before_is_stale(three, ben, by_ben):
    version = three[0].version
    actions.tag_people(owner=ben, by=by_ben, people=ids(three), tag="Tea")
    with pytest.raises(Refused):
        actions.change_person(person=three[0], by=by_ben, version=version, tags=[])


def test_a_tag_edited_since_is_named_by_the_undo_of_the_edit(three, ben, by_ben):
    edit = of_kind("customer.changed").get()
    actions.untag_people(owner=ben, by=by_ben, people=ids(three), tag=Tag.objects.get())
    with pytest.raises(MovedOn) as refusal:
        undo(event=edit, by=by_ben)
    assert refusal.value.message == "Changed again since: Tags. Open the person and change it there."


# Notes


def test_a_note_about_many_and_its_undo(three, ben, by_ben):
    outcome = actions.note_people(owner=ben, by=by_ben, people=ids(three), text=" Came to the fair ")
    assert list(Note.objects.values_list("text", "revoked_at")) == [("Came to the fair", None)] * 3
    actions.revoke_note(note=Note.objects.get(customer=three[0]), by=by_ben)
    assert undo(event=outcome.event, by=by_ben) == "2 notes are taken back."
    assert Note.objects.filter(revoked_at=None).count() == 0


def test_a_note_without_words(three, ben, by_ben):
    with pytest.raises(CustomerError):
        actions.note_people(owner=ben, by=by_ben, people=ids(three), text=" \u200b ")


# Tasks


def test_a_task_for_many(three, ben, by_ben):
    plan_task(person=three[1], by=by_ben, kind="other", local_date=ben.today(), title="Bring the list")
    outcome = plan_tasks(
        owner=ben, by=by_ben, people=ids(three), kind="other", local_date=ben.today(), title="Bring  the list"
    )
    assert outcome.changed == 2
    assert list(Task.objects.values_list("title", "state")) == [("Bring the list", "open")] * 3
    assert recount_facts(check=True) == []
    assert {person.next_due_at for person in Customer.objects.all()} == {Task.objects.first().due_at}


def test_undo_leaves_what_is_done_and_says_so(three, ben, by_ben):
    outcome = plan_tasks(owner=ben, by=by_ben, people=ids(three), kind="check_in", local_date=ben.today())
    finish_task(task=Task.objects.get(customer=three[0]), by=by_ben)
    assert undo(event=outcome.event, by=by_ben) == (
        "2 are off the list again. 1 is done or gone already and stays."
    )
    assert sorted(Task.objects.values_list("state", flat=True)) == ["cancelled", "cancelled", "done"]
    assert recount_facts(check=True) == []


def test_undo_is_refused_where_all_is_done(three, ben, by_ben):
    outcome = plan_tasks(owner=ben, by=by_ben, people=ids(three)[:1], kind="other", local_date=ben.today())
    finish_task(task=Task.objects.get(), by=by_ben)
    with pytest.raises(Closed):
        undo(event=outcome.event, by=by_ben)


def test_a_day_gone_by_plans_nothing(three, ben, by_ben):
    yesterday = ben.today().replace(day=1)
    with pytest.raises(Refused):
        plan_tasks(owner=ben, by=by_ben, people=ids(three), kind="other", local_date=yesterday)
    assert Task.objects.count() == 0


# Whose, how often, how many


@pytest.mark.parametrize("verb", ["tag", "note", "plan"])
def test_one_that_is_not_mine_stops_all(three, ben, by_ben, cleo, by_cleo, verb):
    foreign = actions.add_person(owner=cleo, by=by_cleo, name="Hers")
    before = Event.objects.count()
    verbs = {
        "tag": lambda people: actions.tag_people(owner=ben, by=by_ben, people=people, tag="New"),
        "note": lambda people: actions.note_people(owner=ben, by=by_ben, people=people, text="Word"),
        "plan": lambda people: plan_tasks(
            owner=ben, by=by_ben, people=people, kind="other", local_date=ben.today()
        ),
    }
    for people in ([*ids(three), foreign.pk], [UUID(int=0)], []):
        with pytest.raises(CustomerError) as refusal:
            verbs[verb](people)
        assert refusal.value.field == "people"
    assert (Event.objects.count(), BulkDeed.objects.count(), tagged("New")) == (before, 0, [])


def test_a_foreign_tag_is_none(three, ben, by_ben, cleo):
    hers = Tag.objects.create(owner=cleo, name="Tea")
    with pytest.raises(CustomerError):
        actions.untag_people(owner=ben, by=by_ben, people=ids(three), tag=hers)


def test_the_same_request_twice_is_once(three, ben, by_ben):
    asked = {"owner": ben, "by": by_ben, "people": ids(three), "text": "Word", "request_key": "k"}
    first, second = actions.note_people(**asked), actions.note_people(**asked)
    assert (first, Note.objects.count()) == (second, 3)
    other = actions.note_people(**{**asked, "people": ids(three)[:1]})
    assert (other.changed, Note.objects.count()) == (1, 4)


def test_the_same_request_after_its_undo_is_refused(three, ben, by_ben):
    asked = {"owner": ben, "by": by_ben, "people": ids(three), "tag": "Tea", "request_key": "k"}
    undo(event=actions.tag_people(**asked).event, by=by_ben)
    with pytest.raises(CustomerError):
        actions.tag_people(**asked)
    assert tagged() == ["Noor"]


def crowd(ben, number):
    people = [NewPerson(id=UUID(int=n + 1), values={"name": f"P{n}"}) for n in range(number)]
    return [row.pk for row in actions.add_people(owner=ben, by=Actor(ben, Door.IMPORT), people=people)]


@pytest.mark.parametrize("verb", ["tag", "note", "plan"])
def test_the_statements_do_not_grow_with_the_people(ben, by_ben, verb):
    people = crowd(ben, 300)
    verbs = {
        "tag": lambda ids, n: actions.tag_people(owner=ben, by=by_ben, people=ids, tag=f"T{n}"),
        "note": lambda ids, n: actions.note_people(owner=ben, by=by_ben, people=ids, text=f"{n}"),
        "plan": lambda ids, n: plan_tasks(
            owner=ben, by=by_ben, people=ids, kind="other", local_date=ben.today(), title=f"{n}"
        ),
    }
    few = count_of(lambda: verbs[verb](people[:3], 1))
    many = count_of(lambda: verbs[verb](people, 2))
    assert many.count == few.count, many


# The door


def page_of(client, path="/people/"):
    page = client.get(path).content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1].replace("&amp;", "&")
        for name in ("find", "seen", "request_key", "next")
    }


def told(response):
    return [(str(message), message.extra_tags) for message in get_messages(response.wsgi_request)]


def test_those_ticked_get_a_tag(three, as_ben):
    sent = page_of(as_ben) | {"people": [str(three[0].pk), str(three[1].pk)], "tag": "tea"}
    response = as_ben.post("/people/tag/", sent)
    event = of_kind("people.tagged").get()
    assert (response.status_code, response.url) == (302, "/people/")
    assert told(response) == [("Tag “Tea” added to 1 person.", f"undo:{event.pk}")]
    as_ben.post("/people/tag/", sent)
    assert (tagged(), of_kind("people.tagged").count()) == (["Mai", "Noor"], 1)


def test_all_that_the_list_finds(three, as_ben):
    sent = page_of(as_ben, "/people/?q=o&sort=contact") | {"everyone": "1", "text": "Word"}
    assert sent["seen"] == "2"
    response = as_ben.post("/people/note/", sent)
    assert (response.url, told(response)[0][0]) == ("/people/?q=o&sort=contact", "Note kept on 2 people.")
    assert sorted(Note.objects.values_list("customer__name", flat=True)) == ["Noor", "Otto"]


def test_a_list_that_has_changed_meanwhile_asks_again(three, as_ben, ben, by_ben):
    sent = page_of(as_ben) | {"everyone": "1", "tag": "New"}
    actions.add_person(owner=ben, by=by_ben, name="Pia")
    response = as_ben.post("/people/tag/", sent)
    page = response.content.decode()
    assert (response.status_code, tagged("New")) == (422, [])
    assert "it finds 4 now" in page and 'name="seen" value="4"' in page
    as_ben.post("/people/tag/", sent | {"seen": "4"})
    assert tagged("New") == ["Mai", "Noor", "Otto", "Pia"]


def test_a_foreign_id_writes_nothing(three, as_ben, cleo, by_cleo):
    foreign = actions.add_person(owner=cleo, by=by_cleo, name="Hers")
    for people in ([str(three[0].pk), str(foreign.pk)], ["nonsense"], ["1' OR '1'='1"], []):
        for name, value in (("tag", {"tag": "New"}), ("note", {"text": "Word"})):
            response = as_ben.post(f"/people/{name}/", page_of(as_ben) | {"people": people} | value)
            assert (response.status_code, "Hers" in response.content.decode()) == (422, False)
    assert (tagged("New"), Note.objects.count()) == ([], 0)


def test_what_is_missing_is_asked_for_on_a_page_that_keeps_who_was_chosen(three, as_ben):
    sent = page_of(as_ben) | {"people": [str(three[0].pk)], "tag": ""}
    page = as_ben.post("/people/tag/", sent).content.decode()
    assert "For 1 person" in page and f'name="people" value="{three[0].pk}"' in page


def test_something_to_do_is_asked_for_and_planned(three, as_ben):
    sent = page_of(as_ben) | {"people": [str(person.pk) for person in three]}
    asked = as_ben.post("/people/plan/", sent)
    assert (asked.status_code, "For 3 people" in asked.content.decode()) == (200, True)
    more = {"kind": "other", "local_date": "2026-03-04", "title": "Bring the list"}
    response = as_ben.post("/people/plan/", sent | more)
    assert told(response)[0][0] == "Planned for 3 people."
    assert as_ben.post("/people/plan/", sent | more | {"local_date": "2026-03-01"}).status_code == 422
    assert Task.objects.count() == 3


def test_the_button_says_for_how_many_and_what_today_shows_of_them(three, as_ben, ben):
    def asked(chosen):
        sent = page_of(as_ben) | {"people": [str(person.pk) for person in chosen]}
        form = as_ben.post("/people/plan/", sent).context["form"]
        return form.press, form.hint

    ben.daily_limit = 2
    ben.save()
    assert asked(three) == ("Plan it for 3 people", "Today shows at most 2 things; the rest waits.")
    assert asked(three[:1]) == ("Plan it for 1 person", "")
    assert asked([]) == ("", "")


def test_a_tag_is_taken_by_the_page(three, as_ben):
    sent = page_of(as_ben) | {"everyone": "1", "gone": Tag.objects.get().pk}
    assert told(as_ben.post("/people/untag/", sent))[0][0] == "Tag “Tea” taken from 1 person."
    assert tagged() == []


def test_a_clock_held_still_keeps_the_deed_newest(three, ben, by_ben):
    outcome = actions.tag_people(owner=ben, by=by_ben, people=ids(three), tag="New")
    assert Event.objects.filter(at=clock.now()).latest("at", "id") == outcome.event
