"""A phone of Ben's: a client that sends his token and reads JSON."""

from decimal import Decimal

import pytest
from django.test import Client

from customers.actions import log_touch
from kit.events import Actor, Door, last_event_of
from sales.actions import place_order
from sales.models import Product
from team.actions import sign_in_device
from tests.appointments.meetings import booked

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

    def patch(self, path, data="", content_type=JSON, **kwargs):
        return super().patch(path, data, content_type, **kwargs)

    @property
    def bearer(self) -> dict:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def phone_of(distributor, name="Phone") -> Phone:
    _device, token = sign_in_device(distributor=distributor, by=Actor(distributor, Door.API), name=name)
    return Phone(token)


@pytest.fixture
def phone(ben):
    return phone_of(ben)


@pytest.fixture
def stranger(cleo):
    return phone_of(cleo)


@pytest.fixture
def upline(ana):
    return phone_of(ana)


@pytest.fixture
def outsider(staff):
    """Who runs the installation and belongs to no company."""
    return phone_of(staff)


@pytest.fixture
def balm(company):
    return Product.objects.create(
        company=company, code="HB-01", name="Hand balm", price=Decimal("12.00"), currency="EUR"
    )


@pytest.fixture
def anybody():
    """A client without a token."""
    return Phone()


@pytest.fixture
def things(ben, by_ben, rosa, company):
    return things_of(ben, by_ben, rosa, company)


def things_of(ben, by_ben, rosa, company) -> dict:
    """The id of one row of Ben's for each resource, by the word in its address."""
    own = Product.objects.create(
        company=company, owner=ben, code="KIT", name="Gift", price=Decimal(5), currency="EUR"
    )
    order = place_order(owner=ben, by=by_ben, lines=[(own, 1, None)], person=rosa, request_key="1")
    touch = log_touch(person=rosa, by=by_ben, kind="call", direction="out", note="Hello")
    return {
        "people": rosa.pk,
        "consents": rosa.consents.first().pk,
        "touches": touch.pk,
        "products": own.pk,
        "orders": order.pk,
        "tasks": rosa.tasks.first().pk,
        "messages": rosa.messages.first().pk,
        "appointments": (meeting := booked(ben, by_ben, rosa)).pk,
        "meeting-kinds": meeting.kind_id,
        "devices": sign_in_device(distributor=ben, by=by_ben, name="Tablet")[0].pk,
        "events": last_event_of(order).pk,
    }
