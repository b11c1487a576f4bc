"""Decides what an address like postmark://TOKEN asks of the library that speaks with mail providers."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

CONNECT_SECONDS, ANSWER_SECONDS = 5, 45
EUROPE = {"mailgun": "https://api.eu.mailgun.net/v3", "sparkpost": "https://api.eu.sparkpost.com/api/v1"}
HOST = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$", re.I)


@dataclass(frozen=True)
class Provider:
    """How a provider's address is written, and under which names the library wants its parts.

    `key` is what stands first, `domain` what stands behind the @. `words` are further parts that
    may stand behind a question mark.
    """

    key: str
    domain: str = ""
    words: tuple[str, ...] = ()

    def example(self, scheme: str) -> str:
        return f"{scheme}://{self.key.rpartition('_')[2]}" + ("@DOMAIN" if self.domain else "")


PROVIDERS = {
    "brevo": Provider("API_KEY"),
    "mailgun": Provider("API_KEY", "SENDER_DOMAIN", ("WEBHOOK_SIGNING_KEY",)),
    "postmark": Provider("SERVER_TOKEN", "", ("MESSAGE_STREAM",)),
    "resend": Provider("API_KEY"),
    "sendgrid": Provider("API_KEY"),
    "sparkpost": Provider("API_KEY", "", ("SUBACCOUNT",)),
}
EXAMPLES = ", ".join(provider.example(scheme) for scheme, provider in PROVIDERS.items())


def provider_settings(raw: str) -> dict | None:
    """Return the settings that a provider's address stands for, or None where it names no provider.

    Raises ValueError with the form that is wanted.
    """
    scheme = raw.partition("://")[0].lower()
    provider = PROVIDERS.get(scheme)
    if provider is None:
        return None
    try:
        url = urlsplit(raw)
    except ValueError:
        raise ValueError(provider.example(scheme)) from None
    key, domain = _parts(url.netloc, provider)
    words = {name.lower(): value for name, value in parse_qsl(url.query, keep_blank_values=True)}
    parts = {provider.key: key, **({provider.domain: domain} if provider.domain else {})}
    parts |= {name: words.pop(name.lower()) for name in provider.words if name.lower() in words}
    parts |= _place(scheme, words)
    if words or url.path.strip("/") or url.fragment or not all(parts.values()):
        raise ValueError(provider.example(scheme))
    return {
        "EMAIL_BACKEND": f"anymail.backends.{scheme}.EmailBackend",
        "EMAIL_PROVIDER": scheme,
        "ANYMAIL": {
            "REQUESTS_TIMEOUT": (CONNECT_SECONDS, ANSWER_SECONDS),
            **{f"{scheme.upper()}_{name}": value for name, value in parts.items()},
        },
    }


def is_host(name: str) -> bool:
    """Say whether a name is that of a host on the net, like reply.example.org."""
    return bool(HOST.match(name))


def _parts(netloc: str, provider: Provider) -> tuple[str, str]:
    """The key, in the letters it was written in, and the domain; empty where they do not fit."""
    key, sign, domain = netloc.rpartition("@")
    if not provider.domain:
        key, domain = (domain, "") if not sign or not key else ("", "")
    elif not is_host(domain):
        domain = ""
    key = unquote(key)
    return (key if key.isascii() and key.isprintable() and " " not in key else ""), domain.lower()


def _place(scheme: str, words: dict) -> dict:
    """Where the provider is asked: `region=eu` where it has one, or `api_url` for another door."""
    if words.get("region") == "eu" and scheme in EUROPE:
        del words["region"]
        return {"API_URL": EUROPE[scheme]}
    if words.get("api_url", "").startswith(("https://", "http://")):
        return {"API_URL": words.pop("api_url")}
    return {}
