"""Settings from the environment: an absent variable is the embedded product, a wrong one is named."""

import stat
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kit import environment as env
from kit.environment import SettingsError

DATA = Path("/data")


@pytest.fixture
def variable(monkeypatch):
    """Set one variable, or remove it with None."""

    def set_variable(value):
        if value is None:
            monkeypatch.delenv("X", raising=False)
        else:
            monkeypatch.setenv("X", value)
        return "X"

    return set_variable


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_an_address_the_database_is_sqlite_in_the_data_folder(variable, value):
    assert env.database(variable(value), DATA) == {
        "ENGINE": "kit.sqlite",
        "NAME": "/data/kept.sqlite3",
        "CONN_MAX_AGE": None,
    }


def test_sqlite_may_lie_elsewhere(variable):
    assert env.database(variable("sqlite:////srv/my%20crm.sqlite3"), DATA)["NAME"] == "/srv/my crm.sqlite3"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://ana:s%40fe@db.example:5433/kept", ("db.example", 5433, "ana", "s@fe", "kept")),
        ("postgres://ana@db/kept", ("db", "", "ana", "", "kept")),
        ("postgresql://kept@/kept?host=/run/Postgres", ("/run/Postgres", "", "kept", "", "kept")),
    ],
)
def test_a_postgresql_address(variable, url, expected):
    database = env.database(variable(url), DATA)
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert tuple(database[name] for name in ("HOST", "PORT", "USER", "PASSWORD", "NAME")) == expected


def test_postgresql_gets_connections_that_stay_and_statements_that_end(variable):
    database = env.database(variable("postgresql://db/kept?sslmode=require"), DATA)
    assert database["CONN_MAX_AGE"] is None
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["OPTIONS"] == {
        "connect_timeout": 3,
        "options": "-c statement_timeout=30s -c lock_timeout=15s -c idle_in_transaction_session_timeout=30s",
        "sslmode": "require",
    }


@pytest.mark.parametrize(
    "url",
    [
        "kept",
        "mysql://db/kept",
        "postgresql://db",
        "postgresql://db/",
        "postgresql://db:99999/kept",
        "postgresql://[db/kept",
        "sqlite://",
        "sqlite:///",
        "sqlite://:memory:",
        "sqlite:///:memory:",
        "sqlite://host/file",
    ],
)
def test_a_wrong_database_address_names_the_variable(variable, url):
    with pytest.raises(SettingsError, match=r"^X\b"):
        env.database(variable(url), DATA)


def test_a_password_is_never_repeated_in_the_message(variable):
    with pytest.raises(SettingsError) as told:
        env.database(variable("postgresql://ana:geheim@db:99999/kept"), DATA)
    assert "geheim" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("redis://cache:6379/0", "redis://cache:6379/0"),
        ("rediss://:secret@cache/1", "rediss://:secret@cache/1"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock"),
    ],
)
def test_a_redis_address(variable, url, broker):
    assert env.redis(variable(url), "django.db.backends.postgresql") == url
    assert env.broker(url) == broker


def test_without_redis_the_broker_is_in_memory(variable):
    assert env.redis(variable(None), "kit.sqlite") is None
    assert env.broker(None) == "memory://localhost"


@pytest.mark.parametrize("url", ["cache", "http://cache", "redis://", "redis://cache:port/0", "unix://"])
def test_a_wrong_redis_address_names_the_variable(variable, url):
    with pytest.raises(SettingsError, match="^X is not understood"):
        env.redis(variable(url), "django.db.backends.postgresql")


def test_redis_with_sqlite_is_refused(variable):
    with pytest.raises(SettingsError, match="^X is set but the database is SQLite: .*DATABASE_URL"):
        env.redis(variable("redis://cache"), "kit.sqlite")


def test_without_a_mail_server_letters_are_files(variable):
    assert env.email(variable(None), DATA / "outbox") == {
        "EMAIL_BACKEND": "kit.outbox.OutboxBackend",
        "EMAIL_FILE_PATH": "/data/outbox",
    }


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://ana%40kept.example:s%2Fcret@mail.example", 587, True, False),
        ("smtp+ssl://mail.example", 465, False, True),
        ("smtp://mail.example:1025", 1025, False, False),
    ],
)
def test_a_mail_server(variable, url, port, tls, ssl):
    mail = env.email(variable(url), DATA)
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"]) == ("mail.example", port)
    assert (mail["EMAIL_USE_TLS"], mail["EMAIL_USE_SSL"]) == (tls, ssl)


