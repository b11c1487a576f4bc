"""The link of a test letter leads to a page that says that it works in the real one."""

from django.test import Client


def test_the_link_of_a_test_letter_says_that_the_real_one_works(db):
    answer = Client().get("/u/sample/")
    assert answer.status_code == 200
    assert "In the real letter this link works" in answer.content.decode()
