"""The example that plays a phone, against the product as `up` serves it."""

import os
import subprocess
import sys

import pytest

from tests.process.conftest import PATIENCE, ROOT, environment

pytestmark = pytest.mark.skipif(
    os.environ.get("KEPT_TEST_ON") == "postgresql", reason="it starts its own SQLite, once is enough"
)


@pytest.fixture(scope="module")
def address(start, command, tmp_path_factory):
    folder = tmp_path_factory.mktemp("phone")
    made = [
        command("migrate", "--data", folder),
        command("demo", "--people", 40, "--distributors", 30, "--data", folder),
    ]
    assert [run.returncode for run in made] == [0, 0], made
    return start("--port", 0, "--data", folder, "--empty").wait_until_ready()


def play(*words) -> subprocess.CompletedProcess:
    """Run the example with nothing of ours on its path: it needs nothing but Python."""
    return subprocess.run(
        [sys.executable, "-I", "-S", ROOT / "examples" / "phone.py", *words],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_a_phone_does_its_work(address):
    played = play(address)
    assert (played.returncode, played.stderr) == (0, "")
    signed_in, people, ordered, mended, called, signed_out = played.stdout.splitlines()
    assert signed_in.startswith("Signed in as Yaw Mensah, token valid until ")
    assert people.endswith(" pages.")
    assert ordered.endswith(", sent twice, placed once.")
    assert mended.endswith(" by a stale state was refused (412), read again and mended.")
    assert called.startswith("A call to ")
    assert signed_out == "Signed out; the token is worth nothing any more."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--password", "wrong"],
            "POST /auth/token/ answered 401 instead of 201. That email and password do not belong together.\n",
        ),
        (
            ["--email", "admin@demo.example"],
            "There is nobody on the list yet: add a person first.\n",
        ),
    ],
)
def test_what_differs_is_said_in_a_sentence(address, words, said):
    played = play(address, *words)
    assert (played.returncode, played.stderr) == (1, said)


def test_nobody_there_is_said_too():
    played = play("http://127.0.0.1:9")
    assert played.returncode == 1
    assert played.stderr.startswith("127.0.0.1:9 cannot be reached: ")
