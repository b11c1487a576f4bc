"""Fills the migrated, empty database of the settings: python -m benchmarks.world --people 100000 --own 2000.

Prints, as JSON, what the benchmarks look for: who signs in, and the person with the long history.
"""

import argparse
import json

import django


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.world")
    options.add_argument("--people", type=int, required=True, help="of all distributors together")
    options.add_argument("--own", type=int, required=True, help="of the one who is measured")
    options.add_argument("--users", type=int, default=200, help="distributors of the company (200)")
    given = options.parse_args()
    django.setup()
    from benchmarks.world.filling import fill

    print(json.dumps(fill(people=given.people, own=given.own, users=given.users)))


if __name__ == "__main__":
    main()
