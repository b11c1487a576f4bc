"""What Ben has, made once for a file of tests."""

import pytest

from tests.doors.conftest import things_of
from tests.lasting import ana, ben, cleo, company, lasting_cast, rosa

__all__ = ["ana", "ben", "cleo", "company", "lasting_cast", "lasting_things", "rosa", "things"]


@pytest.fixture(scope="module")
def lasting_things(lasting_cast, django_db_blocker) -> dict:
    with django_db_blocker.unblock():
        return things_of(*(lasting_cast[name] for name in ("ben", "by_ben", "rosa", "company")))


@pytest.fixture
def things(lasting_things) -> dict:
    return dict(lasting_things)
