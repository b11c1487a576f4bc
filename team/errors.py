"""What the verbs of the team refuse."""

from kit.errors import Refused


class TeamRefused(Refused):
    """A verb of the team said no."""
