"""Where one goes after a deed: to a page of ours that the form names, else to the usual one."""

import pytest
from django.test import RequestFactory

from kit.answers import back


@pytest.mark.parametrize(
    ("to", "there"),
    [
        ("/people/?q=a", "/people/?q=a"),
        ("", "/today/"),
        ("foo", "/today/"),
        ("people", "/today/"),
        ("kit.answers", "/today/"),
        ("//elsewhere.example/", "/today/"),
        ("https://elsewhere.example/", "/today/"),
        ("http://testserver/people/", "/today/"),
    ],
)
def test_only_a_path_of_ours_is_gone_to(to, there):
    answer = back(RequestFactory().post("/", {"next": to}), "today")
    assert (answer.status_code, answer["Location"]) == (302, there)
