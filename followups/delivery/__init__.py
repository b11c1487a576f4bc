"""Sends what is due: claim, last look, begin, send, finish; and the sweep after what broke.

The row is the message. Celery only says "look at what is due now". See
docs/decisions/0010-delivery.md.
"""

from followups.delivery.downtime import notice
from followups.delivery.loop import deliver_due
from followups.delivery.sweep import sweep

__all__ = ["deliver_due", "notice", "sweep"]
