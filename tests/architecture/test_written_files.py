"""What is written into the files of the project: no machine, no stranger's host, no secret."""

import re
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, check, files, relative

TEXTS = (
    ".py",
    ".html",
    ".txt",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".in",
    ".yml",
    ".yaml",
    ".svg",
    ".json",
    ".sh",
    "",
)
HOMES = re.compile(r"(?<![\w.])/(?:home|root|Users)/\w+")
INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host")
HOST = re.compile(r"https?://(?:[\w:%]*@)?([\w.-]*\w)")
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bghp_\w{36}\b")

# Hosts that may be named, each with its reason.
KNOWN_HOSTS = {
    "www.w3.org": "name spaces of XML",
    "schemas.openxmlformats.org": "name spaces of workbooks",
    "localhost": "this machine",
    "www.openstreetmap.org": "the map that a press on Directions opens",
    "fsf.org": "the licence",
    "www.gnu.org": "the licence",
    "keepachangelog.com": "the form of the changelog",
    "api.eu.mailgun.net": "asked only if EMAIL_URL says region=eu",
    "api.eu.sparkpost.com": "asked only if EMAIL_URL says region=eu",
    "wa.me": "a person opens their own chat there; no program of ours calls it",
    "semver.org": "the meaning of a version",
}
INSIDE_AN_IMAGE = {"Dockerfile", "docker-compose.yml"}  # paths of a machine that the project makes itself
RESERVED = ("example", "example.com", "example.org", "example.net", "test", "invalid")


def machines(name: str, line: str) -> list[str]:
    here = {str(ROOT), str(Path.home())} if len(ROOT.parts) > 2 else set()
    found = [] if name.split(":")[0] in INSIDE_AN_IMAGE else HOMES.findall(line)
    found += [place for place in here if len(place) > 5 and place in line]
    return [f"{name}: the path {place}; write it relative to the clone" for place in found]


def strangers(name: str, line: str) -> list[str]:
    hosts = [host for host in HOST.findall(line) if host not in KNOWN_HOSTS and not _is_reserved(host)]
    return [f"{name}: the host {host}; use an example.org name, or say why in KNOWN_HOSTS" for host in hosts]


def secrets(name: str, line: str) -> list[str]:
    found = [f"{name}: chooses a package index; leave it to whoever installs" for _ in INDEX.findall(line)]
    return found + [f"{name}: a secret; take it out and renew it" for _ in SECRET.findall(line)]


def _is_reserved(host: str) -> bool:
    """Addresses of no public machine, names that belong to nobody (RFC 2606), names inside a compose file."""
    if re.fullmatch(r"\d+(\.\d+){3}", host):
        return ip_address(host).is_private
    return host.endswith(tuple(f".{end}" for end in RESERVED)) or host in RESERVED or "." not in host


def _sweep(rule) -> list[str]:
    return [
        wrong
        for path in files(suffixes=TEXTS)
        if path.name != Path(__file__).name
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        for wrong in rule(f"{relative(path)}:{number}", line)
    ]


def test_no_file_knows_a_machine():
    check(_sweep(machines), "a clone lies somewhere else on every machine.")


def test_no_file_names_a_strangers_host():
    check(_sweep(strangers), "an address in a file is sooner or later called.")


def test_no_file_holds_a_secret():
    check(_sweep(secrets), "what was committed once is public for ever.")


@pytest.mark.parametrize("line", ["cd /home/ana/kept", "open('/Users/ana/x')", "HOME=/root/kept"])
def test_a_path_of_a_machine_is_found(line):
    assert len(machines("x", line)) == 1


def test_a_strangers_host_is_found():
    assert len(strangers("x", "see https://cdn.somewhere.net/a.js")) == 1
    assert strangers("x", "https://crm.example.org http://127.0.0.1:8000 redis://redis:6379") == []


def test_a_secret_and_an_index_are_found():
    assert len(secrets("x", "-----BEGIN RSA " + "PRIVATE KEY-----")) == 1
    assert len(secrets("x", "--index" + "-url somewhere")) == 1
