"""`manage.py bench` says what it measures, and writes figures in the shape that was promised."""

import json
import os

import pytest

NAMES = [
    "pages",
    "embedded",
    "creating",
    "memory",
    "importing",
    "genealogy",
    "weight",
    "booking",
    "wants",
    "delivery",
    "retention",
    "downline",
    "faults",
]


def test_it_lists_what_it_measures(command):
    done = command("bench", "--list")
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == NAMES


def test_an_unknown_name_is_refused_in_words(command):
    done = command("bench", "pages", "speed")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == f"There is no benchmark speed. There are: {', '.join(NAMES)}."


def test_a_file_in_no_folder_is_refused_before_anything_is_measured(command, tmp_path):
    target = tmp_path / "nowhere" / "figures.json"
    done = command("bench", "creating", "--json", target)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"{target}: there is no such folder."


@pytest.mark.skipif(os.environ.get("KEPT_TEST_ON") == "postgresql", reason="it brings its own databases")
def test_a_small_run_writes_figures_and_their_page(command, tmp_path):
    """Its figures mean nothing; nobody is to fail, even so."""
    figures, page = tmp_path / "figures.json", tmp_path / "figures.md"
    done = command("bench", "creating", "--small", "--json", figures, "--write", page)
    assert done.returncode == 0, done.stderr
    found = json.loads(figures.read_text())
    assert [set(figure) for figure in found] == [{"name", "value", "unit", "floor", "ratio"}] * len(found)
    assert found[0] == {
        "name": "failures of 24", "value": 0, "unit": "failures", "floor": None, "ratio": None,
    }  # fmt: skip
    text = page.read_text()
    assert "| failures of 24 | 0 failures |  |  | ≤ 0 | met |" in text
    assert str(tmp_path) not in text and os.uname().nodename not in text.split()
