"""The JSON door of the team: signing devices in and out, oneself.

Nothing is imported here: the framework asks for `authentication` before its own views are there.
"""
