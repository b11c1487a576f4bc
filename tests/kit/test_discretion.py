"""What of a message or an error may be written down."""

import logging
import smtplib

import psycopg2
import pytest
from django.db import IntegrityError
from redis.exceptions import ConnectionError as RedisAway

from kit.logs.discretion import message_of, said, scrub, traceback_of


def record(message, *args, name="customers.x", problem=None):
    info = (type(problem), problem, None) if problem else None
    return logging.LogRecord(name, logging.WARNING, "", 1, message, args, info)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Sent to rosa.lind+a@post.example, twice", "Sent to (e-mail), twice"),
        ("<rosa@post.example>", "<(e-mail)>"),
        ("redis://user:pass@host:6379/0", "redis://(secret)@host:6379/0"),
        ("Authorization: Bearer abc", "Authorization: Bearer (secret)"),
        ("GET /people/?q=Rosa&page=2", "GET /people/?(query)"),
        ("key 9f8e7d6c5b4a39281706f5e4d3c2b1a0", "key (token)"),
        ("message 01a2028f-f567-7488-96fe-72c989fd4796", "message 01a2028f-f567-7488-96fe-72c989fd4796"),
        ("followups.tasks.learn_usual_intervals_of_all", "followups.tasks.learn_usual_intervals_of_all"),
        ("Line 12 of 50000 in 3.5 s", "Line 12 of 50000 in 3.5 s"),
    ],
)
def test_signs_of_people_and_secrets_are_left_out(text, written):
    assert scrub(text) == written


def in_django(cause):
    try:
        raise IntegrityError(*cause.args) from cause
    except IntegrityError as problem:
        return problem


class Diagnosis:
    table_name, column_name, constraint_name = "team_distributor", None, "team_distributor_email_key"


class UniqueViolation(Exception):
    pgcode, diag = "23505", Diagnosis()


QUOTING = UniqueViolation("duplicate key …\nDETAIL:  Key (email)=(rosa@post.example) already exists.\n")


class LiteError(Exception):
    sqlite_errorname = "SQLITE_CONSTRAINT"


LITE = LiteError("UNIQUE constraint failed: team_distributor.email")


@pytest.mark.parametrize(
    ("problem", "written"),
    [
        (ValueError("no such person: Rosa"), "ValueError"),
        (KeyError("Rosa"), "KeyError"),
        (AttributeError("'NoneType' object has no attribute 'name'"), "AttributeError: 'NoneType' object has no attribute 'name'"),
        (OSError(28, "No space left on device", "/data/Rosa.csv"), "OSError: No space left on device"),
        (smtplib.SMTPRecipientsRefused({"rosa@post.example": (550, b"no rosa")}), "SMTPRecipientsRefused: 550"),
        (smtplib.SMTPDataError(554, b"rosa@post.example is unknown"), "SMTPDataError: 554"),
        (RedisAway("Error 111 connecting to redis:6379."), "ConnectionError: Error 111 connecting to redis:6379."),
        (in_django(QUOTING), "IntegrityError: 23505 team_distributor team_distributor_email_key"),
        (QUOTING, "UniqueViolation: 23505 team_distributor team_distributor_email_key"),
        (psycopg2.OperationalError("connection to server failed:\n  refused\n"), "OperationalError: connection to server failed: refused"),
        (in_django(LITE), "IntegrityError: UNIQUE constraint failed: team_distributor.email"),
        (in_django(LiteError("no such person: Rosa")), "IntegrityError: SQLITE_CONSTRAINT"),
        (in_django(Exception("invalid input syntax: Rosa")), "IntegrityError"),
    ],
)  # fmt: skip
def test_the_words_of_an_error_are_written_only_where_they_speak_of_the_program(problem, written):
    assert said(problem) == written


def test_an_error_among_the_arguments_is_told_like_any_other():
    assert message_of(record("%s: %s", 7, ValueError("Rosa"))) == "7: ValueError"
    assert message_of(record(ValueError("Rosa"))) == "ValueError"


def test_a_message_that_does_not_fit_its_arguments_does_not_print_them():
    assert message_of(record("%d people", "Rosa")) == "%d people"
    assert message_of(record("%s and %s", "Rosa")) == "%s and %s"


@pytest.mark.parametrize(
    ("logger", "message", "written"),
    [
        ("django.request", "Not Found: /invitation/secretword/", "Not Found: /invitation/<str:token>/"),
        ("waitress", "Exception while serving /Rosa Lind", "Exception while serving (no such address)"),
        ("gunicorn.error", "Error handling request /people/?q=Rosa", "Error handling request /people/"),
        ("customers.x", "Read /data/import", "Read /data/import"),
    ],
)
def test_servers_name_the_pattern_of_an_address(logger, message, written):
    assert message_of(record(message, name=logger)) == written


def test_what_a_suspicious_request_sent_is_not_quoted():
    problem = ValueError("Invalid HTTP_HOST header: 'rosa'")
    assert (
        message_of(record(str(problem), name="django.security.DisallowedHost", problem=problem))
        == "ValueError"
    )
    assert message_of(record("Forbidden: /x/", name="django.security.csrf")) == "csrf"


def test_celery_quotes_neither_arguments_nor_results():
    facts = {
        "name": "a.task",
        "id": "7",
        "args": "('Rosa',)",
        "exc": "ValueError('Rosa')",
        "traceback": "Rosa",
    }
    line = record("Task %(name)s[%(id)s]: %(exc)s %(args)s", facts, name="celery.app.trace")
    assert message_of(line) == "Task a.task[7]: (not written down) (not written down)"


def test_a_traceback_tells_places_and_causes_but_no_values():
    try:
        try:
            raise KeyError("Rosa")
        except KeyError as problem:
            raise ValueError("Rosa again") from problem
    except ValueError as problem:
        written = traceback_of(problem)
    lines = written.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["KeyError", "ValueError"]
    assert lines[0].endswith(", in test_a_traceback_tells_places_and_causes_but_no_values")


def test_a_long_chain_is_cut():
    problem = None
    for number in range(20):
        before, problem = problem, ValueError(number)
        problem.__cause__ = before
    assert traceback_of(problem).count("ValueError") == 4
