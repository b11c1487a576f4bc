import pytest
from django.core.management import call_command

from kit.events import Actor, Door


@pytest.fixture
def by_file(ben):
    return Actor(ben, Door.COMMAND)


@pytest.fixture
def write(tmp_path):
    """Write a file to be imported and return its path."""

    def write(content, name="file.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def run_command(capsys):
    """Run an import command and return what it printed, line by line."""

    def run_command(command, path, owner, *arguments):
        call_command(command, str(path), "--owner", owner.email, *arguments)
        return capsys.readouterr().out.splitlines()

    return run_command
