"""Redis and the broker over which workers are woken."""

import redis
from django.conf import settings

from kit.background.nudges import drop, impatient_connection
from kit.logs.discretion import said
from mlmcrm.doctor.findings import Finding, bad, check, ok, warn

MANY = 500  # ticks that wait; a worker does that many in a minute


@check("redis")
def answers() -> Finding | None:
    if not settings.REDIS_URL:
        return None
    try:
        client().ping()
    except redis.RedisError as problem:
        return bad(f"It does not answer ({said(problem)}).", "Start it, and check REDIS_URL.")
    return ok("It answers.")


@check("redis memory", after=("redis",))
def memory() -> Finding | None:
    if not settings.REDIS_URL:
        return None
    mend = "Set maxmemory-policy noeviction."
    try:
        policy = client().config_get("maxmemory-policy").get("maxmemory-policy")
    except redis.ResponseError:
        return warn("It does not tell what it does when its memory is full.", mend)
    if policy != "noeviction":
        return bad(f"When its memory is full it forgets ticks in silence ({policy}).", mend)
    return ok("It refuses rather than forgets.")


@check("broker", after=("redis",))
def broker() -> Finding:
    if settings.INNER_WORKER:
        return ok("Inside the serving process.")
    connection = impatient_connection()
    try:
        connection.ensure_connection(max_retries=1, timeout=2)
    except Exception as problem:  # each kind of broker has errors of its own
        return bad(f"Celery does not reach it ({said(problem)}).", "Check REDIS_URL.")
    finally:
        drop(connection)
    return _queue(client().llen(settings.CELERY_TASK_DEFAULT_QUEUE))


def _queue(waiting: int) -> Finding:
    if waiting > MANY:
        return warn(
            f"{waiting} ticks wait: the workers do not keep up.",
            "Start more workers, or see what they wait for.",
        )
    return ok(f"It answers; {waiting} ticks wait.")


def client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=1, decode_responses=True
    )
