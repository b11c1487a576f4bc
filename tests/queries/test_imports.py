"""The pages of imports ask the same few questions, however many imports, columns and refused lines."""

import pytest

from mlmcrm.models import Import, RefusedLine
from tests.queries.counting import count_queries

LIST, CHECKED, STATE, RUNNING, STOPPED = 4, 5, 4, 4, 6


@pytest.fixture
def imports(ben):
    def make(count, **values):
        columns = [[f"Column {number}", ""] for number in range(count)]
        samples = [{"line": "2", "fate": "new", "name": "Eva"}] * count
        made = [
            Import.objects.create(
                owner=ben, by=ben, door="web", kind="people", file_name=f"{number}.csv", size=9,
                sha256=str(number), layout={"columns": columns}, samples=samples,
                **{"state": "checked", "dry_run": True, **values},
            )
            for number in range(count)
        ]  # fmt: skip
        RefusedLine.objects.bulk_create(
            RefusedLine(of=made[0], number=number, reason="No.") for number in range(count)
        )
        return made[0]

    return make


def asked(client, path):
    client.get(path)  # what is asked once in the life of a process
    counted = count_queries(client, path)
    assert (counted.status, counted.repeated) == (200, {}), counted
    return counted.count


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list(as_ben, imports, rows):
    imports(rows)
    assert asked(as_ben, "/import/") == LIST


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_an_import_that_was_checked(as_ben, imports, rows):
    record = imports(rows)
    assert asked(as_ben, f"/import/{record.pk}/") == CHECKED
    assert asked(as_ben, f"/import/{record.pk}/state/") == STATE


@pytest.mark.parametrize(("state", "count"), [("running", RUNNING), ("stopped", STOPPED)])
@pytest.mark.parametrize("rows", [1, 3, 30])
def test_an_import_in_other_states(as_ben, imports, rows, state, count):
    record = imports(rows, state=state, dry_run=False)
    assert asked(as_ben, f"/import/{record.pk}/") == count
