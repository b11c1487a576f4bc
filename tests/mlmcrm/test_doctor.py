"""What doctor finds, check by check, and that none of them can stop another."""

import json
import smtplib
import time
from datetime import timedelta

import pytest
from django.core.management import call_command

from customers.models import Customer
from followups.models import SendingAccount
from kit import clock
from kit.environment import Site
from kit.models import Pulse
from kit.process_lock import ProcessLock, holder
from kit.providers import provider_settings
from mlmcrm.doctor import (
    assets,
    broker,
    configuration,
    database,
    facts,
    findings,
    folder,
    languages,
    letters,
    providers,
    pulses,
    work,
)
from mlmcrm.doctor.findings import BAD, OK, WARN, Check, Finding, diagnose, look_at, ok
from mlmcrm.health import LATE
from mlmcrm.models import Import
from tests.delivery import conftest as delivery
from tests.delivery.provider import ProviderServer
from tests.delivery.sink import Sink

PUBLIC, OPEN = Site("https", "crm.example.org", None), Site("http", "crm.example.org", None)
HOME, LAN = Site("http", "127.0.0.1", 8000), Site("http", "192.168.1.5", 8000)
plan_letters = delivery.plan_letters


def look(name, check, seconds=1.0, after=()):
    return Check(name, check, seconds, after)


# How checks are run


def test_a_check_that_breaks_is_bad_and_quotes_nothing():
    finding = look_at(look("x", lambda: {}["Rosa"]))
    assert (finding.state, finding.what) == (BAD, "It could not be looked at: KeyError.")


def test_a_check_that_hangs_is_left(monkeypatch):
    finding = look_at(look("x", lambda: time.sleep(10), 0.1))
    assert (finding.state, finding.what) == (BAD, "No answer within 0 seconds.")


def test_what_rests_on_something_ill_is_not_looked_at(monkeypatch):
    checks = [
        look("first", lambda: 1 / 0),
        look("second", lambda: ok("never said"), after=("first",)),
        look("third", lambda: ok("well")),
        look("fourth", lambda: None),
    ]
    monkeypatch.setattr(findings, "CHECKS", checks)
    found = dict(diagnose())
    assert found["second"] == Finding(WARN, "Not looked at.", "Mend the first first.")
    assert (found["third"], "fourth" in found) == (ok("well"), False)


def test_every_check_rests_on_one_that_comes_before():
    names = [check.name for check in findings.CHECKS]
    assert len(set(names)) == len(names) > 20
    for number, check in enumerate(findings.CHECKS):
        assert set(check.after) <= set(names[:number]), check.name


# Settings


@pytest.mark.parametrize(
    ("site", "debug", "proxies", "states"),
    [
        (HOME, False, 0, (OK, OK, OK)),
        (HOME, True, 0, (WARN, OK, OK)),
        (HOME, False, 1, (OK, OK, WARN)),
        (PUBLIC, False, 1, (OK, OK, OK)),
        (PUBLIC, True, 0, (BAD, OK, BAD)),
        (OPEN, False, 1, (OK, BAD, OK)),
        (LAN, False, 0, (OK, WARN, OK)),
    ],
)
def test_settings(settings, site, debug, proxies, states):
    settings.SITE, settings.SITE_URL, settings.DEBUG, settings.TRUSTED_PROXIES = (
        site,
        site.url,
        debug,
        proxies,
    )
    found = (configuration.debug(), configuration.public_address(), configuration.proxies())
    assert tuple(finding.state for finding in found) == states
    assert all(finding.mend for finding in found if finding.state != OK)


