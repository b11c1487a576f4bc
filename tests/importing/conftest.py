import pytest
from django.core.management import call_command

from kit.events import Actor, Door
from mlmcrm.importing import actions, slices


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


@pytest.fixture
def upload(ben, by_ben, write):
    """Hand a file in as Ben and return its import, which waits to be checked."""

    def upload(content, name="file.csv", **more):
        return actions.upload_file(owner=ben, by=by_ben, path=write(content, name), name=name, **more)

    return upload


@pytest.fixture
def worked():
    """Let a worker go on with an import until it rests, in slices of so many seconds."""

    def worked(record, seconds=60):
        for _slice in range(200):
            if not slices.work(seconds):
                break
        record.refresh_from_db()
        return record

    return worked


@pytest.fixture
def imported(by_ben, worked):
    """Check an import and let it be written."""

    def imported(record, seconds=60):
        worked(record, seconds)
        actions.start_import(record=record, by=by_ben)
        return worked(record, seconds)

    return imported
