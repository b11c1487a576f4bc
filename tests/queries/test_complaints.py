"""The pages and addresses of complaints ask the same few questions for 1, 3 and 30 of them."""

import pytest

from customers.actions import add_person
from followups.actions.complaints import add_words, ask_sponsor, open_complaint
from followups.complaint_page import complaint_token
from tests.api.conftest import phone_of
from tests.queries.counting import count_queries

LIST, ONE, ADD, OWN, ALL, EACH = 8, 12, 4, 5, 3, 3


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("rows", [1, 3, 30])
def test_complaints(as_ben, ben, by_ben, rows):
    people = [
        add_person(owner=ben, by=by_ben, name=f"Uma {n}", emails=[f"u{n}@post.example"]) for n in range(rows)
    ]
    made = [open_complaint(customer=one, by=by_ben, text="It leaked.") for one in people]
    for n, complaint in enumerate(made):
        ask_sponsor(complaint=complaint, by=by_ben, words="What now?")
        add_words(complaint=made[0], by=by_ben, text=f"And more {n}.", by_customer=True)
    paths = ["/complaints/", f"/complaints/{made[0].pk}/", f"/people/{people[0].pk}/complaint/"]
    paths.append(f"/c/{complaint_token(people[0])}/")
    for path in paths:
        as_ben.get(path)
    counted = [count_queries(as_ben, path) for path in paths]
    phone = phone_of(ben)
    told = ["/api/v1/complaints/", f"/api/v1/complaints/{made[0].pk}/"]
    for path in told:
        phone.get(path)
    counted += [count_queries(phone, path) for path in told]
    assert [one.count for one in counted] == [LIST, ONE, ADD, OWN, ALL, EACH]
