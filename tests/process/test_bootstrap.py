"""The environment is made once, and again when its lock changes; parallel starts wait for each other."""

import fcntl
import importlib.util
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """bin/_bootstrap.py, looking at a clone with nothing in it but the locks."""
    place = settings.BASE_DIR / "bin" / "_bootstrap.py"
    spec = importlib.util.spec_from_file_location("_bootstrap", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "PYTHON", venv / "bin" / "python")
    for lock in (module.RUN, module.TEST):
        (tmp_path / lock).write_text("one\n")
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    return module


def finish(bootstrap, lock):
    bootstrap.mark_of(lock).write_text(bootstrap.digest(lock))


def test_an_environment_without_its_mark_is_not_complete(bootstrap):
    assert not bootstrap.matches(bootstrap.RUN)
    finish(bootstrap, bootstrap.RUN)
    assert bootstrap.matches(bootstrap.RUN)
    assert not bootstrap.matches(bootstrap.TEST)


def test_the_environment_of_the_tests_serves_both(bootstrap):
    finish(bootstrap, bootstrap.TEST)
    assert bootstrap.matches(bootstrap.TEST)
    assert bootstrap.matches(bootstrap.RUN)


def test_a_changed_lock_is_noticed(bootstrap):
    finish(bootstrap, bootstrap.RUN)
    (bootstrap.ROOT / bootstrap.RUN).write_text("two\n")
    assert not bootstrap.matches(bootstrap.RUN)


def test_a_moved_clone_is_noticed(bootstrap, monkeypatch):
    finish(bootstrap, bootstrap.RUN)
    monkeypatch.setattr(bootstrap, "VENV", bootstrap.VENV.rename(bootstrap.ROOT / "moved"))
    monkeypatch.setattr(bootstrap, "PYTHON", bootstrap.VENV / "bin" / "python")
    assert not bootstrap.matches(bootstrap.RUN)


def test_a_foreign_python_in_its_place_is_made_anew(bootstrap):
    assert not bootstrap.usable()


def test_a_second_start_says_that_it_waits(bootstrap, capsys):
    (bootstrap.ROOT / ".run").mkdir()
    with (bootstrap.ROOT / ".run" / "setup.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        waiting = (
            "import sys, pathlib; sys.path.insert(0, sys.argv[1]); import _bootstrap as b\n"
            "b.ROOT = pathlib.Path(sys.argv[2])\n"
            "with b.one_at_a_time(): print('my turn', flush=True)"
        )
        second = subprocess.Popen(
            [sys.executable, "-c", waiting, str(settings.BASE_DIR / "bin"), str(bootstrap.ROOT)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert second.stdout.readline() == "Another start is setting up; waiting for it.\n"
    assert second.communicate(timeout=30)[0] == "my turn\n"


def test_a_program_that_fails_is_shown_one_that_succeeds_is_not(bootstrap, capsys):
    assert bootstrap.quiet([sys.executable, "-c", "print('fine')"])
    assert capsys.readouterr().out == ""
    assert not bootstrap.quiet([sys.executable, "-c", "print('no'); raise SystemExit(3)"])
    assert capsys.readouterr().out == "no\n"
    assert not bootstrap.quiet(["/nonexistent/program"])
    assert capsys.readouterr().out == "/nonexistent/program: No such file or directory\n"


def test_the_locks_hold_hashes_and_no_address():
    for name in ("requirements.txt", "requirements-test.txt", "bin/uv.txt"):
        lock = (settings.BASE_DIR / name).read_text()
        assert "--hash=sha256:" in lock
        assert "://" not in lock
