"""Reads every address of the product from its URL configuration, in whatever namespace it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern
from django.utils.regex_helper import normalize

ARGUMENT = re.compile(r"%\((\w+)\)s")
CONVERTED = re.compile(r"<(?:\w+:)?(\w+)>")
API = "api:"


@dataclass(frozen=True)
class Address:
    """One address; its path has %(name)s where an argument stands. `name` is empty where it has none."""

    name: str
    path: str

    @property
    def arguments(self) -> list[str]:
        return ARGUMENT.findall(self.path)

    def fill(self, values: dict[str, object]) -> str:
        return "/" + self.path % values


def every_address() -> list[Address]:
    """All addresses outside Django's admin, which has a test of its own."""
    found = sorted(_walk(get_resolver(), "", ""), key=lambda address: (address.name, address.path))
    assert {"today", "account_login", "api:people-list"} <= {address.name for address in found}
    return found


def addresses() -> list[Address]:
    """Those of the pages."""
    return [address for address in every_address() if address.name and not address.name.startswith(API)]


def api_addresses() -> list[Address]:
    """Those of the API, by their names within it."""
    return [
        Address(address.name.removeprefix(API), address.path)
        for address in every_address()
        if address.name.startswith(API)
    ]


def nameless() -> list[str]:
    """Addresses without a name: nothing could link to them, and no table could list them."""
    return [address.path for address in every_address() if not address.name]


def _walk(resolver: URLResolver, before: str, space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = before + _path(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name}" if entry.name else "", here)
        elif entry.namespace != "admin":
            yield from _walk(entry, here, f"{space}{entry.namespace}:" if entry.namespace else space)


def _path(pattern) -> str:
    if isinstance(pattern, RegexPattern):
        return normalize(pattern.regex.pattern)[0][0]
    return CONVERTED.sub(r"%(\1)s", str(pattern).replace("%", "%%"))