def test_the_user_of_a_mail_server_is_unquoted(variable):
    mail = env.email(variable("smtp+tls://ana%40kept.example:s%2Fcret@mail.example"), DATA)
    assert (mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"]) == ("ana@kept.example", "s/cret")


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail:x", "smtp://mail/box"]
)
def test_a_wrong_mail_server_names_the_variable(variable, url):
    with pytest.raises(SettingsError, match="^X is not understood"):
        env.email(variable(url), DATA)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("postmark://aB3-token", {"POSTMARK_SERVER_TOKEN": "aB3-token"}),
        ("postmark://t?message_stream=broadcast", {"POSTMARK_SERVER_TOKEN": "t", "POSTMARK_MESSAGE_STREAM": "broadcast"}),
        ("mailgun://key-Ab%40c@mg.kept.example", {"MAILGUN_API_KEY": "key-Ab@c", "MAILGUN_SENDER_DOMAIN": "mg.kept.example"}),
        (
            "mailgun://K@mg.kept.example?region=eu&webhook_signing_key=S",
            {
                "MAILGUN_API_KEY": "K", "MAILGUN_SENDER_DOMAIN": "mg.kept.example", "MAILGUN_WEBHOOK_SIGNING_KEY": "S",
                "MAILGUN_API_URL": "https://api.eu.mailgun.net/v3",
            },
        ),
        ("sendgrid://SG.aB_c-d", {"SENDGRID_API_KEY": "SG.aB_c-d"}),
        ("brevo://xkeysib-1", {"BREVO_API_KEY": "xkeysib-1"}),
        ("resend://re_1?api_url=http://127.0.0.1:8025/", {"RESEND_API_KEY": "re_1", "RESEND_API_URL": "http://127.0.0.1:8025/"}),
    ],
)  # fmt: skip
def test_a_provider(variable, url, wanted):
    mail = env.email(variable(url), DATA)
    provider = url.partition(":")[0]
    assert (mail["EMAIL_BACKEND"], mail["EMAIL_PROVIDER"]) == (
        f"anymail.backends.{provider}.EmailBackend",
        provider,
    )
    assert {name: value for name, value in mail["ANYMAIL"].items() if name != "REQUESTS_TIMEOUT"} == wanted


@pytest.mark.parametrize(
    "url",
    [
        "postmark://", "postmark://[", "postmark://a b", "postmark://T/path", "postmark://T#x", "postmark://user@T", "mailgun://KEY",
        "mailgun://KEY@nowhere", "mailgun://@mg.kept.example", "resend://K?region=eu", "brevo://K?api_url=file:///etc",
        "sendgrid://%00", "sparkpost://K?subaccount=",
    ],
)  # fmt: skip
def test_a_wrong_provider_names_the_variable_and_not_the_key(variable, url):
    with pytest.raises(SettingsError, match="^X is not understood: write [a-z]+://") as told:
        env.email(variable(url), DATA)
    assert "KEY@nowhere" not in str(told.value)


def test_the_secret_of_hooks(variable):
    assert env.hook_secret(variable(None)) == ""
    assert env.hook_secret(variable("0123456789abcdef")) == "kept:0123456789abcdef"
    assert env.hook_secret(variable("user:0123456789abcdef")) == "user:0123456789abcdef"
    with pytest.raises(SettingsError, match="^X is too short"):
        env.hook_secret(variable("0123456 789abcdef"))


@pytest.mark.parametrize(
    "raw", ["reply", "reply.example.org/", "a@reply.example.org", "-.example.org", "127.0.0.1"]
)
def test_a_wrong_domain_for_answers(variable, raw):
    with pytest.raises(SettingsError, match="^X is "):
        env.mail_domain(variable(raw))


def test_a_domain_for_answers(variable):
    assert [env.mail_domain(variable(raw)) for raw in (None, " Reply.Example.org ")] == [
        "",
        "reply.example.org",
    ]


@pytest.mark.parametrize(
    "raw", ["kept@mail.example", "Kept <kept@mail.example>", '"Kept, Berlin" <kept@mail.example>']
)
def test_a_sender(variable, raw):
    assert env.sender(variable(f" {raw} "), "house") == raw


def test_without_a_sender_it_is_the_house(variable):
    assert env.sender(variable(""), "Kept <kept@127.0.0.1>") == "Kept <kept@127.0.0.1>"


@pytest.mark.parametrize(
    "raw",
    [
        "notanaddress",
        "Kept <notanaddress>",
        "kept@mail",
        "Kept, Berlin <kept@mail.example>",
        "a@mail.example, b@mail.example",
        "Kept\n<kept@mail.example>",
    ],
)
def test_a_wrong_sender_names_the_variable(variable, raw):
    with pytest.raises(SettingsError, match="^X is "):
        env.sender(variable(raw), "house")


