"""The JSON door's common parts: strict reading, one shape of errors, keyset pages, keys, conditions."""
