"""Redis may be away without a page failing."""

import socket

import pytest

from kit.cache import ForgivingRedisCache


@pytest.fixture
def away():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return ForgivingRedisCache(f"redis://127.0.0.1:{port}/0", {"OPTIONS": {"socket_connect_timeout": 0.5}})


def test_it_answers_like_an_empty_cache(away, caplog):
    assert away.get("a") is None
    assert away.get("a", "default") == "default"
    assert away.get_many(["a", "b"]) == {}
    assert away.get_or_set("a", 7) == 7
    assert "a" not in away
    assert away.add("a", 1) is False
    assert away.touch("a") is False
    assert away.incr("a") == 1
    assert away.delete("a") is False
    assert away.set_many({"a": 1}) == ["a"]
    assert away.set("a", 1) is None
    assert away.delete_many(["a"]) is None
    assert "the cache is away" in caplog.text
