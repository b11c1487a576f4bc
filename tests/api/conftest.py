"""A phone of Ben's: a client that sends his token and reads JSON."""

import pytest
from django.core.cache import cache
from django.test import Client

from kit.events import Actor, Door
from team.actions import sign_in_device

JSON = "application/json"


class Phone(Client):
    """A client with a token; a dict as a body becomes JSON, a text or bytes go as they are."""

    def __init__(self, token: str = "", **kwargs):
        super().__init__(raise_request_exception=False, **kwargs)
        self.token = token

    def generic(self, method, path, data="", content_type=JSON, secure=False, *, headers=None, **extra):
        headers = {**self.bearer, **(headers or {})}
        return super().generic(method, path, data, content_type, secure, headers=headers, **extra)

    def post(self, path, data="", content_type=JSON, **kwargs):
        return super().post(path, data, content_type, **kwargs)

    @property
    def bearer(self) -> dict:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def phone_of(distributor, name="Phone") -> Phone:
    _device, token = sign_in_device(distributor=distributor, by=Actor(distributor, Door.API), name=name)
    return Phone(token)


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def phone(ben):
    return phone_of(ben)


@pytest.fixture
def stranger(cleo):
    return phone_of(cleo)


@pytest.fixture
def anybody():
    """A client without a token."""
    return Phone()
