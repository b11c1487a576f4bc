"""A line of 100,000 people: written, read, changed, and beside it what other packages take for the same."""
