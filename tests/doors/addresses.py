"""Reads every address of the product from its URL configuration."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

ARGUMENT = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Address:
    """One named address; its path has %(name)s where an argument stands."""

    name: str
    path: str

    @property
    def arguments(self) -> list[str]:
        return ARGUMENT.findall(self.path)

    def fill(self, values: dict[str, object]) -> str:
        return "/" + self.path % values


def addresses() -> list[Address]:
    """All named addresses outside Django's admin, once each, in the order of their names."""
    known = get_resolver().reverse_dict
    found = {name: known.getlist(name)[0][0][0][0] for name in known if isinstance(name, str)}
    assert "today" in found and "account_login" in found
    return [Address(name, path) for name, path in sorted(found.items())]


def nameless() -> Iterator[str]:
    """Addresses without a name: nothing could link to them, and no table could list them."""
    yield from _nameless(get_resolver(), "/")


def _nameless(resolver: URLResolver, before: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from _nameless(entry, here)
        elif isinstance(entry, URLPattern) and not entry.name:
            yield here
