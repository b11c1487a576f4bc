"""Finds how deep a team goes: one look into an index for each level, however many stand there."""

from django.db import connection

from team.models import Distributor
from team.tree import END

DEEPEST = """
WITH RECURSIVE level(depth) AS (
    SELECT %s
    UNION ALL
    SELECT level.depth + 1 FROM level WHERE EXISTS (
        SELECT 1 FROM {people} AS below
        WHERE below.company_id = %s AND below.depth = level.depth + 1 AND below.path > %s AND below.path < %s
    )
)
SELECT MAX(depth) FROM level
"""


def deepest_below(top: Distributor) -> int:
    """How many levels stand below somebody: 0 where there is nobody."""
    sql = DEEPEST.format(people=connection.ops.quote_name(Distributor._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(sql, [top.depth, top.company_id, top.path, top.path + END])
        return cursor.fetchone()[0] - top.depth
