"""Writes a line or measures one: python -m benchmarks.line write 5000, or measure 40, or peers 10. Prints JSON."""

import json
import sys

import django


def main(what: str, number: int) -> None:
    django.setup()
    from benchmarks.line import peers, taking, tree

    steps = {"write": tree.write, "measure": taking.measure, "peers": peers.measure}
    print(json.dumps(steps[what](number)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
