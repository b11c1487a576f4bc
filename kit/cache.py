"""A Redis cache that may be away: then it is empty, and nobody's page fails for it."""

import logging

import redis
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)

AWAY = (redis.exceptions.ConnectionError, redis.exceptions.TimeoutError)


class ForgivingRedisCache(RedisCache):
    """Answers like an empty cache while Redis is away. Limits on wrong passwords then do not count."""

    def add(self, *args, **kwargs):
        return self._try(super().add, False, args, kwargs)

    def get(self, key, default=None, version=None):
        return self._try(super().get, default, (key, default, version), {})

    def set(self, *args, **kwargs):
        return self._try(super().set, None, args, kwargs)

    def incr(self, key, delta=1, version=None):
        return self._try(super().incr, delta, (key, delta, version), {})

    def touch(self, *args, **kwargs):
        return self._try(super().touch, False, args, kwargs)

    def delete(self, *args, **kwargs):
        return self._try(super().delete, False, args, kwargs)

    def get_many(self, *args, **kwargs):
        return self._try(super().get_many, {}, args, kwargs)

    def has_key(self, *args, **kwargs):
        return self._try(super().has_key, False, args, kwargs)

    def set_many(self, data, *args, **kwargs):
        return self._try(super().set_many, list(data), (data, *args), kwargs)

    def delete_many(self, *args, **kwargs):
        return self._try(super().delete_many, None, args, kwargs)

    def _try(self, call, otherwise, args, kwargs):
        try:
            return call(*args, **kwargs)
        except AWAY as problem:
            logger.warning("the cache is away: %s", problem)
            return otherwise
