"""Says in two headers of each answer how often the database was asked and how long that took.

Stands in the settings of the benchmarks alone.
"""

import time

from django.db import connection

QUERIES, MILLISECONDS = "X-Bench-Queries", "X-Bench-Database-Ms"
BOOKKEEPING = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK", "SELECT 1")


class CountingMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        counter = Counter()
        with connection.execute_wrapper(counter):
            response = self.get_response(request)
        response[QUERIES] = str(counter.queries)
        response[MILLISECONDS] = f"{counter.seconds * 1000:.3f}"
        return response


class Counter:
    """Wraps the execution of statements."""

    def __init__(self):
        self.queries, self.seconds = 0, 0.0

    def __call__(self, execute, sql, params, many, context):
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - begun
            self.queries += not sql.startswith(BOOKKEEPING)
