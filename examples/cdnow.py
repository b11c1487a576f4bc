"""Turn the CDNOW sample of real orders into an orders file: `python cdnow.py PATH > orders.csv`.

The sample (Fader and Hardie) has one order line a row, separated by spaces: customer number
in the whole data, customer number in the sample, date YYYYMMDD, number of CDs, US dollars.
Rows of one person and day become lines of one order. Needs nothing but Python.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator

COLUMNS = [
    "order_id", "date", "person_id", "person_name", "product", "quantity", "amount", "currency",
]  # fmt: skip


def orders_of(rows: Iterable[str], currency: str = "") -> Iterator[list[str]]:
    """Yield the lines of an orders file, in the order of the rows. Raises ValueError for a bad row."""
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            continue
        try:
            customer, _in_sample, day, pieces, dollars = row.split()
            date = f"{int(day[:4]):04}-{int(day[4:6]):02}-{int(day[6:]):02}"
        except ValueError:
            raise ValueError(
                f"line {number} has not the five columns of the sample: {row.strip()[:60]}"
            ) from None
        yield [f"{customer}-{day}", date, customer, f"Customer {customer}", "CD", pieces, dollars, currency]


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Turn the CDNOW sample into an orders file on standard output."
    )
    parser.add_argument("path", help="cdnow_sample.txt")
    parser.add_argument("--currency", default="", metavar="CODE", help="USD, say; left out, the owner's own")
    arguments = parser.parse_args()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    try:
        with open(arguments.path, encoding="ascii") as rows:
            writer.writerow(COLUMNS)
            writer.writerows(orders_of(rows, arguments.currency))
    except (OSError, ValueError) as problem:
        sys.exit(f"{arguments.path}: {problem}")


if __name__ == "__main__":
    main()
