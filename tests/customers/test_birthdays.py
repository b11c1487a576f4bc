"""Nobody is born after the owner's today."""

import pytest

from customers import actions
from customers.errors import CustomerError
from customers.models import Customer

pytestmark = pytest.mark.usefixtures("monday")


def test_a_birthday_may_be_today(ben, by_ben):
    born = actions.add_person(owner=ben, by=by_ben, name="Mai", birthday=(2026, 3, 2))
    assert born.birthday == "2026-03-02"


@pytest.mark.parametrize("birthday", [(2026, 3, 3), (2999, 1, 1)])
def test_a_birthday_still_to_come_is_refused(ben, by_ben, rosa, birthday):
    with pytest.raises(CustomerError, match="still to come") as added:
        actions.add_person(owner=ben, by=by_ben, name="Mai", birthday=birthday)
    with pytest.raises(CustomerError, match="still to come") as changed:
        actions.change_person(person=rosa, by=by_ben, version=None, birthday=birthday)
    assert (added.value.field, changed.value.field) == ("birthday", "birthday")
    assert list(Customer.objects.values_list("name", "birth_year")) == [("Rosa Lind", None)]


def test_the_day_is_the_owners(ben, by_ben):
    ben.zone = "Pacific/Kiritimati"  # 14 hours ahead: Monday ends there at 10:00 UTC
    with pytest.raises(CustomerError, match="still to come"):
        actions.add_person(owner=ben, by=by_ben, name="Mai", birthday=(2026, 3, 3))
    ben.zone = "Pacific/Pago_Pago"  # 11 hours behind: Sunday, still
    with pytest.raises(CustomerError, match="still to come"):
        actions.add_person(owner=ben, by=by_ben, name="Mai", birthday=(2026, 3, 2))


def test_without_a_year_every_day_of_the_year_is_one(ben, by_ben):
    assert actions.add_person(owner=ben, by=by_ben, name="Mai", birthday=(None, 12, 31)).birthday == "--12-31"
