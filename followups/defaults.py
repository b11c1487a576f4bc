"""The playbooks of the house: what happens by itself on a rung, or on an occasion, until somebody changes it.

Every number is data. The intervals follow the trade: the "2-2-2" after a delivery (two days, two
weeks, two months), thanks on the same day, a prospect's days 1-3-7-14-30, a new member's first
ninety days. Each undone task passes by before the next one of its rhythm comes.
"""

from datetime import UTC, datetime

from followups.occasion_defaults import OCCASION_PLAYBOOKS
from followups.recruiting_defaults import RECRUITING
from followups.rung_defaults import RUNG_PLAYBOOKS

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)  # what history is, planning decides; not the install date

HOUSE_PLAYBOOKS = (*RUNG_PLAYBOOKS, *OCCASION_PLAYBOOKS, RECRUITING)
HOUSE_RULES = tuple(step for playbook in HOUSE_PLAYBOOKS for step in playbook["steps"])  # tasks unless said
