"""Writers of one process take turns on SQLite; readers never wait for them."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connections, transaction

from kit.sqlite import base
from kit.sqlite.turns import Turnstile

ALIAS = "turns"


@pytest.fixture
def database(tmp_path, django_db_blocker):
    """A SQLite file of its own, whatever the run's database is."""
    connections.databases[ALIAS] = connections.configure_settings(
        {"default": {"ENGINE": "kit.sqlite", "NAME": str(tmp_path / "turns.sqlite3")}}
    )["default"]
    with django_db_blocker.unblock():
        run("CREATE TABLE line (id integer primary key, writer integer)")
        yield connections[ALIAS]
        connections[ALIAS].close()
    del connections[ALIAS], connections.databases[ALIAS]


def run(sql, *params):
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def count():
    return run("SELECT count(*) FROM line")[0][0]


def in_threads(*jobs):
    """Run each job in a thread with a connection of its own; return the results."""

    def job_and_close(job):
        try:
            return job()
        finally:
            connections[ALIAS].close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result() for future in [pool.submit(job_and_close, job) for job in jobs]]


def test_the_connection_is_as_the_product_needs_it(database):
    assert run("PRAGMA journal_mode") == [("wal",)]
    assert run("PRAGMA synchronous") == [(1,)]
    assert run("PRAGMA foreign_keys") == [(1,)]
    assert run("PRAGMA busy_timeout") == [(20_000,)]
    assert run("PRAGMA journal_size_limit") == [(67108864,)]


def test_five_writers_beside_a_slow_reader_are_never_refused(database):
    def write(writer):
        for _ in range(40):
            with transaction.atomic(using=ALIAS):
                run("SELECT max(id) FROM line")
                run("INSERT INTO line (writer) VALUES (%s)", writer)
                run("UPDATE line SET writer = writer WHERE id = (SELECT max(id) FROM line)")
            run("INSERT INTO line (writer) VALUES (%s)", writer)

    def read():
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 60) SELECT i FROM n"
            )
            for _ in iter(cursor.fetchone, None):
                time.sleep(0.005)

    in_threads(read, *[lambda writer=writer: write(writer) for writer in range(5)])
    assert run("SELECT writer, count(*) FROM line GROUP BY writer") == [(n, 80) for n in range(5)]


def test_a_reader_does_not_wait_for_an_open_transaction(database):
    with transaction.atomic(using=ALIAS):
        run("INSERT INTO line (writer) VALUES (1)")
        assert in_threads(count) == [0]
    assert count() == 1


def test_a_statement_outside_a_transaction_waits_for_its_turn(database):
    order = []

    def single():
        run("INSERT INTO line (writer) VALUES (2)")
        order.append("single")

    with transaction.atomic(using=ALIAS):
        thread = threading.Thread(target=in_threads, args=[single])
        thread.start()
        wait_for(lambda: database._turnstile.waiting() == 1)
        order.append("transaction")
    thread.join(5)
    assert order == ["transaction", "single"]


def test_the_turn_ends_with_a_rollback(database):
    with pytest.raises(ZeroDivisionError), transaction.atomic(using=ALIAS):
        run("INSERT INTO line (writer) VALUES (1)")
        raise ZeroDivisionError
    in_threads(lambda: run("INSERT INTO line (writer) VALUES (2)"))
    assert run("SELECT writer FROM line") == [(2,)]


def test_the_turn_ends_when_the_connection_is_closed_inside_a_transaction(database):
    def leave_open():
        connection = connections[ALIAS]
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        run("INSERT INTO line (writer) VALUES (1)")

    in_threads(leave_open)  # its thread ends with the connection closed, never committed
    in_threads(lambda: run("INSERT INTO line (writer) VALUES (2)"))
    assert run("SELECT writer FROM line") == [(2,)]


def test_an_inner_block_and_its_savepoint_keep_the_one_turn(database):
    with transaction.atomic(using=ALIAS):
        with pytest.raises(ZeroDivisionError), transaction.atomic(using=ALIAS):
            run("INSERT INTO line (writer) VALUES (1)")
            raise ZeroDivisionError
        run("INSERT INTO line (writer) VALUES (2)")
        assert database._has_turn
    assert not database._has_turn
    assert run("SELECT writer FROM line") == [(2,)]


def test_a_writer_that_never_ends_is_told_of_instead_of_waited_for(database, monkeypatch):
    monkeypatch.setattr(base, "WAIT", 0.05)
    with transaction.atomic(using=ALIAS):
        run("INSERT INTO line (writer) VALUES (1)")
        with pytest.raises(OperationalError, match="database is locked"):
            in_threads(lambda: run("INSERT INTO line (writer) VALUES (2)"))
    in_threads(lambda: run("INSERT INTO line (writer) VALUES (3)"))
    assert run("SELECT writer FROM line") == [(1,), (3,)]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT 1", False),
        ("  select 1", False),
        ("PRAGMA foreign_keys", False),
        ("SAVEPOINT s1", False),
        ("WITH n AS (SELECT 1) SELECT * FROM n", False),
        ("WITH n AS (SELECT 1) UPDATE line SET writer = 1", True),
        ("INSERT INTO line (writer) VALUES (1)", True),
        ("update line set writer = 1", True),
        ("CREATE INDEX i ON line (writer)", True),
        ("VACUUM", True),
        ("-- a note\nDELETE FROM line", True),
    ],
)
def test_only_changing_statements_take_a_turn(sql, expected):
    assert base.changes(sql) is expected


def test_turns_go_in_the_order_of_arrival():
    gate, order = Turnstile(), []
    assert gate.enter(1)

    def queue_up(number):
        assert gate.enter(5)
        order.append(number)
        gate.leave()

    threads = []
    for number in range(8):
        threads.append(threading.Thread(target=queue_up, args=[number]))
        threads[-1].start()
        wait_for(lambda expected=number + 1: gate.waiting() == expected)
    gate.leave()
    for thread in threads:
        thread.join(5)
    assert order == list(range(8))


def test_whoever_gave_up_waiting_does_not_block_those_behind():
    gate = Turnstile()
    assert gate.enter(1)
    assert not gate.enter(0.01)
    gate.leave()
    assert gate.enter(0.01)


def wait_for(fact, seconds=5.0):
    end = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.002)