@pytest.mark.parametrize(
    ("raw", "url", "secure", "loopback"),
    [
        (None, "http://127.0.0.1:8000", False, True),
        ("https://crm.example.org", "https://crm.example.org", True, False),
        ("https://crm.example.org/", "https://crm.example.org", True, False),
        ("http://CRM.example.org:8080", "http://crm.example.org:8080", False, False),
        ("http://[::1]:8000", "http://[::1]:8000", False, True),
        ("http://localhost", "http://localhost", False, True),
        ("http://127.8.9.1", "http://127.8.9.1", False, True),
        ("http://192.168.1.5", "http://192.168.1.5", False, False),
    ],
)
def test_the_public_address(variable, raw, url, secure, loopback):
    site = env.site(variable(raw), "http://127.0.0.1:8000")
    assert (site.url, site.secure, site.loopback) == (url, secure, loopback)


def test_hosts_are_the_public_one_and_the_machine_itself(variable):
    site = env.site(variable("https://crm.example.org"), "")
    assert site.allowed_hosts == ["crm.example.org", "localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize(
    "raw",
    [
        "crm.example.org",
        "ftp://crm",
        "https://",
        "https://crm/kept",
        "https://a@crm",
        "https://*",
        "https://crm:0x",
    ],
)
def test_a_wrong_public_address_names_the_variable(variable, raw):
    with pytest.raises(SettingsError, match="^X is .*: write an address like"):
        env.site(variable(raw), "")


@pytest.mark.parametrize(
    ("raw", "expected"), [(None, False), ("1", True), ("True", True), ("no", False), ("", False)]
)
def test_a_flag(variable, raw, expected):
    assert env.flag(variable(raw)) is expected


def test_a_wrong_flag_names_the_variable(variable):
    with pytest.raises(SettingsError, match="^X is 'maybe': write 1 or 0"):
        env.flag(variable("maybe"))


@pytest.mark.parametrize(("raw", "expected"), [(None, 0), ("", 0), ("2", 2)])
def test_a_number(variable, raw, expected):
    assert env.number(variable(raw), 0, 0, 10) == expected


@pytest.mark.parametrize("raw", ["-1", "11", "two", "1.5", "²"])
def test_a_wrong_number_names_the_variable(variable, raw):
    with pytest.raises(SettingsError, match="^X is .*: write a whole number from 0 to 10"):
        env.number(variable(raw), 0, 0, 10)


def test_the_key_is_made_once_for_its_owner_only(variable, tmp_path):
    file = tmp_path / "secret_key"
    key = env.secret_key(variable(None), file)
    assert len(key) >= 50
    assert env.secret_key(variable(None), file) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_two_first_starts_at_once_end_with_one_key(tmp_path):
    file = tmp_path / "secret_key"
    env.make_key(file)
    first = file.read_text()
    env.make_key(file)
    assert file.read_text() == first


def test_a_key_of_the_environment_wins(variable, tmp_path):
    assert env.secret_key(variable("k" * 40), tmp_path / "secret_key") == "k" * 40
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize("raw", ["", "short"])
def test_a_short_key_is_refused(variable, tmp_path, raw):
    with pytest.raises(SettingsError, match="^X is too short"):
        env.secret_key(variable(raw), tmp_path / "secret_key")


def test_a_damaged_key_file_is_told_of(variable, tmp_path):
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(SettingsError, match="is damaged"):
        env.secret_key(variable(None), tmp_path / "secret_key")


def test_the_data_folder_is_made_for_its_owner_only(variable, tmp_path):
    folder = env.data_folder(variable(str(tmp_path / "new" / "data")), DATA)
    assert folder == tmp_path / "new" / "data"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_data_folder_that_is_a_file_names_the_variable(variable, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="^X: the folder .* cannot be made"):
        env.data_folder(variable(str(tmp_path / "file")), DATA)


def test_zones_come_from_the_pinned_package():
    """British Columbia keeps its summer time since 2026-11-01; older zone data moves the clocks back."""
    vancouver = ZoneInfo("America/Vancouver")
    summer = timedelta(hours=-7)
    assert datetime(2026, 1, 15, 12, tzinfo=vancouver).utcoffset() == timedelta(hours=-8)
    moments = [(2026, 10, 31), (2026, 11, 1), (2026, 11, 2), (2026, 12, 24), (2027, 1, 15), (2027, 7, 15)]
    assert [datetime(*day, 12, tzinfo=vancouver).utcoffset() for day in moments] == [summer] * 6


def test_former_keys_are_parted_by_blanks_or_commas(variable):
    assert env.former_keys(variable(None)) == []
    assert env.former_keys(variable(f"{'k' * 32}, {'l' * 40}\n{'m' * 50}")) == ["k" * 32, "l" * 40, "m" * 50]


def test_a_former_key_that_is_too_short_is_refused(variable):
    with pytest.raises(env.SettingsError) as wrong:
        env.former_keys(variable(f"{'k' * 32} short"))
    assert str(wrong.value).endswith("each key has at least 32 characters; part them by blanks.")
