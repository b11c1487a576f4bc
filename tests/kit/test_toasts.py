import pytest
from django.urls import reverse

from kit.events import record
from kit.toasts import Toast, take_toasts, toast, with_toasts
from kit.undo import undoes

pytestmark = pytest.mark.urls("tests.kit.urls")


@undoes("test.undoable")
def _take_back(event, by):
    return "Back."


@pytest.fixture
def request_(rf, ben):
    from django.contrib.messages.storage.session import SessionStorage
    from django.contrib.sessions.backends.cache import SessionStore

    request = rf.get("/today/")
    request.user, request.session, request.htmx = ben, SessionStore(), False
    request._messages = SessionStorage(request)
    return request


def _regions(html):
    return html.count('class="toast"')


def test_what_a_view_says_is_there_for_its_answer(request_):
    toast(request_, "Order entered.")
    toast(request_, "That is not open to you.", level="risk")
    assert take_toasts(request_) == [
        Toast("Order entered."),
        Toast("That is not open to you.", risk=True),
    ]


def test_undo_is_offered_for_what_can_be_taken_back(request_, rosa, by_ben):
    event = record("test.undoable", rosa, by=by_ben)
    toast(request_, "Order entered.", undo=event)
    assert take_toasts(request_) == [Toast("Order entered.", undo=str(event.pk))]


def test_undo_is_not_offered_for_what_cannot(request_, rosa, by_ben):
    toast(request_, "Noted.", undo=record("test.final", rosa, by=by_ben))
    assert take_toasts(request_) == [Toast("Noted.")]


def test_an_answer_for_htmx_carries_the_toast_beside_it(request_, rosa, by_ben):
    event = record("test.undoable", rosa, by=by_ben)
    toast(request_, "<Order> entered.", undo=event)
    answer = with_toasts(request_, "<li>next</li>").content.decode()
    assert answer.startswith('<li>next</li><template><div hx-swap-oob="beforeend:#toasts">')
    assert "&lt;Order&gt; entered." in answer
    assert f'action="{reverse("undo", args=[event.pk])}"' in answer


def test_an_answer_without_a_toast_is_left_alone(request_):
    assert with_toasts(request_, "<li>next</li>").content == b"<li>next</li>"


def test_a_full_page_shows_toasts_in_its_region(client, db):
    page = client.get(reverse("components")).content.decode()
    assert _regions(page.split('id="toasts"')[1].split("<template")[0]) == 1


def test_the_middleware_adds_the_toast_to_an_htmx_answer(client, db):
    answer = client.post("/components/done/", headers={"HX-Request": "true"})
    assert _regions(answer.content.decode()) == 1


def test_without_htmx_the_toast_waits_for_the_next_page(client, db):
    assert client.post("/components/done/").content == b""
    page = client.get(reverse("components")).content.decode()
    assert _regions(page.split('id="toasts"')[1].split("<template")[0]) == 2
