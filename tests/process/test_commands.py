"""Commands as processes of their own: the first company, and a database that was never made."""

import pytest


def test_the_first_company_is_made_with_a_piped_password(command, tmp_path):
    assert command("migrate", "--data", tmp_path).returncode == 0
    words = ("found", "--data", tmp_path, "--company", "C", "--name", "Me", "--email", "me@x.example")
    told = command(*words, typed="longpassword-9931\n")
    assert (told.returncode, told.stdout, told.stderr) == (0, "Me can sign in as me@x.example.\n", "")


@pytest.mark.parametrize(
    "words",
    [
        ("import_people", "people.csv", "--owner", "me@x.example"),
        ("import_orders", "orders.csv", "--owner", "me@x.example"),
        ("recount", "--check"),
        ("deliver", "--once"),
    ],
)
def test_a_database_without_tables_is_told_in_words(command, tmp_path, words):
    told = command(*words, "--data", tmp_path)
    assert (told.returncode, told.stdout, told.stderr) == (
        1,
        "",
        "The database has no tables yet: check --data and DATABASE_URL, or run manage.py migrate first.\n",
    )
