"""Settings that are dangerous, or do not fit together."""

import os
from ipaddress import ip_address

from django.conf import settings

from mlmcrm.doctor.findings import Finding, bad, check, ok, warn

LEAST_SIGNS = 12  # different ones in a key; 32 random ones hold more than twenty
LOCAL_ENDS = (".local", ".lan", ".internal", ".home.arpa", ".test")


@check("secret key")
def secret_key() -> Finding:
    file = settings.DATA_DIR / "secret_key"
    if len(set(settings.SECRET_KEY)) < LEAST_SIGNS:
        return bad("The key repeats itself, so it can be guessed.", "Set SECRET_KEY to 50 random characters.")
    if os.environ.get("SECRET_KEY"):
        return ok("It comes from the environment.")
    if file.stat().st_mode & 0o077:
        return bad(f"Others on this machine can read {file}.", f"Say chmod 600 {file}.")
    return ok("It was made here, for its owner only.")


@check("errors in the browser")
def debug() -> Finding:
    if not settings.DEBUG:
        return ok("DEBUG is off.")
    mend = "Leave DEBUG out."
    if settings.SITE.loopback:
        return warn("DEBUG is on: whoever reaches this server sees its insides.", mend)
    return bad("DEBUG is on at a public address: every error shows data and settings to anybody.", mend)


@check("public address")
def public_address() -> Finding:
    if settings.SITE.loopback:
        return ok("Only this machine can open it; SITE_URL is not set.")
    if settings.SITE.secure:
        return ok(f"{settings.SITE_URL}.")
    mend = "Put a proxy with a certificate in front and write SITE_URL with https."
    what = f"{settings.SITE_URL} is not https: passwords and names cross the network in the open."
    return warn(what, mend) if is_local(settings.SITE.host) else bad(what, mend)


@check("proxies")
def proxies() -> Finding:
    if settings.TRUSTED_PROXIES and settings.SITE.loopback:
        return warn(
            "TRUSTED_PROXIES is set, but SITE_URL is not: whoever reaches the port can say who they are.",
            "Set SITE_URL to the public address, or leave TRUSTED_PROXIES out.",
        )
    if settings.SITE.secure and not settings.TRUSTED_PROXIES:
        return bad(
            "SITE_URL is https, but no proxy is trusted: everybody seems to be one visitor, "
            "whom a few wrong passwords lock out.",
            "Set TRUSTED_PROXIES to the number of proxies of yours in front.",
        )
    return ok(f"{settings.TRUSTED_PROXIES} trusted.")


def is_local(host: str) -> bool:
    """A name or number inside somebody's own network."""
    try:
        return ip_address(host.strip("[]")).is_private
    except ValueError:
        return "." not in host or host.endswith(LOCAL_ENDS)
