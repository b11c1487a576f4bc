"""A wrong setting stops every command, names the variable, and shows no traceback."""

import pytest


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATABASE_URL", "mysql://db/kept"),
        ("REDIS_URL", "redis://127.0.0.1:6379/0"),
        ("REDIS_URL", "cache"),
        ("EMAIL_URL", "mail.example.org"),
        ("EMAIL_URL", "mailgun://key-without-a-domain"),
        ("EMAIL_URL", "postmark://token?strem=outbound"),
        ("EMAIL_URL", "ses://key:secret@eu-west-1"),
        ("EMAIL_HOOK_SECRET", "short"),
        ("REPLY_DOMAIN", "reply"),
        ("EMAIL_FROM", "notanaddress"),
        ("SITE_URL", "crm.example.org"),
        ("SECRET_KEY", "short"),
        ("KEPT_DATA", "/dev/null"),
        ("DEBUG", "perhaps"),
        ("TRUSTED_PROXIES", "many"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_variable(command, tmp_path, variable, value):
    told = command("check", **{"KEPT_DATA": str(tmp_path), variable: value})
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.startswith(variable)
    assert told.stderr.count("\n") == 1


def test_redis_with_sqlite_says_what_to_do(command, tmp_path):
    told = command("up", "--data", tmp_path, REDIS_URL="redis://127.0.0.1:6379/0")
    assert told.returncode == 1
    assert told.stderr == (
        "REDIS_URL is set but the database is SQLite: several processes need PostgreSQL, "
        "so set DATABASE_URL too, or leave REDIS_URL out.\n"
    )


def test_a_database_that_does_not_answer_is_told_in_words(command, tmp_path):
    told = command(
        "up", "--port", 0, "--data", tmp_path, DATABASE_URL=f"postgresql://kept@/kept?host={tmp_path}/none"
    )
    assert told.returncode == 1
    assert told.stderr.startswith("CommandError: The database cannot be opened (")
    assert told.stderr.endswith("check DATABASE_URL.\n")
    assert "Traceback" not in told.stderr


def test_data_without_a_folder_is_refused(command):
    told = command("up", "--data")
    assert (told.returncode, told.stderr) == (1, "--data needs a folder.\n")
