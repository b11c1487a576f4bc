"""The demo world: invented people with histories, relative to today; the same seed makes the same world.

`stories`, `growth`, `names`, `phrases` and `wares` invent, without a database; `history` writes what
lies further back, in bulk; `days` lives through the last days by the actions that the pages call.
"""
