"""What the page of an import shows: its steps, columns, sample rows, what will happen, what was refused."""

from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mlmcrm.forms import ReadingForm
from mlmcrm.importing.words import LABELS
from mlmcrm.models import Import, ImportKind, ImportState

REFUSED_SHOWN = 20
KEEP = ["", "middle", "middle"]  # which columns of the sample rows stay on narrow pages; others leave first


@dataclass(frozen=True)
class Step:
    label: str
    is_done: bool
    is_current: bool


def page_of_import(record: Import, form: ReadingForm | None = None) -> dict:
    """Return the context of the page, for whichever state the import is in."""
    refused = list(record.refused_lines.all()[:REFUSED_SHOWN]) if not record.is_in_work else []
    return {
        "import": record,
        "title": title_of(record),
        "steps": _steps(record),
        "columns": [(text, LABELS.get(name, "")) for text, name in record.layout.get("columns", [])],
        "left_out": [text for text, name in record.layout.get("columns", []) if text and not name],
        "sample_columns": _sample_columns(record),
        "samples": [_sample(record, row) for row in record.samples],
        "refused_lines": refused,
        "more_refused": max(0, record.refused - sum(line.whole for line in refused)),
        "press": press_of(record),
        "form": form or ReadingForm(initial={"kind": record.kind, **record.options}),
        "is_people": record.kind == ImportKind.PEOPLE,
        "has_file": record.state in (ImportState.STOPPED, ImportState.FAILED) and record.parts.exists(),
    }


def title_of(record: Import) -> str:
    return _("Bring your orders") if record.kind == ImportKind.ORDERS else _("Bring your people")


def press_of(record: Import) -> str:
    """What the button says that lets it begin; nothing where there is nothing to write."""
    count = record.new + record.changed
    if record.state != ImportState.CHECKED or not count:
        return ""
    if record.kind == ImportKind.ORDERS:
        return ngettext("Import %(n)s line", "Import %(n)s lines", count) % {"n": f"{count:,}"}
    return ngettext("Import %(n)s person", "Import %(n)s people", count) % {"n": f"{count:,}"}


def _steps(record: Import) -> list[Step]:
    labels = [_("File"), _("Check"), _("Import"), _("Done")]
    at = 3 if record.state == ImportState.FINISHED else 1 if record.dry_run else 2
    return [Step(label, place < at, place == at) for place, label in enumerate(labels)]


def _sample_columns(record: Import) -> list[dict]:
    """The columns that any of the sample rows fills; the first few stay on a narrow page."""
    filled = [name for row in record.samples for name in row if name in LABELS]
    names = sorted(set(filled), key=_place_of(record))
    return [
        {"name": name, "label": LABELS[name], "keep": keep}
        for name, keep in zip_longest(names, KEEP[: len(names)], fillvalue="wide")
    ]


def _place_of(record: Import):
    order = [name for row in record.samples for name in row]
    return order.index


def _sample(record: Import, row: dict) -> dict:
    names = [(column["name"], column["keep"]) for column in _sample_columns(record)]
    return {
        "line": row["line"],
        "fate": row["fate"],
        "cells": [(row.get(name, ""), keep) for name, keep in names],
    }
