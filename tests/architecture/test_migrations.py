"""Migrations: nothing missing, and tables are made left to right along the street."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.architecture.tree import STREET, check

PLACES = {app: number for number, app in enumerate(STREET)}


def _own_migrations():
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    own = {key: migration for key, migration in disk.items() if key[0] in PLACES}
    assert {app for app, _ in own} >= {"team", "customers", "followups", "sales"}
    return own


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(
            f"run makemigrations. Why: a clone must build the tables the models speak of.\n{capsys.readouterr().out}"
        )


def test_tables_are_made_left_to_right():
    check(
        [
            f"{app}/migrations/{name}.py: needs {needed[0]}, which stands to the right; move the model or the field"
            for (app, name), migration in _own_migrations().items()
            for needed in migration.dependencies
            if PLACES.get(needed[0], -1) > PLACES[app] and not _is_the_user(needed)
        ],
        "a table that points to the right cannot be made, moved or dropped with its app.",
    )


def _is_the_user(needed) -> bool:
    """Django's own arrow to the right: who did it, by the setting AUTH_USER_MODEL."""
    return getattr(needed, "setting", "") == settings.AUTH_USER_MODEL


def test_each_app_with_tables_has_one_first_migration():
    firsts = [app for (app, name) in _own_migrations() if name.startswith("0001")]
    made = {model._meta.app_label for model in apps.get_models() if model._meta.app_label in PLACES}
    assert sorted(firsts) == sorted(made), "an app is made once. Why: two beginnings end in a merge."
    assert isinstance(MigrationLoader(None).project_state(), ProjectState)
