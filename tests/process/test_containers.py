"""What can be validated of the container files without an engine."""

import re

import pytest
import yaml
from django.conf import settings

ROOT = settings.BASE_DIR
COMPOSE = (ROOT / "docker-compose.yml").read_text()
OURS = ("migrate", "web", "worker", "beat")


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load(COMPOSE)["services"]


def test_the_grown_up_shape_has_its_parts(services):
    assert sorted(services) == ["beat", "migrate", "postgres", "redis", "web", "worker"]


def test_only_the_web_port_is_open_and_only_to_this_machine(services):
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert ports == {"web": ["127.0.0.1:${WEB_PORT:-8000}:8000"]}
    assert not [
        name for name, service in services.items() if service.get("network_mode") or service.get("privileged")
    ]


def test_no_secret_stands_in_the_file():
    for name in ("POSTGRES_PASSWORD", "SECRET_KEY", "SITE_URL"):
        values = re.findall(rf"\$\{{{name}([^}}]*)\}}", COMPOSE)
        assert values
        assert set(values) == {f":?set {name}"}
    passwords = re.findall(r"://kept:(.+?)@", COMPOSE)
    assert passwords == ["${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}"]


def test_our_processes_can_write_nothing_but_their_data(services):
    for name in OURS:
        service = services[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["volumes"] == ["data:/data"]


def test_every_variable_is_one_that_the_settings_read(services):
    settings = (ROOT / "mlmcrm" / "settings.py").read_text()
    given = {variable for name in OURS for variable in services[name]["environment"]} - {"REMAP_SIGTERM"}
    assert given == {
        "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL", "TRUSTED_PROXIES", "EMAIL_URL", "EMAIL_FROM",
        "EMAIL_HOOK_SECRET", "REPLY_DOMAIN", "LOG_LEVEL",
    }  # fmt: skip
    assert [variable for variable in given if f'"{variable}"' not in settings] == []


def test_everything_waits_for_what_it_needs(services):
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "redis": {"condition": "service_healthy"},
        }
    assert services["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert "healthcheck" in services["postgres"]
    assert "healthcheck" in services["redis"]
    assert "/healthz'" in services["web"]["healthcheck"]["test"][-1]


def test_redis_refuses_rather_than_forgets(services):
    assert services["redis"]["command"][-2:] == ["--maxmemory-policy", "noeviction"]


def dockerfile():
    """Instruction and argument of each logical line."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    return [line.split(None, 1) for line in text.splitlines() if line and not line.startswith("#")]


def test_each_copied_source_exists_and_is_not_ignored():
    ignored = (ROOT / ".dockerignore").read_text().split()
    sources = [source for word, rest in dockerfile() if word == "COPY" for source in rest.split()[:-1]]
    assert sources == ["requirements.txt", "."]
    assert all((ROOT / source).exists() and source not in ignored for source in sources)


def test_the_image_holds_no_data_and_no_secret_of_the_builder():
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".env", ".venv", "data", "tests"} <= set(ignored)
    assert "SECRET_KEY" not in (ROOT / "Dockerfile").read_text()


def test_it_runs_as_an_ordinary_user():
    words = [word for word, _ in dockerfile()]
    users = [rest for word, rest in dockerfile() if word == "USER"]
    assert users == ["kept"]
    assert words.index("USER") < words.index("CMD")
    assert [rest for word, rest in dockerfile() if word == "EXPOSE"] == ["8000"]
