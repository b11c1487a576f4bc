"""Where a request comes from, as far as limits count by it."""

from ipaddress import ip_address, ip_network

from rest_framework.throttling import BaseThrottle


def address_of(request) -> str:
    """Return the address of a visitor; of IPv6 the network, because everybody there has billions."""
    given = BaseThrottle().get_ident(request) or ""
    try:
        address = ip_address(given.strip())
    except ValueError:
        return given[:60]
    return str(address) if address.version == 4 else str(ip_network((address, 64), strict=False))
