"""An installation whose parts are broken while it sends: what `bench faults` and tests/faults are made of."""
