"""One import in a process of its own, or its floor; prints seconds, rows and the greatest memory as JSON.

python -m benchmarks.reading import FILE EMAIL
python -m benchmarks.reading downline FILE
python -m benchmarks.reading floor FILE IMPORTED_DATABASE
"""

import csv
import io
import json
import resource
import sqlite3
import sys
import time

import django

KILOBYTES = 1000  # of a megabyte; Linux tells the greatest memory in kilobytes


def main(words: list[str]) -> None:
    django.setup()
    found = {"import": bring_in, "downline": bring_line, "floor": write_rows}[words[0]](*words[1:])
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES
    print(json.dumps(found))


def bring_in(file: str, email: str) -> dict:
    """Import as the command does."""
    from django.core.management import call_command

    begun = time.perf_counter()
    call_command("import_people", file, owner=email, stdout=io.StringIO())
    return {"seconds": time.perf_counter() - begun}


def bring_line(file: str) -> dict:
    """Import a list of distributors as the command does, twice: the second time nothing is new."""
    from django.core.management import call_command

    seconds, said = [], io.StringIO()
    for _again in range(2):
        begun = time.perf_counter()
        call_command("import_downline", file, stdout=said)
        seconds.append(time.perf_counter() - begun)
    return {"seconds": seconds[0], "again": seconds[1], "said": said.getvalue().splitlines()[-1]}


def write_rows(file: str, imported: str) -> dict:
    """Parse the file and insert every row that an import left, each table by one executemany."""
    from django.db import connection

    connection.ensure_connection()
    raw = connection.connection
    new = _rows_left(raw, imported)
    begun = time.perf_counter()
    with open(file, newline="", encoding="utf-8") as opened:
        for _line in csv.reader(opened):
            pass
    raw.execute("BEGIN IMMEDIATE")
    for statement, rows in new:
        raw.executemany(statement, rows)
    raw.execute("COMMIT")
    return {"seconds": time.perf_counter() - begun, "rows": sum(len(rows) for _statement, rows in new)}


def _rows_left(raw: sqlite3.Connection, imported: str) -> list[tuple[str, list]]:
    """The INSERT of each table with the rows that are in the imported database and not in this one."""
    plain = sqlite3.connect(imported)  # days and times stay the words that they are
    tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = []
    for table in tables:
        if table.startswith("sqlite_"):
            continue
        columns = [row[1] for row in raw.execute(f'PRAGMA table_info("{table}")')]
        names, places = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        since = raw.execute(f'SELECT coalesce(max(rowid), 0) FROM main."{table}"').fetchone()[0]
        rows = plain.execute(f'SELECT {names} FROM "{table}" WHERE rowid > {since}').fetchall()
        found.append((f'INSERT INTO main."{table}" ({names}) VALUES ({places})', rows))
    plain.close()
    return [(statement, [tuple(row) for row in rows]) for statement, rows in found if rows]


if __name__ == "__main__":
    main(sys.argv[1:])
