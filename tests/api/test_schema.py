"""The schema is true: whatever it allows or forbids, an address answers as it says, and never breaks."""

from contextlib import suppress
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mlmcrm.api.pages import document
from tests.api.conftest import Phone, phone_of, things_of
from tests.lasting import *  # noqa: F403

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.yaml"
WRITE = "write it anew: .venv/bin/python manage.py spectacular --validate --fail-on-warn --file docs/api/openapi.yaml"
EXAMPLES = 8  # of each operation, good ones and bad ones
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@cache
def operations() -> dict:
    """All operations of the schema by their names."""
    schema = schemathesis.openapi.from_dict(document())
    schema.app = _called_from_this_machine(get_wsgi_application())
    schema.config.generation.update(with_security_parameters=False)
    found = [result.ok() for result in schema.get_all_operations()]
    return {operation.label: operation for operation in found}


def _called_from_this_machine(application):
    return lambda environ, start: application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start)


def bad_is_refused(ctx, response, case):
    """Whatever of several reasons to refuse comes first."""
    if response.status_code < 400:
        negative_data_rejection(ctx, response, case)


@pytest.fixture
def one_connection():
    """All calls of a test share its connection, as Django's own client sees to."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def lasting_things(lasting_cast, django_db_blocker) -> dict:
    with django_db_blocker.unblock():
        things = things_of(*(lasting_cast[name] for name in ("ben", "by_ben", "rosa", "company")))
        return {**things, "token": phone_of(lasting_cast["ben"]).token}


@pytest.fixture
def things(lasting_things) -> dict:
    return dict(lasting_things)


@pytest.fixture
def phone(things, db, one_connection, settings):
    """Ben's, without limits: hundreds of calls a second are wanted here."""
    settings.API_RATES = dict.fromkeys(settings.API_RATES, (1_000_000, 60))
    return Phone(things["token"])


@pytest.mark.django_db
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("label", operations())
def test_an_operation_answers_as_the_schema_says(label, mode, phone, things):
    checks = CHECKS if mode is GenerationMode.POSITIVE else [*CHECKS, bad_is_refused]
    headers = {**phone.bearer, "Host": "127.0.0.1", "Accept-Encoding": "identity"}

    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operations()[label].as_strategy(generation_mode=mode), real=st.booleans())
    def ask(case, real):
        if real:
            _point_to(things, case)
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=checks)
            transaction.set_rollback(True)

    with suppress(Unsatisfiable):  # nothing can be wrong about it, or nothing that is not malformed by itself
        ask()


def _point_to(things: dict, case) -> None:
    """Let an example be about rows that are there."""
    words = case.path.split("/")
    kind = words[3]
    if "id" in (case.path_parameters or {}) and kind in things:
        case.path_parameters["id"] = str(things[kind])
    if "consent" in (case.path_parameters or {}):
        case.path_parameters["consent"] = str(things["consents"])
    if isinstance(case.body, dict) and _is_id(case.body.get("person")):  # a bad one stays bad
        case.body["person"] = str(things["people"])


def _is_id(value) -> bool:
    try:
        return bool(UUID(value))
    except (ValueError, TypeError, AttributeError):
        return False


def test_the_committed_schema_is_the_one_that_is_served(tmp_path):
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(made))
    assert COMMITTED.read_text() == made.read_text(), WRITE


def test_it_is_served_to_anybody_as_json_and_as_yaml(anybody):
    import yaml

    as_json = anybody.get(reverse("api:schema"))
    assert (as_json.status_code, as_json["Content-Type"]) == (200, "application/json")
    as_yaml = anybody.get(reverse("api:schema"), headers={"Accept": "application/yaml"})
    assert as_yaml["Content-Type"].startswith("application/yaml")
    assert as_json.json() == yaml.safe_load(as_yaml.content) == document()
    assert as_json.json()["openapi"] == "3.1.1"


def test_every_operation_says_what_it_is_for():
    silent = [
        f"{method} {path}"
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if not operation.get("summary")
    ]
    assert silent == []
