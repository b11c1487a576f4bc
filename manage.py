#!/usr/bin/env python3
"""Kept's commands: `manage.py help` lists them."""

import os
import sys


def main(argv: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mlmcrm.settings")
    argv = take_data_folder(argv)
    from django.conf import settings
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    from kit.environment import SettingsError

    try:
        settings.INSTALLED_APPS  # noqa: B018 (reads the settings, so that a wrong one is told before anything runs)
        execute_from_command_line(argv)
    except SettingsError as problem:
        sys.exit(str(problem))
    except DatabaseError as problem:
        if not lacks_table(problem):
            raise
        sys.exit(
            "The database has no tables yet: check --data and DATABASE_URL, or run manage.py migrate first."
        )


def lacks_table(problem: Exception) -> bool:
    """Was a table asked for that is not there? SQLite says so in words, PostgreSQL by a code."""
    code = getattr(problem.__cause__, "pgcode", None)
    return code == "42P01" or str(problem).startswith("no such table")


def take_data_folder(argv: list[str]) -> list[str]:
    """`--data DIR` holds for every command; the settings read it before any command runs."""
    rest = []
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if name != "--data":
            rest.append(word)
            continue
        value = value if equals else next(words, "")
        if not value:
            sys.exit("--data needs a folder.")
        os.environ["KEPT_DATA"] = value
    return rest


if __name__ == "__main__":
    main(sys.argv)
