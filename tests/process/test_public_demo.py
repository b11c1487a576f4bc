"""A demo world, whose password everybody knows, is for this machine only."""

import pytest
from django.core.management import CommandError

from kit.environment import SettingsError, Site
from mlmcrm.checks import refuse_public_demo
from mlmcrm.management.commands.up import Command

PUBLIC = Site("https", "crm.example.org", None)
OWN = Site("http", "127.0.0.1", 8000)


@pytest.fixture
def demo(company):
    company.is_demo = True
    company.save()


def test_a_demo_with_a_public_address_is_refused(demo, settings):
    settings.SITE, settings.SITE_URL = PUBLIC, PUBLIC.url
    with pytest.raises(
        SettingsError, match=r"^SITE_URL is https://crm\.example\.org, but the database holds"
    ):
        refuse_public_demo()


def test_a_demo_on_a_public_interface_is_refused(demo, settings):
    settings.SITE = OWN
    with pytest.raises(CommandError, match="on this machine only"):
        Command().refuse_public_demo("0.0.0.0")


def test_a_demo_on_this_machine_is_served(demo, settings):
    settings.SITE = OWN
    assert Command().refuse_public_demo("127.0.0.1") is None
    assert Command().refuse_public_demo("::1") is None


def test_a_real_company_may_be_public(company, settings):
    settings.SITE, settings.SITE_URL = PUBLIC, PUBLIC.url
    assert Command().refuse_public_demo("0.0.0.0") is None
