"""Work outside requests: nudges to the worker, its own ticks, and the worker inside the serving process.

Nothing that matters is ever only a message: what is due lies in the database, and a tick
every few seconds finds it. A nudge only makes it feel immediate.
"""

from kit.background.nudges import get_ready, nudge, publish
from kit.background.stopping import stopping

__all__ = ["get_ready", "nudge", "publish", "stopping"]