def test_the_key(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    file = tmp_path / "secret_key"
    file.write_text("k")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    for mode, state in ((0o600, OK), (0o640, BAD), (0o604, BAD)):
        file.chmod(mode)
        assert configuration.secret_key().state == state
    monkeypatch.setenv("SECRET_KEY", "x")
    assert configuration.secret_key().state == OK
    settings.SECRET_KEY = "ab" * 30
    assert configuration.secret_key().state == BAD


# The folder and the database


def test_the_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    for mode, state in ((0o700, OK), (0o755, WARN)):
        tmp_path.chmod(mode)
        assert folder.writable().state == state
    settings.DATA_DIR = tmp_path / "none"
    assert folder.writable().state == BAD


def test_a_network_drive_is_known_by_the_list_of_mounts(tmp_path):
    mounts = (
        f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\nserver:/y /my\\040disk cifs rw 0 0\n"
    )
    assert folder.kind_of_disk(tmp_path / "deep" / "inside", mounts) == "nfs4"
    assert folder.kind_of_disk(tmp_path.parent, mounts) == "ext4"


@pytest.mark.parametrize(("free", "state"), [(10**6, BAD), (500 * 10**6, WARN), (10**10, OK)])
def test_room(monkeypatch, free, state):
    monkeypatch.setattr(folder.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert folder.free_space().state == state


def test_a_sound_database(db, settings):
    found = [database.answers(), database.migrations(), database.clocks(), database.demo_world()]
    assert [finding.state for finding in found] == [OK] * 4
    optional = [database.write_ahead_log(), database.integrity(), database.encoding()]
    embedded = settings.EMBEDDED
    assert [finding is None for finding in optional] == [not embedded, not embedded, embedded]
    assert {finding.state for finding in optional if finding} == {OK}


@pytest.mark.parametrize(("ahead", "state"), [(0.4, OK), (-20, WARN), (900, BAD)])
def test_the_clocks(db, monkeypatch, ahead, state):
    monkeypatch.setattr(clock, "ahead_of_database", lambda: ahead)
    assert database.clocks().state == state


# The worker and what it should have done


@pytest.fixture
def up(tmp_path, monkeypatch):
    """Say whether `up` runs on this data."""
    lock = ProcessLock(tmp_path / "kept.lock")
    monkeypatch.setattr(pulses, "lock_file", lambda: lock.path)
    yield lambda: lock.take("process 7")
    lock.release()


def test_who_serves_is_told(up, settings):
    settings.INNER_WORKER = True
    assert pulses.serving().state == WARN
    up()
    assert pulses.serving() == ok("By process 7.")


def test_a_lock_is_looked_at_without_being_taken(tmp_path):
    lock = ProcessLock(tmp_path / "x.lock")
    assert holder(lock.path) is None
    lock.take("process 7")
    assert holder(lock.path) == "process 7"
    lock.release()
    assert holder(lock.path) is None
    lock.take("again")
    lock.release()


@pytest.mark.parametrize(
    ("inner", "runs", "state"), [(True, False, WARN), (True, True, BAD), (False, False, BAD)]
)
def test_a_silent_worker(db, settings, up, inner, runs, state):
    settings.INNER_WORKER = inner
    if runs:
        up()
    assert (pulses.worker().state, pulses.schedule().state) == (state, state)
    Pulse.objects.create(name="worker", ticked_at=clock.now())
    Pulse.objects.create(name="beat", ticked_at=clock.now() - timedelta(seconds=LATE + 9))
    assert (pulses.worker().state, pulses.schedule().state) == (OK, state)


def test_letters_that_wait(ben, plan_letters, settings, up):
    settings.INNER_WORKER = True
    assert letters.due().state == OK
    plan_letters(2, due_at=clock.now() - timedelta(minutes=30))
    assert letters.due().state == WARN
    up()
    assert letters.due() == Finding(
        BAD,
        "The oldest has waited for 30 minutes.",
        "See that a worker runs, or send them now with manage.py deliver --once.",
    )
    SendingAccount.objects.create(name="house", failures=2, reason="554 <rosa@post.example> no relay")
    assert letters.due().state == WARN
    assert letters.account().what.endswith("the server said: 554 <(e-mail)> no relay")


@pytest.mark.parametrize(
    ("check", "values"),
    [
        (letters.unclear, {"state": "uncertain"}),
        (letters.failed, {"state": "failed"}),
        (letters.stuck, {"state": "claimed", "lease_until": clock.now() - timedelta(hours=1)}),
    ],
)
def test_letters_that_need_somebody(ben, plan_letters, check, values):
    assert check().state == OK
    plan_letters(3, **values)
    assert (check().state, check().what[:1]) == (WARN, "3")


def test_things_to_do_that_should_have_passed_by(ben, rosa, settings):
    settings.INNER_WORKER = False
    assert work.tasks().state == OK
    ago = clock.now() - timedelta(hours=2)
    rosa.tasks.create(owner=ben, kind="check_in", local_date=ago.date(), due_at=ago, expires_at=ago)
    assert work.tasks().state == BAD


def test_an_import_that_does_not_go_on(ben):
    values = {
        "owner": ben,
        "door": "web",
        "kind": "people",
        "size": 1,
        "file_name": "x",
        "sha256": "x",
        "encoding": "utf-8",
    }
    Import.objects.create(**values)
    assert work.imports().state == OK
    Import.objects.update(updated_at=clock.now() - timedelta(hours=1))
    assert (work.imports().state, work.imports().what) == (WARN, "1 began and do not go on.")


def test_facts_that_differ(rosa):
    assert facts.carried() == ok("Right, for 1 people of 1.")
    Customer.objects.update(orders_count=7)
    assert facts.carried().state == WARN


# Round about


def test_the_mail_server(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    assert letters.mail_server().state == OK
    settings.SITE = PUBLIC
    assert letters.mail_server().state == WARN
    del settings.EMAIL_FILE_PATH
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    with Sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        assert letters.mail_server().state == OK
        assert (sink.sessions, sink.letters) == (1, [])
        settings.EMAIL_USE_TLS = True  # this one has no certificate to offer
        assert letters.mail_server().state == BAD
    settings.EMAIL_USE_TLS = False
    assert (
        letters.mail_server().what
        == f"127.0.0.1:{sink.port} does not answer (ConnectionRefusedError: Connection refused)."
    )
    assert issubclass(smtplib.SMTPException, OSError)


@pytest.fixture
def postmark(settings):
    """A provider that the settings name and that answers on this machine."""
    with ProviderServer("postmark") as server:
        for name, value in provider_settings(f"postmark://T?api_url={server.url}").items():
            setattr(settings, name, value)
        settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": ""}
        yield server


def test_the_provider(postmark):
    assert letters.mail_server() is None
    assert providers.provider().state == OK
    postmark.__exit__()
    assert providers.provider().state == BAD


def test_without_a_provider_there_is_nothing_to_say(settings, db):
    found = [providers.provider(), providers.sender(), providers.news(), providers.answers()]
    assert found == [None] * 4


def test_what_came_back(postmark, settings, plan_letters):
    assert "EMAIL_HOOK_SECRET" in providers.news().mend
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": "kept:0123456789abcdef"}
    assert providers.news() == ok("The provider is heard.")
    (message,) = plan_letters(1, state="sent", sent_at=clock.now() - timedelta(hours=9))
    assert "told of no letter" in providers.news().what
    message.notices.create(kind="delivered", source="1")
    assert providers.news().state == OK


def test_answers(postmark, settings, db):
    settings.REPLY_DOMAIN = "reply.example.org"
    assert providers.answers().state == BAD
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": "kept:0123456789abcdef"}
    assert providers.answers() == ok(f"They come in by {settings.SITE_URL}/hooks/mail/postmark/inbound/.")


def test_the_sender(settings):
    settings.EMAIL_PROVIDER, settings.ANYMAIL = "brevo", {}
    settings.DEFAULT_FROM_EMAIL = "Kept <kept@127.0.0.1>"
    assert providers.sender().state == BAD
    settings.DEFAULT_FROM_EMAIL = "Kept <kept@crm.example.org>"
    assert providers.sender().state == OK


def test_the_broker(settings):
    found = [broker.answers(), broker.memory(), broker.broker()]
    if settings.REDIS_URL is None:
        assert found == [None, None, ok("Inside the serving process.")]
        return
    assert [finding.state for finding in found] == [OK, OK, OK]
    broker.client().config_set("maxmemory-policy", "allkeys-lru")
    try:
        assert broker.memory().state == BAD
    finally:
        broker.client().config_set("maxmemory-policy", "noeviction")


def test_a_redis_that_is_away(settings):
    settings.REDIS_URL, settings.INNER_WORKER = "redis://127.0.0.1:1/0", False
    assert broker.answers().state == BAD


def test_static_files(settings, tmp_path, up):
    settings.INNER_WORKER, settings.STATIC_ROOT = True, str(tmp_path)
    assert assets.static_files().state == WARN
    up()
    assert assets.static_files().state == BAD
    everything = {name: name for finder in assets.get_finders() for name, _ in finder.list([])}
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": everything}))
    assert assets.static_files().state == OK


def test_zones_and_languages(monkeypatch, settings):
    assert [languages.time_zones().state, languages.languages().state, languages.names_of_files().state] == [
        OK
    ] * 3
    monkeypatch.setattr(languages, "version", lambda _: "2020.1")
    assert languages.time_zones().state == BAD
    settings.LANGUAGES = [("en", "English"), ("pt-br", "Português")]
    assert languages.languages().what == "There are no words for pt-br."


# The command


@pytest.mark.django_db(transaction=True)
def test_the_command_tells_all_of_it(capsys, settings, tmp_path):
    with pytest.raises(SystemExit) as ended:
        settings.DEBUG, settings.SITE = True, PUBLIC
        call_command("doctor")
    told = capsys.readouterr().out
    assert ended.value.code == 1
    assert "bad  errors in the browser: DEBUG is on at a public address" in told
    assert "\n     Leave DEBUG out.\n" in told
    assert told.splitlines()[-1].startswith("ok=")


@pytest.mark.django_db(transaction=True)
def test_the_command_tells_programs(capsys):
    try:
        call_command("doctor", "--json")
    except SystemExit as ended:
        assert ended.code == 1
    rows = json.loads(capsys.readouterr().out)
    assert {tuple(row) for row in rows} == {("check", "state", "detail", "mend")}
    assert [row["check"] for row in rows if row["state"] != OK and not row["mend"]] == []
