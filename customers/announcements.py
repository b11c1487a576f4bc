"""What other apps may want to know; sent within the transaction of the change.

A receiver that raises takes the change back with it. Bulk work announces nothing.
"""

from django.dispatch import Signal

# The rung of `person` moved from `before` to `after`, by the actor `by`; `after` is the lower
# one where evidence was revoked.
climbed = Signal()

# `touch` was logged by the actor `by`.
contacted = Signal()

# `touch` was taken back by the actor `by`: it never was.
contact_taken_back = Signal()

# `consent` was withdrawn by the actor `by`, or stands again; the row says which.
consent_changed = Signal()

# `person` is to be spared up to a day, or no longer, by the actor `by`; the row says which.
spared = Signal()
