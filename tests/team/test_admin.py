"""Support screens: companies and distributors to look up, no customer anywhere."""

import pytest
from django.contrib import admin

from customers.models import Customer
from kit.models import Event
from sales.models import Order
from team.models import Distributor

TELLING = {"customer", "context", "letter", "reason", "provider_reply", "title", "script", "name"}


@pytest.fixture
def as_staff(client, db):
    client.force_login(Distributor.objects.create_superuser("admin@kept.example", "x", name="Admin"))
    return client


def test_no_screen_shows_customers():
    """Neither people and their orders, nor what letters and tasks tell of them."""
    for model, screen in admin.site._registry.items():
        assert model not in (Customer, Order)
        if Customer in {field.related_model for field in model._meta.fields}:
            shown = {
                *screen.list_display,
                *screen.search_fields,
                *screen.list_filter,
                *(screen.fields or ["customer"]),
            }
            assert shown & TELLING == set(), model


@pytest.mark.parametrize("kind", ["company", "distributor", "invitation"])
def test_lists_and_single_rows_open(as_staff, ben, by_ben, kind):
    from team import actions

    invitation, _token = actions.invite(sponsor=ben, by=by_ben, name="Dora", email="dora@post.example")
    row = {"company": ben.company, "distributor": ben, "invitation": invitation}[kind]
    assert as_staff.get(f"/admin/team/{kind}/").status_code == 200
    assert as_staff.get(f"/admin/team/{kind}/{row.pk}/change/").status_code == 200
    assert as_staff.get(f"/admin/team/{kind}/add/").status_code == 403
    assert as_staff.get(f"/admin/team/{kind}/{row.pk}/delete/").status_code == 403


def test_staff_can_close_an_account(as_staff, ben):
    as_staff.post(f"/admin/team/distributor/{ben.pk}/change/", {"email": "other@kept.example"})
    ben.refresh_from_db()
    assert (ben.is_active, ben.email, ben.path) == (False, "ben@kept.example", "00")
    event = Event.objects.get(kind="distributor.changed")
    assert (event.owner, event.before, event.after) == (ben, {"is_active": True}, {"is_active": False})


def test_distributors_have_no_support_screens(as_ben):
    assert as_ben.get("/admin/").status_code in (302, 403)
    assert as_ben.get("/admin/team/distributor/").status_code in (302, 403)


def test_staff_see_no_person(as_staff, rosa):
    assert as_staff.get(f"/people/{rosa.pk}/").status_code == 404
